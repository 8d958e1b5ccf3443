/** Rows that an invocation wants stored. */
export interface CommitRows {
  /** Folder of the object, which ends in a slash. */
  readonly folder: string;
  /** Lines, each with the newline at its end. */
  readonly text: string;
  /** Number of lines. */
  readonly count: number;
  /** Time, in milliseconds since 1970, after which nobody listens to the answer. */
  readonly deadline: number;
  readonly invocation: string;
  /** Whether the invocation will append more before it waits for what it has appended. */
  readonly more?: boolean;
}

/** An object that was stored. */
export interface StoredObject {
  readonly key: string;
  /** Size, compressed. */
  readonly bytes: number;
  readonly rows: number;
  /** Number of invocations that have rows in it. */
  readonly invocations: number;
}

/** Says that rows were not known to be stored when their deadline came; they may be stored all the same. */
export class DeadlinePassedError extends Error {
  public readonly name = 'DeadlinePassedError';
}

/** Longest delay of a timer, 24 days; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/**
 * The promise made to one caller of `append`, and the deadline that goes with it.
 *
 * Does not hold the text of the rows, which would then stay in memory until they are stored.
 */
export class PendingAppend {
  public readonly stored: Promise<StoredObject>;
  public readonly count: number;
  public readonly deadline: number;
  public readonly invocation: string;
  public readonly more: boolean;
  /** What else there is to do when the deadline passes. */
  public whenLate?: () => void;

  private readonly lastAnswer: number;
  private readonly timer: NodeJS.Timeout;
  private fulfil!: (stored: StoredObject) => void;
  private reject!: (error: unknown) => void;

  constructor({ count, deadline, invocation, more = false }: CommitRows, answerMarginMs: number) {
    this.count = count;
    this.deadline = deadline;
    this.invocation = invocation;
    this.more = more;
    this.stored = new Promise((fulfil, reject) => {
      this.fulfil = fulfil;
      this.reject = reject;
    });
    // The caller may have stopped listening: an invocation that timed out goes on running, but nobody waits for it.
    this.stored.catch(() => undefined);

    this.lastAnswer = deadline - answerMarginMs;
    this.timer = setTimeout(() => this.miss(), Math.min(this.lastAnswer - Date.now(), LONGEST_DELAY_MS));
  }

  /** Whether it is too late to answer; true before the timer fires, when the event loop lags behind. */
  public get isLate(): boolean {
    return Date.now() >= this.lastAnswer;
  }

  /** Answers that the rows are stored, unless it is too late for that. */
  public succeed(stored: StoredObject): void {
    if (this.isLate) {
      this.fail(new DeadlinePassedError(`rows were stored in ${stored.key} too late to answer before the deadline of the invocation`));
      return;
    }
    clearTimeout(this.timer);
    this.fulfil(stored);
  }

  /** Answers that the rows are not stored. */
  public fail(error: unknown): void {
    clearTimeout(this.timer);
    this.reject(error);
  }

  /** Answers that the deadline passed. */
  public miss(): void {
    this.fail(new DeadlinePassedError(`rows were not stored before the deadline of the invocation, ${new Date(this.deadline).toISOString()}`));
    this.whenLate?.();
  }
}
