import type { DeployedParts } from './deployed-parts';
import type { Measurement } from './measurement';
import { USUAL_CONCURRENCY } from '../assumptions';
import {
  DEFAULT_CONFIGURATION, DEFAULT_MANAGED_INSTANCES, DEFAULT_NETWORK, type Architecture, type ComputeConfiguration, type HandlerConfiguration,
  type PipelineConfiguration,
} from '../configuration';
import { DEFAULT_MAX_WAIT_MS, DEFAULT_OBJECT_BYTES, ENVIRONMENT } from '../../wire/environment';

/** What Lambda tells of function and mapping. Door, handler and its logs are there when they were seen, and left out otherwise. */
export function measuredConfiguration(parts: DeployedParts, { isOwnHandler, logBytesPerBatch }: Measurement): PipelineConfiguration {
  const { mapping, resourceTypes, door } = parts;
  const compute = computeOf(parts);
  const count = (type: string) => resourceTypes?.filter(it => it === type).length ?? 0;
  const pollers = mapping.ProvisionedPollerConfig;
  return {
    door: door && { kind: door.kind, accessLogBytes: isOwnHandler ? DEFAULT_CONFIGURATION.door!.accessLogBytes : 0 },
    mapping: {
      batchSize: mapping.BatchSize ?? 10,
      windowSeconds: mapping.MaximumBatchingWindowInSeconds ?? 0,
      ...pollers && { minimumPollers: pollers.MinimumPollers ?? 2, maximumPollers: pollers.MaximumPollers ?? 200 },
    },
    compute,
    handler: isOwnHandler ? ownHandlerOf(parts) : undefined,
    batchLogBytes: logBytesPerBatch,
    network: compute.kind === 'managedInstances' ? DEFAULT_NETWORK : { endpointZones: 0, natGateways: 0, addresses: 0 },
    fairQueue: false,
    encryptsEachObject: false,
    keys: count('AWS::KMS::Key'),
    secrets: count('AWS::SecretsManager::Secret'),
    alarmMetrics: count('AWS::CloudWatch::Alarm'),
    countedMetrics: count('AWS::Logs::MetricFilter'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    unpriced: [],
  };
}

/** Name of the capacity provider that a function runs on; absent on ordinary Lambda. */
export function capacityProviderOf({ function: { CapacityProviderConfig } }: DeployedParts): string | undefined {
  return CapacityProviderConfig?.LambdaManagedInstancesCapacityProviderConfig?.CapacityProviderArn?.split(':').at(-1);
}

function ownHandlerOf({ function: { Environment: { Variables: variables = {} } = {} } }: DeployedParts): HandlerConfiguration {
  return {
    compression: variables[ENVIRONMENT.compression] === 'zstd' ? 'zstd' : 'gzip',
    objectBytes: Number(variables[ENVIRONMENT.objectBytes] ?? DEFAULT_OBJECT_BYTES),
    maxWaitSeconds: Number(variables[ENVIRONMENT.maxWaitMs] ?? DEFAULT_MAX_WAIT_MS) / 1_000,
  };
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
