import { USUAL_CONCURRENCY, USUAL_CPU_TARGET } from './assumptions';
import type { ComputeConfiguration, DoorConfiguration, ManagedInstances, PipelineConfiguration } from './configuration';
import { DEFAULT_MAX_WAIT_MS, DEFAULT_OBJECT_BYTES, ENVIRONMENT } from '../wire/environment';

/** A resource of a template. */
export interface ReadableResource {
  readonly logicalId: string;
  /** Value of a property, by a path such as `ScalingConfig.MaximumConcurrency`. */
  value(path: string): unknown;
}

/** A template whose resources can be read, and followed from one to another. */
export interface ReadableTemplate {
  resources(type: string): ReadableResource[];
  /** Whether a value of a property stands for a resource: its name, its ARN or a reference to it. */
  names(value: unknown, resource: ReadableResource): boolean;
}

/** Logical ids of what a pipeline is made of. */
export interface PipelineParts {
  readonly doorKind: DoorConfiguration['kind'];
  /** Absent for an API of another stack. */
  readonly apiId?: string;
  readonly mappingId: string;
  readonly functionId: string;
}

const MANAGED = 'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig';

/** What costs but is of no pipeline's own making. */
const UNPRICED = ['AWS::WAFv2::WebACL', 'AWS::KinesisFirehose::DeliveryStream', 'AWS::CloudFront::Distribution', 'AWS::Synthetics::Canary'];

/** Bytes that a variable of an access log has on average. */
const LOGGED_VALUE = 'x'.repeat(18);

/** Reads what a pipeline is made of, with the defaults of AWS for what its template leaves out. */
export function readConfiguration(template: ReadableTemplate, parts: PipelineParts): PipelineConfiguration {
  const reader = find(template, 'AWS::Lambda::Function', parts.functionId);
  const mapping = find(template, 'AWS::Lambda::EventSourceMapping', parts.mappingId);
  const archive = template.resources('AWS::S3::Bucket').find(bucket => template.names(variable(reader, ENVIRONMENT.archiveBucket), bucket));
  const endpoints = template.resources('AWS::EC2::VPCEndpoint').filter(endpoint => endpoint.value('VpcEndpointType') === 'Interface');
  const count = (type: string) => template.resources(type).length;

  return {
    door: readDoor(template, parts),
    mapping: {
      batchSize: number(mapping, 'BatchSize', 10),
      windowSeconds: number(mapping, 'MaximumBatchingWindowInSeconds', 0),
      ...mapping.value('ProvisionedPollerConfig') !== undefined && {
        minimumPollers: number(mapping, 'ProvisionedPollerConfig.MinimumPollers', 2),
        maximumPollers: number(mapping, 'ProvisionedPollerConfig.MaximumPollers', 200),
      },
    },
    compute: readCompute(template, reader, mapping),
    handler: {
      compression: variable(reader, ENVIRONMENT.compression) === 'zstd' ? 'zstd' : 'gzip',
      objectBytes: Number(variable(reader, ENVIRONMENT.objectBytes) ?? DEFAULT_OBJECT_BYTES),
      maxWaitSeconds: Number(variable(reader, ENVIRONMENT.maxWaitMs) ?? DEFAULT_MAX_WAIT_MS) / 1_000,
    },
    network: {
      endpointZones: endpoints.reduce((sum, endpoint) => sum + list(endpoint, 'SubnetIds').length, 0),
      natGateways: count('AWS::EC2::NatGateway'),
      addresses: count('AWS::EC2::EIP'),
    },
    fairQueue: doorTexts(template).some(text => text.includes('MessageGroupId')),
    encryptsEachObject: archive !== undefined && encryptsEach(archive),
    ...archive && expiration(archive),
    keys: count('AWS::KMS::Key'),
    secrets: count('AWS::SecretsManager::Secret'),
    alarmMetrics: template.resources('AWS::CloudWatch::Alarm').reduce((sum, alarm) => sum + metricsOf(alarm), 0),
    countedMetrics: count('AWS::Logs::MetricFilter'),
    dashboards: count('AWS::CloudWatch::Dashboard'),
    unpriced: [
      ...UNPRICED.filter(type => count(type) > 0),
      ...template.resources('AWS::Lambda::Function').filter(({ logicalId }) => logicalId !== parts.functionId).map(({ logicalId }) => `function ${logicalId}`),
    ],
  };
}

