/** Rows that an invocation wants stored. */
export interface CommitRows {
  /** Folder of the object, which ends in a slash. */
  readonly folder: string;
  /** Lines in UTF-8, each with the newline at its end; they must not be changed until they are released. */
  readonly lines: Uint8Array;
  /** Called when the lines are compressed and may be changed again; not called when they are given up. */
  readonly released?: () => void;
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

/** What a caller of `append` waits for. */
export interface Append {
  /** Resolves once there was room for the rows, or when they were refused; whoever has more to append waits for it. */
  readonly accepted: Promise<void>;
  /** Resolves once the object that holds the rows is stored; rejects when it could not be stored, or not before the deadline. */
  readonly stored: Promise<StoredObject>;
}

/** Says that rows were not known to be stored when their deadline came; they may be stored all the same. */
export class DeadlinePassedError extends Error {
  public readonly name = 'DeadlinePassedError';
}

/** Longest delay of a timer, 24 days; a longer one would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

/**
 * The promises made to one caller of `append`, and the deadline that goes with them.
 *
 * Does not hold the rows, which would then stay in memory until they are stored.
 */
export class PendingAppend implements Append {
  public readonly accepted: Promise<void>;
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
  private welcome!: () => void;
  private reject!: (error: unknown) => void;

  constructor({ count, deadline, invocation, more = false }: CommitRows, answerMarginMs: number) {
    this.count = count;
    this.deadline = deadline;
    this.invocation = invocation;
    this.more = more;
    this.accepted = new Promise(resolve => {
      this.welcome = resolve;
    });
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

  /** Says that there was room for the rows. */
  public accept(): void {
    this.welcome();
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
    this.welcome();
    this.reject(error);
  }

  /** Answers that the deadline passed. */
  public miss(): void {
    this.fail(new DeadlinePassedError(`rows were not stored before the deadline of the invocation, ${new Date(this.deadline).toISOString()}`));
    this.whenLate?.();
  }
}
