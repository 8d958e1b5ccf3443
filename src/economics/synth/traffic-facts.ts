import { TrafficFacts } from './traffic-rules';
import type { PipelineConfiguration } from '../configuration';
import { cheapestFleet, environmentsFor } from '../cost/instances';
import { mostBytesOf } from '../cost/load';
import { concurrencyOf } from '../cost/on-demand-bill';
import { loadsOf } from '../cost-estimate';
import type { PriceList } from '../prices/price-list';
import type { TelemetryTraffic } from '../traffic';

/** What the busiest hours ask of a pipeline, and what it has. */
export function factsOfTraffic(pipeline: PipelineConfiguration, traffic: TelemetryTraffic, prices: PriceList): TrafficFacts {
  const { door, mapping, compute, handler } = pipeline;
  const busiest = loadsOf(pipeline, traffic).at(-1)!;
  const isManaged = compute.kind === 'managedInstances';
  const environments = isManaged ? environmentsFor(busiest, compute, handler) : undefined;

  return {
    requestBytes: busiest.messageBytes,
    requestsPerSecond: busiest.requests,
    throttlingRateLimit: door?.ratePerSecond,
    bytesPerSecond: busiest.bytes,
    mostBytesPerSecond: mostBytesOf(mapping, isManaged),
    maximumPollers: mapping.maximumPollers,
    ...isManaged && {
      environments,
      maxExecutionEnvironments: compute.maximumEnvironments,
      vCpus: cheapestFleet(environments!, compute, prices).vCpus,
      maxVCpuCount: compute.maxVCpuCount,
    },
    ...!isManaged && { batches: concurrencyOf(busiest, compute), maxConcurrency: compute.maxConcurrency },
  };
}
