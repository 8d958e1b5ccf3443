import type { PlannedCompute } from './planned-compute';

/** One minute of a plan. */
export interface Minute {
  /** Seconds since the start. */
  readonly at: number;
  readonly eventsPerSecond: number;
  readonly queued: number;
  readonly oldestSeconds: number;
  readonly throttles: number;
  readonly environments: number;
  readonly instances: number;
  readonly running: number;
  readonly cpuUse: number;
}

/** What can go wrong. */
export type Trouble =
  'doorRefuses' | 'mappingBytes' | 'mappingBatches' | 'throttles' | 'capacity' | 'inFlight' | 'timeouts' | 'late' | 'deadLetters' | 'expired';

/** What a plan comes to. */
export interface PlanResult {
  readonly seconds: number;
  readonly minutes: readonly Minute[];
  /** When each trouble was met first, in seconds since the start, the earliest first. */
  readonly troubles: readonly { readonly trouble: Trouble; readonly at: number }[];
  readonly messages: {
    readonly sent: number;
    readonly refused: number;
    readonly done: number;
    /** In the queue or under way at the end. */
    readonly left: number;
    readonly deadLetters: number;
  };
  readonly batches: number;
  readonly deepestQueue: number;
  readonly oldestSeconds: number;
  /** From sending to the start of a run, on average. */
  readonly averageWaitSeconds: number;
  readonly throttles: number;
  readonly throttlesInWorstMinute: number;
  /** Most receives that a message had. */
  readonly mostReceives: number;
  /** Share of the messages that were received more than once. */
  readonly receivedAgain: number;
  readonly mostEnvironments: number;
  readonly mostInstances: number;
  readonly instanceHours: number;
  /** Hours of the vCPUs of all instances; 0 for ordinary Lambda. */
  readonly vCpuHours: number;
}

const MINUTE = 60;

/** Keeps count while a plan is worked out. */
export class PlanRecord {
  sent = 0;
  refused = 0;
  done = 0;
  deadLetters = 0;
  batches = 0;
  deepestQueue = 0;
  oldestSeconds = 0;
  mostReceives = 0;
  receivedAgain = 0;

  private vCpuMinutes = 0;
  private waitSum = 0;
  private started = 0;
  private throttles = 0;
  private throttlesOfMinute = 0;
  private readonly minutes: Minute[] = [];
  private readonly troubles = new Map<Trouble, number>();

  meets(trouble: Trouble, at: number): void {
    if (!this.troubles.has(trouble)) {
      this.troubles.set(trouble, at);
    }
  }

  throttled(batches: number): void {
    this.throttles += batches;
    this.throttlesOfMinute += batches;
  }

  begins(messages: number, waitSum: number): void {
    this.started += messages;
    this.waitSum += waitSum;
  }

  closeMinute(at: number, eventsPerSecond: number, queued: number, oldestSeconds: number, compute: PlannedCompute): void {
    this.oldestSeconds = Math.max(this.oldestSeconds, oldestSeconds);
    this.minutes.push({
      at,
      eventsPerSecond,
      queued,
      oldestSeconds,
      throttles: this.throttlesOfMinute,
      environments: compute.environments,
      instances: compute.instances,
      running: compute.runningBatches,
      cpuUse: compute.takeCpuUse(),
    });
    this.vCpuMinutes += compute.instanceVCpus;
    this.throttlesOfMinute = 0;
  }

  result(seconds: number): PlanResult {
    const most = (of: (minute: Minute) => number) => this.minutes.reduce((found, minute) => Math.max(found, of(minute)), 0);
    const { sent, refused, done, deadLetters, batches, deepestQueue, oldestSeconds, mostReceives } = this;
    return {
      seconds,
      minutes: this.minutes,
      troubles: [...this.troubles].map(([trouble, at]) => ({ trouble, at })).sort((one, other) => one.at - other.at),
      messages: { sent, refused, done, deadLetters, left: sent - done - deadLetters },
      batches,
      deepestQueue,
      oldestSeconds,
      averageWaitSeconds: this.started === 0 ? 0 : this.waitSum / this.started,
      throttles: this.throttles,
      throttlesInWorstMinute: Math.max(this.throttlesOfMinute, most(minute => minute.throttles)),
      mostReceives,
      receivedAgain: sent === 0 ? 0 : this.receivedAgain / sent,
      mostEnvironments: most(minute => minute.environments),
      mostInstances: most(minute => minute.instances),
      vCpuHours: this.vCpuMinutes * MINUTE / 3_600,
      instanceHours: this.minutes.reduce((sum, { instances }) => sum + instances, 0) * MINUTE / 3_600,
    };
  }
}
