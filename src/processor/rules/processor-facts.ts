import type { WriteKeyFacts } from '../../write-keys/write-key-rules';

/**
 * What is known of a function on managed instances, its capacity provider and its event source mapping.
 *
 * A value that is absent is not known before deployment: a token, a parameter, something of another app. Every rule holds
 * for it.
 */
export interface ProcessorFacts extends FunctionFacts, ProviderFacts, NetworkFacts, MappingFacts, HandlerFacts {}

/** What is known of the function. */
export interface FunctionFacts {
  /** In MB. */
  readonly memorySize?: number;
  /** True when the template leaves the memory to Lambda. */
  readonly memoryUnset?: boolean;
  readonly memoryGiBPerVCpu?: number;
  /** True when both a size and what it consists of are given. */
  readonly sizedTwice?: boolean;
  readonly perExecutionEnvironmentMaxConcurrency?: number;
  readonly minExecutionEnvironments?: number;
  readonly maxExecutionEnvironments?: number;
  /** Environments that run at least: what is set, or else the service's default. */
  readonly alwaysRunning?: number;
  /** Which of the two bounds the template leaves out while it has the other. */
  readonly unsetBound?: 'minExecutionEnvironments' | 'maxExecutionEnvironments';
  readonly runtime?: string;
  readonly architectures?: readonly string[];
  /** In seconds. */
  readonly timeout?: number;
  /** Worker threads that Node.js starts in each environment. */
  readonly workerCount?: number;
  /** Threads of libuv's pool; absent where polling takes none of them. */
  readonly threadPoolSize?: number;
  readonly logFormat?: string;
  readonly tracing?: boolean;
  readonly ownVpc?: boolean;
  readonly snapStart?: boolean;
  readonly reservedConcurrency?: number;
  readonly provisionedConcurrency?: number;
  /** Physical name that an ordinary function of the same stack has too. */
  readonly sharedFunctionName?: string;
  /** Physical name of the function of a processor that stands alone. */
  readonly fixedName?: string;
  /** Physical names of a processor that another compute may take the place of: that of a pipeline. */
  readonly namesOfCompute?: NamesOfCompute;
  /** True when an alias or a version was given to the provider, and the function was not. */
  readonly attachedInVain?: boolean;
}

/** Names that were fixed on what a processor is made of. */
export interface NamesOfCompute {
  readonly onDemand: boolean;
  /** Each with the prop that sets it, such as `functionName`. */
  readonly names: readonly { readonly property: string; readonly name: string }[];
}

/** What is known of the capacity provider. */
export interface ProviderFacts {
  /** Props that are given though the provider, which they would set, exists already. */
  readonly propsOfNewProvider?: readonly string[];
  readonly providerArchitectures?: readonly string[];
  readonly allowedInstanceTypes?: readonly string[];
  readonly excludedInstanceTypes?: readonly string[];
  readonly maxVCpuCount?: number;
  readonly cpuTargets?: readonly number[];
  /** Whether a role of one's own may write logs; absent when the role is not known. */
  readonly operatorMayLog?: boolean;
  /** Whether a key of one's own may be used for the disks; absent when the key is not known. */
  readonly operatorMayUseKey?: boolean;
}

/** What is known of the network. */
export interface NetworkFacts {
  readonly subnetCount?: number;
  readonly securityGroupCount?: number;
  /** Zone of each subnet, as text that is equal for equal zones. */
  readonly subnetZones?: readonly string[];
  readonly publicSubnetCount?: number;
  /** Names of the services, such as `logs`, whose endpoints the subnets reach; absent when they have another way out. */
  readonly reachableServices?: readonly string[];
  /** Names of the services whose resources the environment of the function names. */
  readonly namedServices?: readonly string[];
}

/** What is known of the event source mapping of a queue. */
export interface MappingFacts {
  readonly batchSize?: number;
  /** In seconds. */
  readonly maxBatchingWindow?: number;
  readonly fifo?: boolean;
  readonly maxConcurrency?: number;
  readonly minimumPollers?: number;
  readonly maximumPollers?: number;
  /** True when the mapping has pollers of its own. */
  readonly provisioned?: boolean;
  readonly reportsBatchItemFailures?: boolean;
  /** Version or alias that the mapping names; absent when it names none. */
  readonly mappedQualifier?: string;
  /** True when the mapping names the function without version or alias. */
  readonly mappedUnqualified?: boolean;
  /** False when a deployment leaves `$LATEST.PUBLISHED` as it is. */
  readonly publishedLatest?: boolean;
  readonly expectedBytesPerSecond?: number;
}

/** What is known of the handler that comes with the library. */
export interface HandlerFacts extends WriteKeyFacts {
  /** Props that are given though nothing reads them, since the code is not the library's. */
  readonly handlerPropsInVain?: readonly string[];
  /** In milliseconds. */
  readonly maxFlushWait?: number;
  /** What is wrong with the schemas of events. */
  readonly schemaFaults?: readonly string[];
  /** What is wrong with the paths of personal data. */
  readonly privacyFaults?: readonly string[];
  /** Number of fields that are hashed without a key. */
  readonly fieldsHashedPlainly?: number;
}