function readDoor(template: ReadableTemplate, { doorKind: kind, apiId }: PipelineParts): DoorConfiguration {
  const [api, stage] = kind === 'rest'
    ? stageOf(template, 'AWS::ApiGateway::RestApi', 'AWS::ApiGateway::Stage', 'RestApiId', apiId)
    : stageOf(template, 'AWS::ApiGatewayV2::Api', 'AWS::ApiGatewayV2::Stage', 'ApiId', apiId);
  if (!api || !stage) {
    return { kind, accessLogBytes: 0 };
  }
  const format = stage.value(kind === 'rest' ? 'AccessLogSetting.Format' : 'AccessLogSettings.Format');
  const settings = kind === 'rest' ? list(stage, 'MethodSettings').find(isForAll) : stage.value('DefaultRouteSettings');
  const rate = (settings as { ThrottlingRateLimit?: unknown } | undefined)?.ThrottlingRateLimit;
  return {
    kind,
    accessLogBytes: typeof format === 'string' ? format.replace(/\$context[.\w]+/g, LOGGED_VALUE).length : 0,
    ...typeof rate === 'number' && { ratePerSecond: rate },
  };
}

function stageOf(template: ReadableTemplate, apiType: string, stageType: string, property: string, apiId: string | undefined) {
  const api = template.resources(apiType).find(({ logicalId }) => logicalId === apiId);
  return [api, api && template.resources(stageType).find(stage => template.names(stage.value(property), api))] as const;
}

function isForAll(setting: unknown): boolean {
  const { HttpMethod, ResourcePath } = setting as { HttpMethod?: unknown; ResourcePath?: unknown };
  return HttpMethod === '*' && ResourcePath === '/*';
}

function readCompute(template: ReadableTemplate, reader: ReadableResource, mapping: ReadableResource): ComputeConfiguration {
  const architecture = list(reader, 'Architectures')[0] === 'arm64' ? 'arm64' : 'x86_64';
  const memoryMiB = number(reader, 'MemorySize', 128);
  if (reader.value(MANAGED) === undefined) {
    const published = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'].flatMap(type => template.resources(type))
      .filter(version => template.names(version.value('FunctionName'), reader));
    const ready = published.map(version => number(version, 'ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions', 0));
    return {
      kind: 'onDemand',
      architecture,
      memoryMiB,
      provisionedConcurrency: Math.max(0, ...ready),
      maxConcurrency: Math.min(number(mapping, 'ScalingConfig.MaximumConcurrency', USUAL_CONCURRENCY), number(reader, 'ReservedConcurrentExecutions', USUAL_CONCURRENCY)),
    };
  }

  const maximumEnvironments = reader.value('FunctionScalingConfig.MaxExecutionEnvironments');
  const vCpus = memoryMiB / (number(reader, `${MANAGED}.ExecutionEnvironmentMemoryGiBPerVCpu`, 2) * 1_024);
  return {
    kind: 'managedInstances',
    architecture,
    memoryMiB,
    vCpus,
    concurrency: number(reader, `${MANAGED}.PerExecutionEnvironmentMaxConcurrency`, 64 * vCpus),
    minimumEnvironments: number(reader, 'FunctionScalingConfig.MinExecutionEnvironments', 3),
    ...typeof maximumEnvironments === 'number' && { maximumEnvironments },
    ...readProvider(template.resources('AWS::Lambda::CapacityProvider').find(it => template.names(reader.value(`${MANAGED}.CapacityProviderArn`), it))),
  };
}

/** What a capacity provider sets; one of another stack is taken to have the service's defaults. */
function readProvider(provider: ReadableResource | undefined): Pick<ManagedInstances, 'maxVCpuCount' | 'cpuTarget' | 'allowedTypes' | 'excludedTypes'> {
  const policies = provider ? list(provider, 'CapacityProviderScalingConfig.ScalingPolicies') : [];
  const targets = policies.map(policy => Number((policy as { TargetValue?: unknown }).TargetValue)).filter(target => target > 0);
  const allowed = provider ? texts(provider, 'InstanceRequirements.AllowedInstanceTypes') : [];
  return {
    maxVCpuCount: provider ? number(provider, 'CapacityProviderScalingConfig.MaxVCpuCount', 400) : 400,
    cpuTarget: targets.length > 0 ? Math.min(...targets) / 100 : USUAL_CPU_TARGET,
    ...allowed.length > 0 && { allowedTypes: allowed },
    excludedTypes: provider ? texts(provider, 'InstanceRequirements.ExcludedInstanceTypes') : [],
  };
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

/** Everything that the API sends to the queue. */
function doorTexts(template: ReadableTemplate): string[] {
  return [
    ...template.resources('AWS::ApiGateway::Method').map(method => method.value('Integration.RequestTemplates')),
    ...template.resources('AWS::ApiGatewayV2::Integration').map(integration => integration.value('RequestParameters')),
  ].map(value => JSON.stringify(value) ?? '');
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

function number(resource: ReadableResource, path: string, unset: number): number {
  const value = resource.value(path) ?? unset;
  const found = Number(value);
  if (Number.isNaN(found)) {
    throw new Error(`${resource.logicalId}.${path} must be known to be priced, got ${JSON.stringify(value)}`);
  }
  return found;
}

function list(resource: ReadableResource, path: string): unknown[] {
  const value = resource.value(path);
  return Array.isArray(value) ? value : [];
}

function texts(resource: ReadableResource, path: string): string[] {
  return list(resource, path).filter((value): value is string => typeof value === 'string');
}
