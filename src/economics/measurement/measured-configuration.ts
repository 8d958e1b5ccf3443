import type { DeployedLimits } from './deployed-limits';
import type { DeployedParts } from './deployed-parts';
import { measuredCompute } from './measured-compute';
import type { Measurement } from './measurement';
import { DEFAULT_MAX_WAIT_MS, DEFAULT_OBJECT_BYTES, ENVIRONMENT } from '../../wire/environment';
import { DEFAULT_CONFIGURATION, DEFAULT_NETWORK, NO_NETWORK, type HandlerConfiguration, type PipelineConfiguration } from '../configuration';

/** What Lambda tells of function and mapping. Door, handler and its logs are there when they were seen, and left out otherwise. */
export function measuredConfiguration(
  parts: DeployedParts, limits: DeployedLimits, { isOwnHandler, logBytesPerBatch }: Pick<Measurement, 'isOwnHandler' | 'logBytesPerBatch'>,
): PipelineConfiguration {
  const { mapping, resourceTypes, door } = parts;
  const compute = measuredCompute(parts, limits);
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
    network: compute.kind === 'managedInstances' ? DEFAULT_NETWORK : NO_NETWORK,
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

function ownHandlerOf({ function: { Environment: { Variables: variables = {} } = {} } }: DeployedParts): HandlerConfiguration {
  return {
    compression: variables[ENVIRONMENT.compression] === 'zstd' ? 'zstd' : 'gzip',
    objectBytes: Number(variables[ENVIRONMENT.objectBytes] ?? DEFAULT_OBJECT_BYTES),
    maxWaitSeconds: Number(variables[ENVIRONMENT.maxWaitMs] ?? DEFAULT_MAX_WAIT_MS) / 1_000,
  };
}
