/** `event` of the log line that says which messages go back into the queue, and why. */
export const MESSAGES_FAILED = 'messages failed';

/** What that line says. */
export interface FailureLine {
  readonly event: typeof MESSAGES_FAILED;
  readonly messages: number;
  /** Not all of them, when there are many. */
  readonly messageIds: readonly string[];
  /** Name of the error. */
  readonly error: string;
  /** Its message. */
  readonly reason: string;
}
