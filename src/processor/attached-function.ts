import { CfnResource } from 'aws-cdk-lib';
import { networkFacts } from './attached-network';
import { providerFacts } from './attached-provider';
import { USUAL_MINIMUM, vCpus } from './rules/instance-room';
import { FunctionFacts, MappingFacts, ProcessorFacts } from './rules/processor-facts';
import { LinkedResources, literalText } from '../private/linked-resources';
import { Members, number, record, text, texts } from '../private/template-values';

/** Worker threads that Node.js starts for each vCPU when nobody says how many. */
const WORKERS_PER_VCPU = 8;

/** Threads of libuv's pool when nobody says how many. */
const THREADS_OF_LIBUV = 4;

/** A function, and what is known of it once for each of its event source mappings. */
export interface AttachedFunction {
  readonly resource: CfnResource;
  readonly facts: readonly ProcessorFacts[];
  /** Queues that it reads, one for each mapping; absent for what is no queue of this app. */
  readonly queues: readonly (CfnResource | undefined)[];
}

/** Functions of an app that have a capacity provider, as its templates will have them. */
export function attachedFunctions(resources: LinkedResources): AttachedFunction[] {
  return functionsThat(resources, resource => configOf(resources.propertiesOf(resource)) !== undefined);
}

/** Functions of an app, with what their templates will have. */
export function functionsThat(resources: LinkedResources, fits: (resource: CfnResource) => boolean): AttachedFunction[] {
  return resources.ofType('AWS::Lambda::Function').filter(fits).map(resource => {
    const properties = resources.propertiesOf(resource);
    const provider = resources.linked(configOf(properties)?.CapacityProviderArn, 'AWS::Lambda::CapacityProvider');
    const known = {
      ...functionFacts(resources, resource),
      ...provider && providerFacts(resources, provider),
      ...provider && networkFacts(resources, provider, properties),
    };
    const mappings = resources.ofType('AWS::Lambda::EventSourceMapping').filter(mapping => targetOf(resources, mapping) === resource);
    return {
      resource,
      facts: mappings.length === 0 ? [known] : mappings.map(mapping => ({ ...known, ...mappingFacts(resources, mapping, properties) })),
      queues: mappings.map(mapping => resources.linked(resources.propertiesOf(mapping).EventSourceArn, 'AWS::SQS::Queue')),
    };
  });
}

function configOf(properties: Members): Members | undefined {
  return record(record(properties.CapacityProviderConfig)?.LambdaManagedInstancesCapacityProviderConfig);
}

function functionFacts(resources: LinkedResources, resource: CfnResource): FunctionFacts {
  const properties = resources.propertiesOf(resource);
  const config = configOf(properties) ?? {};
  const scaling = record(properties.FunctionScalingConfig) ?? {};
  const size = {
    memorySize: number(properties.MemorySize),
    memoryGiBPerVCpu: number(config.ExecutionEnvironmentMemoryGiBPerVCpu, 2),
  };
  return {
    ...size,
    memoryUnset: properties.MemorySize === undefined,
    perExecutionEnvironmentMaxConcurrency: number(config.PerExecutionEnvironmentMaxConcurrency),
    minExecutionEnvironments: number(scaling.MinExecutionEnvironments),
    maxExecutionEnvironments: number(scaling.MaxExecutionEnvironments),
    alwaysRunning: number(scaling.MinExecutionEnvironments, USUAL_MINIMUM),
    unsetBound: unsetBound(scaling),
    runtime: text(properties.Runtime),
    architectures: texts(properties.Architectures, ['x86_64']),
    timeout: number(properties.Timeout),
    workerCount: workerCount(properties, size),
    threadPoolSize: threadPoolSize(properties),
    logFormat: text(record(properties.LoggingConfig)?.LogFormat),
    tracing: record(properties.TracingConfig)?.Mode === 'Active',
    ownVpc: properties.VpcConfig !== undefined,
    snapStart: record(properties.SnapStart)?.ApplyOn === 'PublishedVersions',
    reservedConcurrency: number(properties.ReservedConcurrentExecutions),
    provisionedConcurrency: provisionedConcurrency(resources, resource),
    sharedFunctionName: sharedName(resources, resource),
  };
}

function unsetBound({ MinExecutionEnvironments: minimum, MaxExecutionEnvironments: maximum }: Members): FunctionFacts['unsetBound'] {
  if ((minimum === undefined) === (maximum === undefined)) {
    return undefined;
  }
  return minimum === undefined ? 'minExecutionEnvironments' : 'maxExecutionEnvironments';
}

