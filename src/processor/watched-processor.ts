import * as logs from 'aws-cdk-lib/aws-logs';

/** What alarms need to know of a processor. */
export interface WatchedProcessor {
  /** Whether the library's handler runs, which tells metrics of its own. */
  readonly tellsMetrics: boolean;
  /** Batches that may run at the same time on ordinary Lambda; absent where nothing but the account limits them. */
  readonly concurrencyLimit?: number;
  /** Absent on ordinary Lambda. */
  readonly instances?: WatchedInstances;
}

/** What alarms need to know of managed instances. */
export interface WatchedInstances {
  /** Batches that one environment may work on at the same time. */
  readonly environmentConcurrency: number;
  /** Absent for a capacity provider that was given. */
  readonly provider?: WatchedProvider;
}

/** What alarms need to know of a capacity provider. */
export interface WatchedProvider {
  /** Where Lambda tells of instances that it launches and ends. */
  readonly logGroup: logs.ILogGroup;
  /** vCPUs that all instances may have. */
  readonly maxVCpuCount: number;
  /** How many of those environments can have, on the smallest instances that fit; absent when that is not known before deployment. */
  readonly vCpusForEnvironments?: number;
}
