import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import type { NotedReplay, UnnotedReplays } from './unnoted-replays';
import { REPLAYS_PREFIX } from '../../wire/archive-layout';
import { objectsUnder, rowsOf, type Bucket } from '../archive/stored-objects';
import { count } from '../terminal/text';

/** Replays that are noted at a time: what a crash forgets at most, so that it is sent twice. */
const NOTED_AT_ONCE = 500;

/** What of a partition was replayed, as objects beside the tables: whoever replays next, from wherever, finds it there. */
export class ReplayLedger {
  /** Reads what was replayed of a partition, and what could not be noted then. */
  static async of(bucket: Bucket, partition: string, unnoted: UnnotedReplays): Promise<ReplayLedger> {
    const ledger = new ReplayLedger(bucket, partition, unnoted);
    for await (const { key } of objectsUnder(bucket, REPLAYS_PREFIX + partition)) {
      for await (const row of rowsOf<NotedReplay>(bucket, key)) {
        ledger.remember(row);
      }
    }
    return ledger;
  }

  /** Times of the last replays, by the ids of their rows. */
  private readonly replayed = new Map<string, string>();
  private unwritten: NotedReplay[];

  private constructor(private readonly bucket: Bucket, private readonly partition: string, private readonly unnoted: UnnotedReplays) {
    this.unwritten = unnoted.of(partition);
    this.unwritten.forEach(row => this.remember(row));
  }

  /** Whether a row was replayed, from a time on if there is one. */
  has(id: string, from?: Date): boolean {
    const last = this.replayed.get(id);
    return last !== undefined && (from === undefined || last >= from.toISOString());
  }

  /** Notes a replay that SQS has stored. */
  note(id: string, sqsMessageId: string): void {
    const row = { replayed: id, sqs_message_id: sqsMessageId, at: new Date().toISOString() };
    this.remember(row);
    this.unwritten.push(row);
  }

  /** Stores what was noted, once that is enough for an object of its own. */
  async writeIfMany(): Promise<void> {
    if (this.unwritten.length >= NOTED_AT_ONCE) {
      await this.write();
    }
  }

  /** Stores what was noted. */
  async write(): Promise<void> {
    if (this.unwritten.length === 0) {
      return;
    }
    const { s3, bucket } = this.bucket;
    await s3.send(new PutObjectCommand({
      Bucket: bucket,
      Key: `${REPLAYS_PREFIX}${this.partition}${Date.now()}-${randomUUID()}.ndjson`,
      ContentType: 'application/x-ndjson',
      Body: this.unwritten.map(row => `${JSON.stringify(row)}\n`).join(''),
    }));
    this.unwritten = [];
    this.unnoted.forget(this.partition);
  }

  /** Stores what was noted, in a file when the bucket does not take it: the last chance. */
  async close(): Promise<void> {
    try {
      await this.write();
    } catch (error) {
      const sent = `${(error as Error).message}; ${count(this.unwritten.length)} sent, not noted: they would be sent twice`;
      try {
        this.unnoted.keep(this.partition, this.unwritten);
      } catch (second) {
        throw new Error(`${sent}, since a file cannot note them either: ${(second as Error).message}`);
      }
      throw new Error(`${sent} without ${this.unnoted.file}, which the next replay in this folder reads`);
    }
  }

  private remember({ replayed, at }: NotedReplay): void {
    const last = this.replayed.get(replayed);
    if (last === undefined || at > last) {
      this.replayed.set(replayed, at);
    }
  }
}
