import { TrafficFacts } from './traffic-rules';
import { DEFAULT_CONFIGURATION, type DoorConfiguration, type MappingConfiguration, type PipelineConfiguration } from '../configuration';
import { cheapestFleet, environmentsFor } from '../cost/instances';
import { mostBytesOf, type Load } from '../cost/load';
import { concurrencyOf } from '../cost/on-demand-bill';
import { loadsOf } from '../cost-estimate';
import { unlessInestimable } from '../inestimable';
import type { PriceList } from '../prices/price-list';
import type { TelemetryTraffic } from '../traffic';

/** What is known of a pipeline at synthesis; a stage is absent when something of it is known only at deployment. */
export interface KnownPipeline {
  readonly isManaged: boolean;
  readonly door?: DoorConfiguration;
  readonly mapping?: MappingConfiguration;
  readonly pipeline?: PipelineConfiguration;
}

/** What the busiest hours ask of a pipeline, and what it has. */
export function factsOfTraffic({ isManaged, door, mapping, pipeline }: KnownPipeline, traffic: TelemetryTraffic, prices: PriceList): TrafficFacts {
  const busiest = loadsOf(pipeline ?? DEFAULT_CONFIGURATION, traffic).at(-1)!;
  return {
    requestBytes: busiest.messageBytes,
    requestsPerSecond: busiest.requests,
    throttlingRateLimit: door?.ratePerSecond,
    bytesPerSecond: busiest.bytes,
    ...mapping && { mostBytesPerSecond: mostBytesOf(mapping, isManaged), maximumPollers: mapping.maximumPollers },
    ...pipeline && factsOfCompute(pipeline, busiest, prices),
  };
}

function factsOfCompute({ compute, handler }: PipelineConfiguration, busiest: Load, prices: PriceList): TrafficFacts {
  if (compute.kind === 'onDemand') {
    return { batches: concurrencyOf(busiest, compute), maxConcurrency: compute.maxConcurrency };
  }
  const environments = environmentsFor(busiest, compute, handler);
  return {
    environments,
    maxExecutionEnvironments: compute.maximumEnvironments,
    vCpus: unlessInestimable(() => cheapestFleet(environments, compute, prices).vCpus),
    maxVCpuCount: compute.maxVCpuCount,
  };
}
