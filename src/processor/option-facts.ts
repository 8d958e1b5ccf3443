import { ManagedInstanceProcessorOptions } from './managed-instance-options';
import { faultsOfPaths } from './privacy-options';
import { ProcessorOptions } from './processor-options';
import { DEFAULT_BATCH_SIZE, DEFAULT_MAX_BATCHING_WINDOW, DEFAULT_TIMEOUT } from './processor-timing';
import { USUAL_MINIMUM } from './rules/instance-room';
import { FunctionFacts, HandlerFacts, MappingFacts, ProcessorFacts } from './rules/processor-facts';
import { known } from '../private/rules';

/** Memory of one execution environment, in MB. */
export const DEFAULT_MEMORY_SIZE = 4_096;

/** GiB of memory for each vCPU. */
export const DEFAULT_MEMORY_GIB_PER_VCPU = 4;

/** What the options tell before anything is made of them. */
export function factsOfOptions(options: ManagedInstanceProcessorOptions): ProcessorFacts {
  return {
    ...factsOfAnyOptions(options),
    sizedTwice: options.size && (options.memorySize !== undefined || options.executionEnvironmentMemoryGiBPerVCpu !== undefined),
    memorySize: known(options.size?.memorySize ?? options.memorySize ?? DEFAULT_MEMORY_SIZE),
    memoryGiBPerVCpu: known(
      options.size?.executionEnvironmentMemoryGiBPerVCpu ?? options.executionEnvironmentMemoryGiBPerVCpu ?? DEFAULT_MEMORY_GIB_PER_VCPU,
    ),
    perExecutionEnvironmentMaxConcurrency: known(options.perExecutionEnvironmentMaxConcurrency),
    minExecutionEnvironments: known(options.minExecutionEnvironments),
    alwaysRunning: known(options.minExecutionEnvironments ?? USUAL_MINIMUM),
    maxExecutionEnvironments: known(options.maxExecutionEnvironments),
    propsOfNewProvider: options.capacityProvider && PROPS_OF_NEW_PROVIDER.filter(name => options[name] !== undefined),
    maxVCpuCount: known(options.maxVCpuCount),
  };
}

/** What options tell that every processor has. */
export function factsOfAnyOptions(options: ProcessorOptions): FunctionFacts & MappingFacts & HandlerFacts {
  const { provisionedPollers } = options;
  const timeout = options.timeout ?? DEFAULT_TIMEOUT;
  const maxBatchingWindow = options.maxBatchingWindow ?? DEFAULT_MAX_BATCHING_WINDOW;

  return {
    runtime: known(options.code?.runtime.name),
    timeout: timeout.isUnresolved() ? undefined : timeout.toSeconds(),
    handlerPropsInVain: options.code && !options.code._isBundled ? PROPS_OF_HANDLER.filter(name => options[name] !== undefined) : undefined,
    maxFlushWait: options.maxFlushWait?.isUnresolved() ? undefined : options.maxFlushWait?.toMilliseconds(),
    schemaFaults: options.eventSchemas?._compile().faults,
    privacyFaults: options.privacy && faultsOfPaths(options.privacy),
    ...options.writeKeys?._facts,
    batchSize: known(options.batchSize ?? DEFAULT_BATCH_SIZE),
    maxBatchingWindow: maxBatchingWindow.isUnresolved() ? undefined : maxBatchingWindow.toSeconds(),
    maxConcurrency: known(options.maxConcurrency),
    provisioned: provisionedPollers !== undefined,
    minimumPollers: known(provisionedPollers?.minimumPollers),
    maximumPollers: known(provisionedPollers?.maximumPollers),
  };
}

const PROPS_OF_NEW_PROVIDER = ['maxVCpuCount', 'scalingOptions', 'instanceTypeFilter', 'network', 'operatorRole', 'kmsKey'] as const;
const PROPS_OF_HANDLER = ['maxEventBytes', 'compression', 'objectSize', 'maxFlushWait', 'eventSchemas', 'privacy'] as const;
