import type { DoorConfiguration, MappingConfiguration, PipelineConfiguration } from './configuration';
import { isManaged, providerOf, readCompute } from './template/compute';
import { apiOf, readDoor, sendsGroups } from './template/door';
import { readNetwork } from './template/network';
import { ownership } from './template/ownership';
import { list, number, type ReadableResource, type ReadableTemplate } from './template/readable-template';
import { DEFAULT_MAX_WAIT_MS, DEFAULT_OBJECT_BYTES, ENVIRONMENT } from '../wire/environment';

/** Logical ids of what a pipeline is made of. */
export interface PipelineParts {
  readonly doorKind: DoorConfiguration['kind'];
  /** Absent for an API of another stack. */
  readonly apiId?: string;
  readonly mappingId: string;
  readonly functionId: string;
}

/** What costs but is of no pipeline's own making. */
const UNPRICED = [
  'AWS::WAFv2::WebACL', 'AWS::KinesisFirehose::DeliveryStream', 'AWS::CloudFront::Distribution', 'AWS::Synthetics::Canary', 'AWS::EC2::Instance',
  'AWS::NetworkFirewall::Firewall',
];

/** How long SQS uses a data key of a customer's key, unless the queue says, in seconds. */
const KEY_REUSE_SECONDS = 300;

/** Reads what a pipeline is made of, with the defaults of AWS for what its template leaves out. */
export function readConfiguration(template: ReadableTemplate, parts: PipelineParts): PipelineConfiguration {
  const reader = find(template, 'AWS::Lambda::Function', parts.functionId);
  const mapping = find(template, 'AWS::Lambda::EventSourceMapping', parts.mappingId);
  const archive = template.resources('AWS::S3::Bucket').find(bucket => template.names(variable(reader, ENVIRONMENT.archiveBucket), bucket));
  const provider = providerOf(template, reader);
  const { network, unpriced } = readNetwork(template, isManaged(reader) ? provider : reader);
  const queue = template.resources('AWS::SQS::Queue').find(it => template.names(mapping.value('EventSourceArn'), it));
  const isOwn = ownership(template, reader, [apiOf(template, parts), queue, archive]);
  const own = (type: string) => template.resources(type).filter(isOwn);

  return {
    door: readDoor(template, parts),
    mapping: readMapping(template, parts),
    compute: readCompute(template, reader, mapping),
    handler: {
      compression: variable(reader, ENVIRONMENT.compression) === 'zstd' ? 'zstd' : 'gzip',
      objectBytes: number(reader, `Environment.Variables.${ENVIRONMENT.objectBytes}`, DEFAULT_OBJECT_BYTES),
      maxWaitSeconds: number(reader, `Environment.Variables.${ENVIRONMENT.maxWaitMs}`, DEFAULT_MAX_WAIT_MS) / 1_000,
    },
    network,
    fairQueue: sendsGroups(template, parts),
    encryptsEachObject: archive !== undefined && encryptsEach(archive),
    ...archive && expiration(archive),
    ...queue && keyReuse(queue),
    keys: own('AWS::KMS::Key').length,
    secrets: own('AWS::SecretsManager::Secret').length,
    alarmMetrics: own('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    countedMetrics: own('AWS::Logs::MetricFilter').length,
    dashboards: own('AWS::CloudWatch::Dashboard').length,
    unpriced: [
      ...unpriced,
      ...provider?.value('TelemetryConfig.LoggingConfig.LogGroup') === undefined ? [] : ['logs of the capacity provider'],
      ...isManaged(reader) ? ['disks of the instances (if AWS charges for them)'] : [],
      ...UNPRICED.filter(type => template.resources(type).length > 0),
      ...own('AWS::Lambda::Function').filter(({ logicalId }) => logicalId !== parts.functionId).map(({ logicalId }) => `function ${logicalId}`),
    ],
  };
}

/** Reads what hands batches from the queue to the function. */
export function readMapping(template: ReadableTemplate, { mappingId }: Pick<PipelineParts, 'mappingId'>): MappingConfiguration {
  const mapping = find(template, 'AWS::Lambda::EventSourceMapping', mappingId);
  return {
    batchSize: number(mapping, 'BatchSize', 10),
    windowSeconds: number(mapping, 'MaximumBatchingWindowInSeconds', 0),
    ...mapping.value('ProvisionedPollerConfig') !== undefined && {
      minimumPollers: number(mapping, 'ProvisionedPollerConfig.MinimumPollers', 2),
      maximumPollers: number(mapping, 'ProvisionedPollerConfig.MaximumPollers', 200),
    },
  };
}

function keyReuse(queue: ReadableResource): { queueKeyReuseSeconds?: number } {
  return queue.value('KmsMasterKeyId') === undefined ? {} : { queueKeyReuseSeconds: number(queue, 'KmsDataKeyReusePeriodSeconds', KEY_REUSE_SECONDS) };
}

function encryptsEach(bucket: ReadableResource): boolean {
  const rules = list(bucket, 'BucketEncryption.ServerSideEncryptionConfiguration') as {
    readonly BucketKeyEnabled?: boolean;
    readonly ServerSideEncryptionByDefault?: { readonly SSEAlgorithm?: string };
  }[];
  return rules.some(rule => rule.ServerSideEncryptionByDefault?.SSEAlgorithm === 'aws:kms' && rule.BucketKeyEnabled !== true);
}

function expiration(bucket: ReadableResource): { expirationDays?: number } {
  const days = list(bucket, 'LifecycleConfiguration.Rules').map(rule => Number((rule as { ExpirationInDays?: unknown }).ExpirationInDays));
  const known = days.filter(day => day > 0);
  return known.length > 0 ? { expirationDays: Math.min(...known) } : {};
}

/** Metrics that an alarm reads, besides what it makes of them; a query counts as one. */
function metricsOf(alarm: ReadableResource): number {
  return Math.max(1, list(alarm, 'Metrics').filter(metric => (metric as { MetricStat?: unknown }).MetricStat !== undefined).length);
}

function find(template: ReadableTemplate, type: string, logicalId: string): ReadableResource {
  const resource = template.resources(type).find(candidate => candidate.logicalId === logicalId);
  if (!resource) {
    throw new Error(`${logicalId} (${type}) must stand in the template of the pipeline, got none`);
  }
  return resource;
}

function variable(reader: ReadableResource, name: string): unknown {
  return reader.value(`Environment.Variables.${name}`);
}
