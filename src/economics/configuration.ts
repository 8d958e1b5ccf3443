/** What a pipeline is made of, as far as it has a price. */
export interface PipelineConfiguration {
  /** Absent when nobody knows which; then none is priced. */
  readonly door?: DoorConfiguration;
  readonly mapping: MappingConfiguration;
  readonly compute: ComputeConfiguration;
  /** The library's handler; absent for somebody else's, of which only is known what was measured, and not what it stores. */
  readonly handler?: HandlerConfiguration;
  /** What one batch leaves in the log of the function; when absent, that of the library's handler, and nothing of another. */
  readonly batchLogBytes?: number;
  readonly network: NetworkConfiguration;
  /** Whether messages have groups, so that no client holds up the others. */
  readonly fairQueue: boolean;
  /** Whether each object is encrypted by a call of its own. */
  readonly encryptsEachObject: boolean;
  /** Days after which objects are deleted; absent when they are kept. */
  readonly expirationDays?: number;
  /** Seconds for which SQS uses a data key of a customer's key; absent when the queue has none. */
  readonly queueKeyReuseSeconds?: number;
  readonly keys: number;
  readonly secrets: number;
  /** Metrics that alarms read, each once for every alarm. */
  readonly alarmMetrics: number;
  /** Metrics that are counted in logs. */
  readonly countedMetrics: number;
  readonly dashboards: number;
  /** What else costs and is not priced here, such as `AWS::WAFv2::WebACL`. */
  readonly unpriced: readonly string[];
}

/** The API in front of the queue. */
export interface DoorConfiguration {
  readonly kind: 'rest' | 'http';
  /** Bytes that one request leaves in the access log. */
  readonly accessLogBytes: number;
  /** Requests a second that are let in; absent when nothing limits them here. */
  readonly ratePerSecond?: number;
}

/** What hands batches from the queue to the function. */
export interface MappingConfiguration {
  readonly batchSize: number;
  readonly windowSeconds: number;
  /** Pollers of its own that always run; absent when it shares those of Lambda. */
  readonly minimumPollers?: number;
  readonly maximumPollers?: number;
}

/** What the handler is set to. */
export interface HandlerConfiguration {
  readonly compression: 'gzip' | 'zstd';
  readonly objectBytes: number;
  readonly maxWaitSeconds: number;
}

/** Ways out of the VPC; all zero without one. */
export interface NetworkConfiguration {
  /** Interface endpoints, each counted once for every zone. */
  readonly endpointZones: number;
  readonly natGateways: number;
  readonly addresses: number;
  /** What logs of the function go through; absent when that has no price for each GB. */
  readonly logsThrough?: WayOut;
  /** What stored objects go through; absent for a gateway endpoint, which costs nothing. */
  readonly objectsThrough?: WayOut;
}

/** A way out of a VPC that asks for each GB. */
export type WayOut = 'endpoint' | 'nat';

export type Architecture = 'arm64' | 'x86_64';

/** What the function runs on. */
export type ComputeConfiguration = ManagedInstances | OnDemand;

/** EC2 instances that Lambda manages. */
export interface ManagedInstances {
  readonly kind: 'managedInstances';
  readonly architecture: Architecture;
  readonly memoryMiB: number;
  /** vCPUs of one execution environment. */
  readonly vCpus: number;
  /** Batches that one environment works on at the same time. */
  readonly concurrency: number;
  readonly minimumEnvironments: number;
  /** Absent when `maxVCpuCount` alone limits them. */
  readonly maximumEnvironments?: number;
  /** CPU utilization that scaling aims at, from 0 to 1. */
  readonly cpuTarget: number;
  readonly maxVCpuCount: number;
  /** Types that may be launched; absent when Lambda chooses. */
  readonly allowedTypes?: readonly string[];
  readonly excludedTypes: readonly string[];
}

/** Ordinary Lambda. */
export interface OnDemand {
  readonly kind: 'onDemand';
  readonly architecture: Architecture;
  readonly memoryMiB: number;
  /** Ephemeral storage; absent for what comes with each function. */
  readonly storageMiB?: number;
  /** Environments that are always ready; 0 for none. */
  readonly provisionedConcurrency: number;
  /** Batches that may run at the same time. */
  readonly maxConcurrency: number;
}

/** Managed instances as a pipeline has them by default. */
export const DEFAULT_MANAGED_INSTANCES: ManagedInstances = {
  kind: 'managedInstances',
  architecture: 'arm64',
  memoryMiB: 4_096,
  vCpus: 1,
  concurrency: 16,
  minimumEnvironments: 3,
  cpuTarget: 0.5,
  maxVCpuCount: 40,
  excludedTypes: [],
};

/** Ordinary Lambda as `ProcessorCompute.onDemand()` has it. */
export const DEFAULT_ON_DEMAND: OnDemand = { kind: 'onDemand', architecture: 'arm64', memoryMiB: 1_769, provisionedConcurrency: 0, maxConcurrency: 1_000 };

/** No way out of a VPC that costs anything, or no VPC. */
export const NO_NETWORK: NetworkConfiguration = { endpointZones: 0, natGateways: 0, addresses: 0 };

/** A VPC with an endpoint for logs in three zones. */
export const DEFAULT_NETWORK: NetworkConfiguration = { endpointZones: 3, natGateways: 0, addresses: 0, logsThrough: 'endpoint' };

/** `new TelemetryPipeline(scope, id)`, with nothing said. */
export const DEFAULT_CONFIGURATION: PipelineConfiguration = {
  door: { kind: 'rest', accessLogBytes: 358, ratePerSecond: 1_000 },
  mapping: { batchSize: 10_000, windowSeconds: 10 },
  compute: DEFAULT_MANAGED_INSTANCES,
  handler: { compression: 'gzip', objectBytes: 16 * 1_024 * 1_024, maxWaitSeconds: 2 },
  network: DEFAULT_NETWORK,
  fairQueue: false,
  encryptsEachObject: false,
  keys: 0,
  secrets: 0,
  alarmMetrics: 23,
  countedMetrics: 2,
  dashboards: 1,
  unpriced: ['flow log of the VPC', 'logs of the capacity provider', 'disks of the instances (if AWS charges for them)'],
};
