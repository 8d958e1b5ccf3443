import { DEFAULT_MANAGED_INSTANCES, DEFAULT_NETWORK, DEFAULT_ON_DEMAND, NO_NETWORK, type OnDemand, type PipelineConfiguration } from './configuration';
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

/**
 * The pipeline on each kind of compute: as it stands for the kind that it has, by the library's defaults for the others.
 *
 * What is provisioned is what the quiet hours need, unless the pipeline says.
 */
export function variantsOf({ pipeline, traffic, options = {} }: Subject): ComputeVariants<PipelineConfiguration> {
  const { compute } = pipeline;
  const managed = compute.kind === 'managedInstances' ? pipeline : { ...pipeline, compute: DEFAULT_MANAGED_INSTANCES, network: DEFAULT_NETWORK };
  const own: OnDemand = compute.kind === 'onDemand' ? compute : { ...DEFAULT_ON_DEMAND, architecture: compute.architecture };
  const network = compute.kind === 'onDemand' ? pipeline.network : NO_NETWORK;
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

/** What batching by the client does to the bill of the pipeline as it is. */
export function batchingSensitivity({ pipeline, traffic, prices, options }: Subject): (readonly [eventsPerRequest: number, DetailedEstimate])[] {
  return BATCHINGS.map(eventsPerRequest => [eventsPerRequest, estimateCost(pipeline, { ...traffic, eventsPerRequest }, prices, options)] as const);
}
