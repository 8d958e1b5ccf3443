/** Batches that are begun together. */
export interface Work {
  readonly batches: number;
  /** CPU that each needs, in seconds. */
  readonly cpuSeconds: number;
  /** How long each waits for others, such as S3, in seconds. */
  readonly waitSeconds: number;
}

/** What batches run on. */
export interface PlannedCompute {
  /** Environments that take batches now. */
  readonly environments: number;
  /** Instances below them; 0 for ordinary Lambda. */
  readonly instances: number;
  /** vCPUs of all of them. */
  readonly instanceVCpus: number;
  readonly runningBatches: number;
  /** Whether more is wanted than may be had. */
  readonly isAtMost: boolean;

  /** How many of so many batches find room. */
  roomFor(batches: number): number;
  /** Begins batches that have room, and tells how long they take. */
  begin(work: Work): number;
  end(work: Work, seconds: number): void;
  throttled(): void;
  /** Share of the CPU that was in use since the last time it was asked, from 0 to 1. */
  takeCpuUse(): number;
  /** Scales; called once a minute. */
  adjust(): void;
}
