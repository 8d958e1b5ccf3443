import { list, number, texts, type ReadableResource, type ReadableTemplate } from './readable-template';
import { USUAL_CONCURRENCY, USUAL_CPU_TARGET } from '../assumptions';
import type { ComputeConfiguration, ManagedInstances } from '../configuration';

/** Worker threads that Node.js on managed instances has, unless it is told. */
const WORKERS_PER_VCPU = 8;

const MANAGED = 'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig';

/** Whether a function runs on managed instances. */
export function isManaged(reader: ReadableResource): boolean {
  return reader.value(MANAGED) !== undefined;
}

/** The capacity provider of a function; absent for one of another stack. */
export function providerOf(template: ReadableTemplate, reader: ReadableResource): ReadableResource | undefined {
  return template.resources('AWS::Lambda::CapacityProvider').find(it => template.names(reader.value(`${MANAGED}.CapacityProviderArn`), it));
}

/** Worker threads of an environment; absent for other runtimes than Node.js. */
export function workersOf(reader: ReadableResource): number | undefined {
  const vCpus = number(reader, 'MemorySize', 128) / (number(reader, `${MANAGED}.ExecutionEnvironmentMemoryGiBPerVCpu`, 2) * 1_024);
  return String(reader.value('Runtime')).startsWith('nodejs')
    ? number(reader, 'Environment.Variables.AWS_LAMBDA_NODEJS_WORKER_COUNT', WORKERS_PER_VCPU * vCpus) : undefined;
}

/** Reads what a function runs on. */
export function readCompute(template: ReadableTemplate, reader: ReadableResource, mapping: ReadableResource): ComputeConfiguration {
  const architecture = list(reader, 'Architectures')[0] === 'arm64' ? 'arm64' : 'x86_64';
  const memoryMiB = number(reader, 'MemorySize', 128);
  if (!isManaged(reader)) {
    const published = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'].flatMap(type => template.resources(type))
      .filter(version => template.names(version.value('FunctionName'), reader));
    const ready = published.map(version => number(version, 'ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions', 0));
    return {
      kind: 'onDemand',
      architecture,
      memoryMiB,
      ...reader.value('EphemeralStorage.Size') !== undefined && { storageMiB: number(reader, 'EphemeralStorage.Size', 512) },
      provisionedConcurrency: Math.max(0, ...ready),
      maxConcurrency: Math.min(number(mapping, 'ScalingConfig.MaximumConcurrency', USUAL_CONCURRENCY), number(reader, 'ReservedConcurrentExecutions', USUAL_CONCURRENCY)),
    };
  }

  const vCpus = memoryMiB / (number(reader, `${MANAGED}.ExecutionEnvironmentMemoryGiBPerVCpu`, 2) * 1_024);
  const maximumEnvironments = reader.value('FunctionScalingConfig.MaxExecutionEnvironments') !== undefined
    && number(reader, 'FunctionScalingConfig.MaxExecutionEnvironments', 0);
  return {
    kind: 'managedInstances',
    architecture,
    memoryMiB,
    vCpus,
    concurrency: number(reader, `${MANAGED}.PerExecutionEnvironmentMaxConcurrency`, 64 * vCpus),
    minimumEnvironments: number(reader, 'FunctionScalingConfig.MinExecutionEnvironments', 3),
    ...maximumEnvironments !== false && { maximumEnvironments },
    ...readProvider(providerOf(template, reader)),
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
