import type { Compression } from '../../../wire/environment';

/** When objects are stored, and how much memory they may take until then. */
export interface CommitSettings {
  readonly compression: Compression;
  /** Compressed bytes at which an object takes no more rows; it still holds what already waited to be compressed. */
  readonly objectBytes: number;
  /** Longest time, in milliseconds, for which an object takes rows. */
  readonly maxWaitMs: number;
  /**
   * Invocations that this worker can run at once. When all of them wait, nobody is left who could add rows, and objects
   * are stored without waiting any longer.
   */
  readonly concurrency?: number;
  /** Time before a deadline, in milliseconds, at which an object takes no more rows, so that it can be stored in time. */
  readonly flushMarginMs: number;
  /** Time before a deadline, in milliseconds, from which nothing is reported as stored any more. */
  readonly answerMarginMs: number;
  /** Longest time, in milliseconds, that storing one object may take, with the retries of the client. */
  readonly putTimeoutMs: number;
  /** Objects that are stored at the same time. */
  readonly maxPuts: number;
  /** Most bytes that rows and objects may take together until they are stored. */
  readonly maxHeldBytes: number;
}

/** Settings of a worker with some hundred megabytes of memory to itself. */
export const DEFAULT_COMMIT_SETTINGS: CommitSettings = {
  compression: 'gzip',
  objectBytes: 16 * 1024 * 1024,
  maxWaitMs: 2_000,
  flushMarginMs: 5_000,
  answerMarginMs: 500,
  putTimeoutMs: 15_000,
  maxPuts: 4,
  maxHeldBytes: 64 * 1024 * 1024,
};
