import { ChangeMessageVisibilityBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** How long a message that is looked at stays hidden from others when the command is killed; else it is extended. */
export const HIDDEN_SECONDS = 120;

/** How old a receive may become: the other half is for those who wait behind it. */
const EXTENDED_AFTER_MS = 500 * HIDDEN_SECONDS;

const CALLS_AT_ONCE = 10;

/** Messages of one receive. */
interface Receive {
  readonly handles: readonly string[];
  readonly hiddenSince: number;
}

/** Messages that are hidden from others as long as they are held. */
export class HeldLetters {
  /** The one that is hidden longest first. */
  private receives: Receive[] = [];

  constructor(private readonly sqs: SQSClient, private readonly queueUrl: string) {}

  add(handles: readonly string[]): void {
    if (handles.length > 0) {
      this.receives.push({ handles, hiddenSince: Date.now() });
    }
  }

  /** Hides anew what would soon show again. */
  async extend(interrupted: AbortSignal): Promise<void> {
    while (!interrupted.aborted && Date.now() - (this.receives[0]?.hiddenSince ?? Infinity) > EXTENDED_AFTER_MS) {
      const due = this.receives.splice(0, CALLS_AT_ONCE);
      const hiddenSince = Date.now();
      await Promise.all(due.map(async receive => this.hide(receive, HIDDEN_SECONDS)));
      this.receives.push(...due.map(({ handles }) => ({ handles, hiddenSince })));
    }
  }

  /** Shows all of them again. */
  async release(): Promise<void> {
    while (this.receives.length > 0) {
      await Promise.all(this.receives.splice(0, CALLS_AT_ONCE).map(async receive => this.hide(receive, 0)));
    }
  }

  private async hide({ handles }: Receive, seconds: number): Promise<void> {
    const entries = handles.map((handle, index) => ({ Id: String(index), ReceiptHandle: handle, VisibilityTimeout: seconds }));
    await this.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.queueUrl, Entries: entries }));
  }
}
