import { DEFAULT_MANAGED_INSTANCES, DEFAULT_NETWORK, DEFAULT_ON_DEMAND, type OnDemand, type PipelineConfiguration } from './configuration';
import { concurrencyOf } from './cost/on-demand-bill';
import { estimateCost, loadsOf, type DetailedEstimate, type EstimateOptions } from './cost-estimate';
import type { PriceList } from './prices/price-list';
import type { TelemetryTraffic } from './traffic';

/** The three things that the same pipeline can run on. */
export interface ComputeVariants<Of> {
  readonly managed: Of;
  readonly onDemand: Of;
  readonly provisioned: Of;
}

/** What is compared. */
export interface Subject {
  readonly pipeline: PipelineConfiguration;
  readonly traffic: TelemetryTraffic;
  readonly prices: PriceList;
  readonly options?: EstimateOptions;
}

/** Requests of how many events show what batching by the client does. */
export const BATCHINGS: readonly number[] = [1, 5, 20, 100];

/** Events a second between which a crossing is looked for. */
const LEAST_RATE = 0.1;
const MOST_RATE = 10_000_000;
const STEPS_PER_DECADE = 8;

/**
 * The pipeline on each kind of compute: as it stands for the kind that it has, by the library's defaults for the others.
 *
 * What is provisioned is what the quiet hours need, unless the pipeline says.
 */
export function variantsOf({ pipeline, traffic, options = {} }: Subject): ComputeVariants<PipelineConfiguration> {
  const { compute } = pipeline;
  const managed = compute.kind === 'managedInstances' ? pipeline : { ...pipeline, compute: DEFAULT_MANAGED_INSTANCES, network: DEFAULT_NETWORK };
  const own: OnDemand = compute.kind === 'onDemand' ? compute : { ...DEFAULT_ON_DEMAND, architecture: compute.architecture };
  const network = compute.kind === 'onDemand' ? pipeline.network : { endpointZones: 0, natGateways: 0, addresses: 0 };
  const onDemand = { ...pipeline, network, compute: { ...own, provisionedConcurrency: 0 } };
  const [quiet] = loadsOf(onDemand, traffic, options);
  const provisionedConcurrency = own.provisionedConcurrency || Math.ceil(concurrencyOf(quiet, own));
  return { managed, onDemand, provisioned: { ...onDemand, compute: { ...own, provisionedConcurrency } } };
}

/** What a month costs on each kind of compute. */
export function compareComputes(subject: Subject): ComputeVariants<DetailedEstimate> {
  const { managed, onDemand, provisioned } = variantsOf(subject);
  const estimate = (pipeline: PipelineConfiguration) => estimateCost(pipeline, subject.traffic, subject.prices, subject.options);
  return { managed: estimate(managed), onDemand: estimate(onDemand), provisioned: estimate(provisioned) };
}

/**
 * Events a second from which managed instances cost less than ordinary Lambda; absent when they never do.
 *
 * Both cost more by steps, so the curves can meet several times: this is the least rate at which the order turns.
 */
export function crossingOf(subject: Subject): number | undefined {
  const advantage = (eventsPerSecond: number) => {
    const { managed, onDemand } = compareComputes({ ...subject, traffic: { ...subject.traffic, eventsPerSecond } });
    return onDemand.usdPerMonth - managed.usdPerMonth;
  };
  const factor = 10 ** (1 / STEPS_PER_DECADE);
  for (let low = LEAST_RATE; low < MOST_RATE; low *= factor) {
    if (advantage(low * factor) > 0) {
      return bisect(low, low * factor, advantage);
    }
  }
  return undefined;
}

/** What batching by the client does to the bill of the pipeline as it is. */
export function batchingSensitivity({ pipeline, traffic, prices, options }: Subject): (readonly [eventsPerRequest: number, DetailedEstimate])[] {
  return BATCHINGS.map(eventsPerRequest => [eventsPerRequest, estimateCost(pipeline, { ...traffic, eventsPerRequest }, prices, options)] as const);
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

/** What stands whether anybody sends something or not. */
const FLOOR: readonly string[] = ['EC2 instances', 'management fee', 'network'];

/** Events a second up to which instances and network are most of what managed instances cost. */
export function floorRateOf(subject: Subject): number {
  const restPrevails = (eventsPerSecond: number) => {
    const { usdPerMonth, parts } = compareComputes({ ...subject, traffic: { ...subject.traffic, eventsPerSecond } }).managed;
    const floor = parts.filter(({ name }) => FLOOR.includes(name)).reduce((sum, part) => sum + part.usdPerMonth, 0);
    return usdPerMonth - 2 * floor;
  };
  return bisect(LEAST_RATE, MOST_RATE, restPrevails);
}
