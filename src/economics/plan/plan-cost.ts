import type { PlanResult } from './plan-record';
import type { ManagedInstances, PipelineConfiguration } from '../configuration';
import { cheapestFleet } from '../cost/instances';
import { instanceUsd, managementFee } from '../cost/lambda-charges';
import type { RequestSize } from '../cost/load';
import { estimateLoads, loadsOf, type EstimateOptions } from '../cost-estimate';
import type { Table } from '../cost-report';
import { money } from '../cost-report';
import { instanceType } from '../prices/instance-types';
import type { PriceList } from '../prices/price-list';
import { HOURS_PER_MONTH, type TrafficPhase } from '../traffic';

/** What the time of a plan costs, at the prices of a month that is all like it. */
export interface PlanCost {
  readonly parts: readonly PlanCostPart[];
  readonly usd: number;
  readonly region: string;
  readonly pricesAsOf: string;
}

/** One part of it. */
export interface PlanCostPart {
  readonly name: string;
  readonly usd: number;
  /** Whether a price of it is not known for sure. */
  readonly isUnsure: boolean;
}

const MINUTES_PER_HOUR = 60;

/** Prices a plan: instances as many as were simulated, everything else by the traffic of each hour. */
export function costOfPlan(
  result: PlanResult, pipeline: PipelineConfiguration, size: RequestSize, prices: PriceList, options: EstimateOptions = {},
): PlanCost {
  const { compute, door: { ratePerSecond = Infinity } = {} } = pipeline;
  const share = result.seconds / 3_600 / HOURS_PER_MONTH;
  const loads = loadsOf(pipeline, { eventsPerSecond: 1, ...size }, options, hourly(result, ratePerSecond * size.eventsPerRequest, share));
  const estimate = estimateLoads(pipeline, loads, prices, options);
  const simulated = compute.kind === 'managedInstances' ? instancesUsd(result, compute, prices, options.savingsPlanDiscount) : {};
  const parts = estimate.parts.map(({ name, usdPerMonth, isUnsure }) => ({ name, isUnsure, usd: simulated[name] ?? usdPerMonth * share }));
  return { parts, usd: parts.reduce((sum, { usd }) => sum + usd, 0), region: estimate.region, pricesAsOf: estimate.pricesAsOf };
}

/** What the plan costs, part by part. */
export function planCostTable({ parts, usd }: PlanCost): Table {
  return [
    ['', 'USD'],
    ...parts.map(part => [part.name, `${money(part.usd)}${part.isUnsure ? ' ?' : '  '}`]),
    ['total', `${money(usd)}  `],
  ];
}

/** The hours of a plan, as phases of a month that consists of such plans; what the door refuses costs nothing. */
function hourly({ minutes }: PlanResult, mostEventsPerSecond: number, share: number): TrafficPhase[] {
  return Array.from({ length: Math.ceil(minutes.length / MINUTES_PER_HOUR) }, (_, hour) => {
    const part = minutes.slice(hour * MINUTES_PER_HOUR, (hour + 1) * MINUTES_PER_HOUR);
    const events = part.reduce((sum, { eventsPerSecond }) => sum + Math.min(eventsPerSecond, mostEventsPerSecond), 0);
    return { hours: part.length / MINUTES_PER_HOUR / share, eventsPerSecond: events / part.length };
  });
}

/** Instances of the cheapest family; AWS asks the same for each vCPU of it, whatever the size. */
function instancesUsd(
  { vCpuHours, mostEnvironments }: PlanResult, compute: ManagedInstances, prices: PriceList, discount?: number,
): Readonly<Record<string, number>> {
  const { type } = cheapestFleet(mostEnvironments, compute, prices);
  const hours = vCpuHours / instanceType(type)!.vCpus;
  return { 'EC2 instances': instanceUsd(prices, type, hours, discount), 'management fee': prices.usd(managementFee(prices, type, hours)) };
}
