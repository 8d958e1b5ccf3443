import { setTimeout as sleep } from 'node:timers/promises';
import type { SQSRecord } from 'aws-lambda';
import type { MappedQueue } from './mapped-queue';
import { recordBytes, sqsRecord } from './sqs-event';

/** Longest wait that SQS knows. */
const LONG_POLL_SECONDS = 20;

/** Time between looks at the queue in the last second of a window. */
const SHORT_POLL_INTERVAL_MS = 50;

/** Largest event that Lambda invokes a function with, less what stands around the records. */
const MAX_RECORDS_BYTES = 6 * 1024 * 1024 - '{"Records":[]}'.length;

/** When a batch is complete. */
export interface BatchLimits {
  readonly batchSize: number;
  readonly maximumBatchingWindowSeconds: number;
}

/** Records for one invocation. */
export interface Batch {
  readonly records: readonly SQSRecord[];
  /** When each of them was received. */
  readonly receivedAt: readonly number[];
}

interface Received {
  readonly record: SQSRecord;
  readonly bytes: number;
  readonly at: number;
}

/** Gathers batches for one poller, each until it has enough messages or bytes, or until its window is over. */
export class BatchGatherer {
  /** Messages of the batch to come; at first those that the batch before had no room for. */
  private held: Received[] = [];

  constructor(
    private readonly queue: MappedQueue,
    private readonly queueArn: string,
    private readonly limits: BatchLimits,
    private readonly stopped: AbortSignal,
  ) {}

  /** How many messages wait for their batch to be complete. */
  get gathered(): number {
    return this.held.length;
  }

  /** Waits for a batch; nothing when a long poll found nothing, or when there is nothing left after the stop. */
  async next(): Promise<Batch | undefined> {
    if (this.held.length === 0) {
      this.held = await this.receive(this.limits.batchSize, LONG_POLL_SECONDS);
    }
    if (this.held.length === 0) {
      return undefined;
    }
    const windowEndsAt = this.held[0].at + this.limits.maximumBatchingWindowSeconds * 1000;
    while (this.hasRoom() && Date.now() < windowEndsAt && !this.stopped.aborted) {
      this.held.push(...await this.receiveWithin(windowEndsAt - Date.now(), this.limits.batchSize - this.held.length));
    }
    return this.close();
  }

  private hasRoom(): boolean {
    return this.held.length < this.limits.batchSize && totalBytes(this.held) < MAX_RECORDS_BYTES;
  }

  private close(): Batch {
    const records: SQSRecord[] = [];
    let room = MAX_RECORDS_BYTES;
    for (const { record, bytes } of this.held) {
      room -= bytes;
      if (room < 0 && records.length > 0) {
        break;
      }
      records.push(record);
    }
    return { records, receivedAt: this.held.splice(0, records.length).map(({ at }) => at) };
  }

  /** Receives what comes within a time; SQS itself waits whole seconds only. */
  private async receiveWithin(ms: number, most: number): Promise<Received[]> {
    const received = await this.receive(most, Math.min(Math.floor(ms / 1000), LONG_POLL_SECONDS));
    if (received.length === 0) {
      await sleep(Math.min(ms, SHORT_POLL_INTERVAL_MS), undefined, { signal: this.stopped }).catch(() => {});
    }
    return received;
  }

  private async receive(most: number, waitSeconds: number): Promise<Received[]> {
    try {
      const messages = await this.queue.receive(most, waitSeconds, this.stopped);
      return messages.map(message => {
        const record = sqsRecord(message, this.queueArn);
        return { record, bytes: recordBytes(record), at: Date.now() };
      });
    } catch (error) {
      if (this.stopped.aborted) {
        return [];
      }
      this.held = []; // an outage may last longer than they are hidden; the queue delivers them again
      throw error;
    }
  }
}

function totalBytes(received: readonly Received[]): number {
  return received.reduce((sum, { bytes }) => sum + bytes, 0);
}