function workerCount(properties: Members, size: FunctionFacts): number | undefined {
  if (!text(properties.Runtime)?.startsWith('nodejs')) {
    return undefined;
  }
  const told = variablesOf(properties).AWS_LAMBDA_NODEJS_WORKER_COUNT;
  const cores = vCpus(size);
  return told === undefined ? cores && cores * WORKERS_PER_VCPU : number(told);
}

/** Absent where nobody changed what Lambda does by itself, and for the alternative client of the runtime, which polls without a thread. */
function threadPoolSize(properties: Members): number | undefined {
  const variables = variablesOf(properties);
  const isChanged = (variables.UV_THREADPOOL_SIZE ?? variables.AWS_LAMBDA_NODEJS_WORKER_COUNT) !== undefined;
  const polls = variables.AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1 !== 'true';
  return isChanged && polls ? number(variables.UV_THREADPOOL_SIZE, THREADS_OF_LIBUV) : undefined;
}

function variablesOf(properties: Members): Members {
  return record(record(properties.Environment)?.Variables) ?? {};
}

/** Provisioned concurrency of the function's versions and aliases. */
function provisionedConcurrency(resources: LinkedResources, resource: CfnResource): number | undefined {
  return ['AWS::Lambda::Version', 'AWS::Lambda::Alias'].flatMap(type => resources.ofType(type))
    .map(published => resources.propertiesOf(published))
    .filter(({ FunctionName: name }) => resources.linked(name, 'AWS::Lambda::Function') === resource)
    .map(({ ProvisionedConcurrencyConfig: config }) => number(record(config)?.ProvisionedConcurrentExecutions))
    .find(count => count !== undefined);
}

function sharedName(resources: LinkedResources, resource: CfnResource): string | undefined {
  const name = text(resources.propertiesOf(resource).FunctionName);
  if (resource.cfnOptions.condition) {
    return undefined; // only one of the two may ever exist
  }
  const others = resources.ofType('AWS::Lambda::Function').filter(other => other.stack === resource.stack && !other.cfnOptions.condition)
    .map(other => resources.propertiesOf(other));
  return name !== undefined && others.some(other => other.FunctionName === name && configOf(other) === undefined) ? name : undefined;
}

/** The function behind the name, alias or version that a mapping names. */
function targetOf(resources: LinkedResources, mapping: CfnResource): CfnResource | undefined {
  let [target] = resources.linkedFrom(resources.propertiesOf(mapping).FunctionName);
  while (target && ['AWS::Lambda::Alias', 'AWS::Lambda::Version'].includes(target.cfnResourceType)) {
    [target] = resources.linkedFrom(resources.propertiesOf(target).FunctionName);
  }
  return target;
}

function mappingFacts(resources: LinkedResources, mapping: CfnResource, reader: Members): MappingFacts {
  const properties = resources.propertiesOf(mapping);
  const queue = resources.linked(properties.EventSourceArn, 'AWS::SQS::Queue');
  const pollers = record(properties.ProvisionedPollerConfig);
  const name = literalText(properties.FunctionName);
  const published = {
    mappedQualifier: name.endsWith(':$LATEST') ? '$LATEST' : undefined,
    mappedUnqualified: name === '' && resources.linkedFrom(properties.FunctionName)[0]?.cfnResourceType === 'AWS::Lambda::Function',
    publishedLatest: reader.PublishToLatestPublished !== false,
  };
  if (queue === undefined) {
    return published; // streams have limits of their own
  }
  return {
    ...published,
    fifo: resources.propertiesOf(queue).FifoQueue === true,
    batchSize: number(properties.BatchSize, 10),
    maxBatchingWindow: number(properties.MaximumBatchingWindowInSeconds, 0),
    maxConcurrency: number(record(properties.ScalingConfig)?.MaximumConcurrency),
    provisioned: pollers !== undefined,
    minimumPollers: number(pollers?.MinimumPollers),
    maximumPollers: number(pollers?.MaximumPollers),
    reportsBatchItemFailures: texts(properties.FunctionResponseTypes, [])?.includes('ReportBatchItemFailures'),
  };
}

/** Aliases and versions that were handed to a capacity provider, which has no effect: their function stays an ordinary one. */
export function attachedInVain(resources: LinkedResources): CfnResource[] {
  return ['AWS::Lambda::Alias', 'AWS::Lambda::Version'].flatMap(type => resources.ofType(type)).filter(published => {
    const reader = resources.linked(resources.propertiesOf(published).FunctionName, 'AWS::Lambda::Function');
    return 'capacityProviderConfig' in published && (reader === undefined || configOf(resources.propertiesOf(reader)) === undefined);
  });
}
