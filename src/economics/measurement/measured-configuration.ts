import type { DeployedParts } from './deployed-parts';
import { USUAL_CONCURRENCY } from '../assumptions';
import {
  DEFAULT_CONFIGURATION, DEFAULT_MANAGED_INSTANCES, DEFAULT_NETWORK, type Architecture, type ComputeConfiguration, type PipelineConfiguration,
} from '../configuration';

/** What Lambda tells of function and mapping, and the default pipeline for what it does not tell. */
export function measuredConfiguration(parts: DeployedParts): PipelineConfiguration {
  const { mapping, resourceTypes, door } = parts;
  const compute = computeOf(parts);
  const count = (type: string, untold: number) => resourceTypes?.filter(it => it === type).length ?? untold;
  const pollers = mapping.ProvisionedPollerConfig;
  return {
    ...DEFAULT_CONFIGURATION,
    door: { ...DEFAULT_CONFIGURATION.door, kind: door?.kind ?? DEFAULT_CONFIGURATION.door.kind },
    mapping: {
      batchSize: mapping.BatchSize ?? 10,
      windowSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
      ...pollers && { minimumPollers: pollers.MinimumPollers ?? 2, maximumPollers: pollers.MaximumPollers ?? 200 },
    },
    compute,
    network: compute.kind === 'managedInstances' ? DEFAULT_NETWORK : { endpointZones: 0, natGateways: 0, addresses: 0 },
    keys: count('AWS::KMS::Key', 0),
    secrets: count('AWS::SecretsManager::Secret', 0),
    alarmMetrics: count('AWS::CloudWatch::Alarm', 0),
    countedMetrics: count('AWS::Logs::MetricFilter', 0),
    dashboards: count('AWS::CloudWatch::Dashboard', 0),
  };
}

/** Name of the capacity provider that a function runs on; absent on ordinary Lambda. */
export function capacityProviderOf({ function: { CapacityProviderConfig } }: DeployedParts): string | undefined {
  return CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig?.CapacityProviderArn?.split(':').at(-1);
}

function computeOf({ function: { Architectures = [], MemorySize = 128, CapacityProviderConfig }, mapping }: DeployedParts): ComputeConfiguration {
  const architecture: Architecture = Architectures[0] === 'arm64' ? 'arm64' : 'x86_64';
  const managed = CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig;
  if (managed === undefined) {
    const maxConcurrency = mapping.ScalingConfig?.MaximumConcurrency ?? USUAL_CONCURRENCY;
    return { kind: 'onDemand', architecture, memoryMiB: MemorySize, provisionedConcurrency: 0, maxConcurrency };
  }
  const vCpus = MemorySize / ((managed.ExecutionEnvironmentMemoryGiBPerVCpu ?? 2) * 1_024);
  return {
    ...DEFAULT_MANAGED_INSTANCES,
    architecture,
    memoryMiB: MemorySize,
    vCpus,
    concurrency: managed.PerExecutionEnvironmentMaxConcurrency ?? 64 * vCpus,
  };
}
