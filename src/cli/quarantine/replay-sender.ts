import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ReplayLedger } from './replay-ledger';
import { MAX_MESSAGE_BYTES, type ReplayMessage } from './replay-message';
import { pause } from '../terminal/interruption';

const MOST_AT_ONCE = 10;
const TRIES = 3;

/** A row to be sent, and where that is noted. */
interface Replay {
  readonly id: string;
  readonly message: ReplayMessage;
  readonly ledger: ReplayLedger;
}

/** Sends replays of a partition in batches, no faster than it may, and notes those that SQS has stored. */
export class ReplaySender {
  /** Rows that SQS has stored. */
  sent = 0;
  /** Rows that SQS refused, by its reason. */
  readonly refused = new Map<string, number>();

  private batch: Replay[] = [];
  private readonly started = Date.now();

  constructor(
    private readonly sqs: SQSClient,
    private readonly queueUrl: string,
    private readonly perSecond: number,
    private readonly interrupted: AbortSignal,
  ) {}

  /** Takes a row; sends those before it when it does not fit beside them. */
  async add(replay: Replay): Promise<void> {
    const bytes = this.batch.reduce((sum, { message }) => sum + message.bytes, replay.message.bytes);
    if (this.batch.length === MOST_AT_ONCE || bytes > MAX_MESSAGE_BYTES) {
      await this.flush();
    }
    this.batch.push(replay);
  }

  /** Sends what was taken, unless it was interrupted; what was not sent is not noted. */
  async flush(): Promise<void> {
    const due = this.started + this.sent / this.perSecond * 1_000;
    await pause(Math.max(0, due - Date.now()), this.interrupted);
    let left = this.batch.splice(0);
    for (let tries = 1; left.length > 0 && !this.interrupted.aborted; tries += 1) {
      left = await this.sendBatch(left, tries === TRIES);
    }
  }

  /** Returns what to try again. */
  private async sendBatch(batch: readonly Replay[], lastTry: boolean): Promise<Replay[]> {
    const { Successful: stored = [], Failed: failed = [] } = await this.sqs.send(new SendMessageBatchCommand({
      QueueUrl: this.queueUrl,
      Entries: batch.map(({ message: { bytes: _, ...message } }, index) => ({ Id: String(index), ...message })),
    }));
    for (const { Id: index, MessageId: messageId } of stored) {
      const { id, ledger } = batch[Number(index)];
      ledger.note(id, messageId!);
    }
    this.sent += stored.length;
    await batch[0].ledger.writeIfMany(); // all of them are of one partition

    const givenUp = failed.filter(({ SenderFault: ours }) => ours || lastTry);
    givenUp.forEach(({ Code: code = 'unknown' }) => this.refused.set(code, (this.refused.get(code) ?? 0) + 1));
    return failed.filter(entry => !givenUp.includes(entry)).map(({ Id: index }) => batch[Number(index)]);
  }
}
