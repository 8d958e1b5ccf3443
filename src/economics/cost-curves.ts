import { compareComputes, type Subject } from './comparison';
import type { DetailedEstimate } from './cost-estimate';

/** What a month costs by the traffic, on one kind of compute. */
export interface CostCurve {
  readonly compute: string;
  /** USD a month, for each of the rates. */
  readonly usd: readonly number[];
  /** The same without what all kinds of compute cost alike. */
  readonly ownUsd: readonly number[];
}

/** Curves over the same rates. */
export interface CostCurves {
  readonly eventsPerSecond: readonly number[];
  readonly curves: readonly CostCurve[];
}

/** Decades that curves show at least, in events a second. */
const LEAST_DECADE = 0;
const MOST_DECADE = 6;
const STEPS_PER_DECADE = 10;

/** What each kind of compute costs over some decades of traffic, with that of the subject well inside. */
export function costCurves(subject: Subject): CostCurves {
  const decade = Math.log10(subject.traffic.eventsPerSecond);
  const from = Math.min(LEAST_DECADE, Math.floor(decade) - 1);
  const to = Math.max(MOST_DECADE, Math.ceil(decade) + 1);
  const eventsPerSecond = Array.from({ length: (to - from) * STEPS_PER_DECADE + 1 }, (_, step) => 10 ** (from + step / STEPS_PER_DECADE));
  const estimates = eventsPerSecond.map(rate => {
    const { managed, onDemand, provisioned } = compareComputes({ ...subject, traffic: { ...subject.traffic, eventsPerSecond: rate } });
    return [managed, onDemand, provisioned];
  });
  return {
    eventsPerSecond,
    curves: estimates[0].map(({ compute }, index) => ({
      compute,
      usd: estimates.map(alternatives => alternatives[index].usdPerMonth),
      ownUsd: estimates.map(alternatives => alternatives[index].usdPerMonth - sharedUsd(alternatives)),
    })),
  };
}

/** The least that each part costs on all of them. */
function sharedUsd(alternatives: readonly DetailedEstimate[]): number {
  const [first, ...others] = alternatives.map(({ parts }) => new Map(parts.map(({ name, usdPerMonth }) => [name, usdPerMonth])));
  return [...first].reduce((sum, [name, usd]) => sum + Math.min(usd, ...others.map(parts => parts.get(name) ?? 0)), 0);
}
