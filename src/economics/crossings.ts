import { compareComputes, type ComputeVariants, type Subject } from './comparison';
import type { DetailedEstimate } from './cost-estimate';

/** A rate from which on, until the next, another kind of compute costs less. */
export interface Crossing {
  readonly eventsPerSecond: number;
  /** Whether managed instances are what costs less from here on. */
  readonly isForManaged: boolean;
}

/** Events a second between which crossings are looked for. */
const LEAST_RATE = 0.1;
export const MOST_RATE = 10_000_000;
const STEPS_PER_DECADE = 40;

/**
 * Where the order of managed instances and ordinary Lambda turns, the lowest rate first; ordinary Lambda is taken as it costs less, with
 * provisioned concurrency or without.
 *
 * Both cost more by steps, so there can be several. What stands below the first is the other one of it.
 */
export function crossingsOf(subject: Subject): Crossing[] {
  const advantage = (rate: number) => advantageOfManaged(costsAt(subject, rate));
  const factor = 10 ** (1 / STEPS_PER_DECADE);
  const crossings: Crossing[] = [];
  let isForManaged = advantage(LEAST_RATE) > 0;
  for (let low = LEAST_RATE; low < MOST_RATE; low *= factor) {
    if (advantage(low * factor) > 0 !== isForManaged) {
      isForManaged = !isForManaged;
      const sign = isForManaged ? 1 : -1;
      crossings.push({ eventsPerSecond: bisect(low, low * factor, rate => sign * advantage(rate)), isForManaged });
    }
  }
  return crossings;
}

/** From which rate on managed instances cost less at every higher one; absent when they do not. */
export function lastCrossing(crossings: readonly Crossing[]): number | undefined {
  const last = crossings.at(-1);
  return last?.isForManaged ? last.eventsPerSecond : undefined;
}

/** What stands whether anybody sends something or not. */
const FLOOR: readonly string[] = ['EC2 instances', 'management fee', 'network'];

/** Events a second up to which instances and network are most of what managed instances cost. */
export function floorRateOf(subject: Subject): number {
  return bisect(LEAST_RATE, MOST_RATE, rate => {
    const { usdPerMonth, parts } = costsAt(subject, rate).managed;
    return usdPerMonth - 2 * parts.filter(({ name }) => FLOOR.includes(name)).reduce((sum, part) => sum + part.usdPerMonth, 0);
  });
}

function costsAt(subject: Subject, eventsPerSecond: number): ComputeVariants<DetailedEstimate> {
  return compareComputes({ ...subject, traffic: { ...subject.traffic, eventsPerSecond } });
}

function advantageOfManaged({ managed, onDemand, provisioned }: ComputeVariants<DetailedEstimate>): number {
  return Math.min(onDemand.usdPerMonth, provisioned.usdPerMonth) - managed.usdPerMonth;
}

/** The rate between two at which a difference turns positive, to a thousandth. */
function bisect(low: number, high: number, difference: (rate: number) => number): number {
  let [below, above] = [low, high];
  while (above / below > 1.001) {
    const middle = Math.sqrt(below * above);
    [below, above] = difference(middle) > 0 ? [below, middle] : [middle, above];
  }
  return above;
}
