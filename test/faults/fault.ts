/** What is done to the pipeline from outside, with what it means for those inside. */
export const FAULTS = {
  'process-killed': 'the handler\'s process gets SIGKILL in the middle of what it does',
  'process-stopped': 'the handler\'s process stands still for longer than the visibility timeout, and then goes on with what it had',
  's3-refused': 'S3 answers 503 to an object, for one attempt or for several',
  's3-unanswered': 'S3 never answers, and stores nothing',
  's3-reset': 'S3 resets the connection, and stores nothing',
  's3-slow': 'S3 answers late, but in time',
  's3-stored-late': 'S3 stores an object after the visibility timeout of its messages, when the handler has long given it up',
  's3-answer-lost': 'S3 stores an object and resets the connection instead of answering',
  'delete-lost': 'DeleteMessageBatch never arrives',
  'delete-answer-lost': 'DeleteMessageBatch is done and its answer is lost',
  'delete-late': 'DeleteMessageBatch arrives after the visibility timeout of its messages',
  'receive-answer-lost': 'SQS lends messages, and its answer is lost',
  'delivered-twice': 'SQS delivers the same messages to two pollers',
  'failed-once': 'a delivery of one message of a batch cannot be processed: the others of the batch can',
  'poison': 'no delivery of a message can be processed: it ends in the dead-letter queue',
  'invalid-body': 'a client sends a body that is no JSON, or an event that is no object: it ends in quarantine',
} as const;

/** Name of one kind of fault. */
export type FaultKind = keyof typeof FAULTS;

/** All kinds of faults, in the order of the report. */
export const FAULT_KINDS = Object.keys(FAULTS) as FaultKind[];

/** A fault that was injected. */
export interface Fault {
  readonly number: number;
  readonly kind: FaultKind;
  /** Milliseconds since the run began. */
  readonly at: number;
  /** What it hit: an object, a process, a message. */
  readonly target: string;
}

/** Takes note of each fault as it is injected. */
export class FaultLog {
  readonly faults: Fault[] = [];
  private readonly startedAt = performance.now();

  inject(kind: FaultKind, target: string): Fault {
    const fault: Fault = { number: this.faults.length + 1, kind, at: Math.round(performance.now() - this.startedAt), target };
    this.faults.push(fault);
    return fault;
  }

  count(kind: FaultKind): number {
    return this.faults.filter(fault => fault.kind === kind).length;
  }
}
