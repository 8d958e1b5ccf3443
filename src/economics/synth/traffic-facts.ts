import { TrafficFacts } from './traffic-rules';
import { memoryOf } from '../../processor/rules/memory-of-batches';
import { DEFAULT_CONFIGURATION, type DoorConfiguration, type ManagedInstances, type MappingConfiguration, type PipelineConfiguration } from '../configuration';
import { batchesAtOnce, cheapestFleet, environmentsFor } from '../cost/instances';
import { mostBytesOf, type Load } from '../cost/load';
import { concurrencyOf } from '../cost/on-demand-bill';
import { loadsOf } from '../cost-estimate';
import { unlessInestimable } from '../inestimable';
import type { PriceList } from '../prices/price-list';
import type { TelemetryTraffic } from '../traffic';

const BYTES_PER_MEGABYTE = 1e6;

/** What is known of a pipeline at synthesis; a stage is absent when something of it is known only at deployment. */
export interface KnownPipeline {
  readonly isManaged: boolean;
  /** Worker threads of one environment; absent for other runtimes than Node.js, whose memory is not estimated. */
  readonly workers?: number;
  readonly door?: DoorConfiguration;
  readonly mapping?: MappingConfiguration;
  readonly pipeline?: PipelineConfiguration;
}

/** What the busiest hours ask of a pipeline, and what it has. */
export function factsOfTraffic(known: KnownPipeline, traffic: TelemetryTraffic, prices: PriceList): TrafficFacts {
  const { isManaged, workers, door, mapping, pipeline } = known;
  const busiest = loadsOf(pipeline ?? DEFAULT_CONFIGURATION, traffic).at(-1)!;
  return {
    requestBytes: busiest.messageBytes,
    requestsPerSecond: busiest.requests,
    throttlingRateLimit: door?.ratePerSecond,
    bytesPerSecond: busiest.bytes,
    ...mapping && { mostBytesPerSecond: mostBytesOf(mapping, isManaged), maximumPollers: mapping.maximumPollers },
    ...pipeline && factsOfCompute(pipeline, busiest, prices, workers),
  };
}

function factsOfCompute({ compute, handler }: PipelineConfiguration, busiest: Load, prices: PriceList, workers: number | undefined): TrafficFacts {
  if (compute.kind === 'onDemand') {
    return { batches: concurrencyOf(busiest, compute), maxConcurrency: compute.maxConcurrency };
  }
  const environments = environmentsFor(busiest, compute, handler);
  const running = Math.min(environments, compute.maximumEnvironments ?? Infinity);
  return {
    environments,
    maxExecutionEnvironments: compute.maximumEnvironments,
    vCpus: unlessInestimable(() => cheapestFleet(environments, compute, prices).vCpus),
    maxVCpuCount: compute.maxVCpuCount,
    ...workers !== undefined && factsOfMemory(compute, busiest, batchesAtOnce(busiest, handler) / running, workers),
  };
}

/** What an environment holds at the same time, which is no more batches than it takes at once. */
function factsOfMemory({ memoryMiB, concurrency }: ManagedInstances, { bytes, batches }: Load, share: number, workers: number): TrafficFacts {
  const batchesPerEnvironment = Math.min(concurrency, Math.ceil(share));
  const memoryNeeded = memoryOf(batchesPerEnvironment, workers, bytes / batches / BYTES_PER_MEGABYTE);
  return { batchesPerEnvironment, memoryNeeded, memorySize: memoryMiB };
}
