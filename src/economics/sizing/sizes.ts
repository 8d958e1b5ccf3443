/** A prop, what it should be, and why. */
export interface SizedProp {
  readonly prop: string;
  readonly value: string;
  readonly reason: string;
}

/** What a phase of the traffic asks for, a second. */
export interface SizedRate {
  readonly phase: string;
  readonly requests: number;
  readonly megabytes: number;
  readonly batches: number;
  readonly vCpus: number;
}

/** Sizes that carry some traffic on managed instances. */
export interface Sizing {
  readonly rates: readonly SizedRate[];
  readonly props: readonly SizedProp[];
  /** The same as figures. */
  readonly figures: SizedFigures;
  /** What one pipeline cannot do, whatever its sizes. */
  readonly beyond: readonly string[];
}

/** Sizes as figures, each called like the prop. */
export interface SizedFigures {
  readonly memorySize: number;
  readonly executionEnvironmentMemoryGiBPerVCpu: number;
  readonly perExecutionEnvironmentMaxConcurrency: number;
  readonly minExecutionEnvironments: number;
  readonly maxExecutionEnvironments: number;
  readonly maxVCpuCount: number;
  readonly throttlingRateLimit: number;
  readonly batchSize: number;
  /** In seconds. */
  readonly timeout: number;
  readonly minimumPollers?: number;
  readonly maximumPollers?: number;
}

/** The most that one pipeline can have. */
export const MOST = { environments: 15_000, vCpus: 15_000, minimumPollers: 200, pollers: 10_000 } as const;
