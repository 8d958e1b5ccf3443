import type { ComputeConfiguration, PipelineConfiguration } from './configuration';
import { costLine } from './cost/cost-line';
import { instanceBill } from './cost/instance-bill';
import type { Fleet } from './cost/instances';
import { pollerCharge } from './cost/lambda-charges';
import { loadOf, type Load, type OwnHandler } from './cost/load';
import { onDemandBill } from './cost/on-demand-bill';
import * as around from './cost/surroundings';
import type { PriceKey } from './prices/price-keys';
import type { PriceList } from './prices/price-list';
import { phasesOf, settleTraffic, type TelemetryTraffic, type TrafficPhase } from './traffic';

/** One part of a month's bill. */
export interface CostPart {
  /** What is paid for, such as `API requests`. */
  readonly name: string;

  /**
   * What it is made of, such as `3 × m7g.large, 4 × m7g.large in busy hours`.
   *
   * @default - the name tells
   */
  readonly detail?: string;

  /** USD a month. */
  readonly usdPerMonth: number;

  /** Whether a price of it is not known for sure. */
  readonly isUnsure: boolean;
}

/** What a pipeline costs in a month of 730 hours, without taxes, free tiers and discounts. */
export interface CostEstimate {
  /** What the processor runs on, such as `managed instances`. */
  readonly compute: string;

  /** What is paid for; parts that cost nothing are left out. */
  readonly parts: CostPart[];

  /** USD a month. */
  readonly usdPerMonth: number;

  /** USD for each million events. */
  readonly usdPerMillionEvents: number;

  /** Region of the prices. */
  readonly region: string;

  /** Day of the prices, as YYYY-MM-DD. */
  readonly pricesAsOf: string;

  /** What must be known besides the figures. */
  readonly notes: string[];
}

/** An estimate with what it was made of. */
export interface DetailedEstimate extends CostEstimate {
  readonly fleets: readonly Fleet[];
  readonly unsurePrices: readonly PriceKey[];
  readonly events: number;
}

/** What others see of an estimate. */
export function withoutWorkings({ fleets, unsurePrices, events, ...estimate }: DetailedEstimate): CostEstimate {
  return estimate;
}

/** What changes an estimate besides pipeline and traffic. */
export interface EstimateOptions {
  /** Discount of a Savings Plan or a reservation on EC2 instances, from 0 to 1. */
  readonly savingsPlanDiscount?: number;
  /** What the handler does, when it is not the library's. */
  readonly ownHandler?: OwnHandler;
}

/** Estimates what a pipeline costs. */
export function estimateCost(
  pipeline: PipelineConfiguration, traffic: TelemetryTraffic, prices: PriceList, options: EstimateOptions = {},
): DetailedEstimate {
  return estimateLoads(pipeline, loadsOf(pipeline, traffic, options), prices, options);
}

/** Estimates what a pipeline costs with loads that fill a month. */
export function estimateLoads(
  pipeline: PipelineConfiguration, loads: readonly Load[], prices: PriceList, options: EstimateOptions = {},
): DetailedEstimate {
  const { compute } = pipeline;
  const bill = compute.kind === 'managedInstances'
    ? instanceBill(pipeline, compute, loads, prices, options.savingsPlanDiscount)
    : onDemandBill(compute, loads, prices);

  const lines = [
    costLine('API requests', around.doorCharges(pipeline, loads), prices),
    costLine('SQS requests', around.queueCharges(pipeline, loads), prices),
    costLine('pollers', [pollerCharge(around.monthly(loads, ({ pollers }) => pollers / 3_600))], prices),
    ...bill.lines,
    costLine('network', around.networkCharges(pipeline, loads), prices),
    costLine('logs and metrics', around.logCharges(pipeline, loads), prices),
    costLine('monitoring', around.monitoringCharges(pipeline), prices),
    costLine('S3 requests', around.objectCharges(pipeline, bill.objects), prices),
    costLine('S3 storage', around.storageCharges(pipeline, loads), prices),
    costLine('keys and secrets', around.keyCharges(pipeline), prices),
  ].filter(({ usd }) => usd > 0);

  const isUnsure = (key: PriceKey) => prices.row(key).confidence !== 'high';
  const usdPerMonth = lines.reduce((sum, { usd }) => sum + usd, 0);
  const events = around.monthly(loads, load => load.events);
  return {
    compute: nameOf(compute),
    parts: lines.map(({ name, usd, keys, detail }) => (
      { name, ...detail !== undefined && { detail }, usdPerMonth: usd, isUnsure: keys.some(isUnsure) }
    )),
    usdPerMonth,
    usdPerMillionEvents: usdPerMonth / (events / 1e6),
    region: prices.region,
    pricesAsOf: prices.asOf,
    notes: [...bill.notes, ...pipeline.unpriced.length > 0 ? [`not priced: ${pipeline.unpriced.join(', ')}`] : []],
    fleets: bill.fleets,
    unsurePrices: [...new Set(lines.flatMap(({ keys }) => keys.filter(isUnsure)))],
    events,
  };
}

/** What each phase of the traffic does to a pipeline; the phases are those of the traffic unless others are given. */
export function loadsOf(
  { mapping, handler, compute }: PipelineConfiguration,
  given: TelemetryTraffic,
  { ownHandler }: EstimateOptions = {},
  phases?: readonly TrafficPhase[],
): Load[] {
  const traffic = settleTraffic(given);
  const isCapped = compute.kind === 'managedInstances';
  return (phases ?? phasesOf(traffic)).map(phase => loadOf(phase, { traffic, mapping, handler, ownHandler, isCapped }));
}

/** What a compute is called in estimates. */
export function nameOf(compute: ComputeConfiguration): string {
  if (compute.kind === 'managedInstances') {
    return 'managed instances';
  }
  return compute.provisionedConcurrency > 0 ? 'provisioned concurrency' : 'on demand';
}
