import { MESSAGES_FAILED, type FailureLine } from '../../wire/failure-line';

/** Messages whose last failure is kept; those that failed first are forgotten first. */
const KEPT_MESSAGES = 100_000;

/** A line of a log, as CloudWatch has it. */
export interface LogEvent {
  readonly eventId: string;
  readonly timestamp: number;
  readonly message: string;
}

/** What functions log of messages that fail: the last line of each message. */
export class FailureLog {
  private readonly lastOf = new Map<string, LogEvent>();
  private count = 0;

  /** Takes a line that a function has written; most say nothing of failures. */
  take(line: string): void {
    const ids = line.includes(MESSAGES_FAILED) ? failedIn(line) : [];
    if (ids.length === 0) {
      return;
    }
    this.count += 1;
    const event = { eventId: String(this.count), timestamp: Date.now(), message: line };
    ids.forEach(id => {
      this.lastOf.delete(id); // or it would keep its place among those that failed first
      this.lastOf.set(id, event);
    });
    for (const oldest of this.lastOf.keys()) {
      if (this.lastOf.size <= KEPT_MESSAGES) {
        break;
      }
      this.lastOf.delete(oldest);
    }
  }

  /** Notes a batch that failed with its invocation. Lambda's own line of that names no messages; here they are known. */
  failed(messageIds: readonly string[], why: string): void {
    const [, error, reason] = /^([\w.]+): ([^]*)$/.exec(why) ?? [undefined, 'Error', why];
    const line: FailureLine = { event: MESSAGES_FAILED, messages: messageIds.length, messageIds, error, reason };
    this.take(JSON.stringify({ timestamp: new Date().toISOString(), level: 'ERROR', message: line }));
  }

  /** Lines of a time, oldest first. */
  between(from: number, to: number): LogEvent[] {
    return [...new Set(this.lastOf.values())]
      .filter(({ timestamp }) => timestamp >= from && timestamp <= to)
      .sort((one, other) => Number(one.eventId) - Number(other.eventId));
  }
}

function failedIn(line: string): readonly string[] {
  try {
    const { message } = JSON.parse(line) as { message?: Partial<FailureLine> };
    return message?.event === MESSAGES_FAILED ? message.messageIds ?? [] : [];
  } catch {
    return [];
  }
}
