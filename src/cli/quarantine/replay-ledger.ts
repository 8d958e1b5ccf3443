import { randomUUID } from 'node:crypto';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { REPLAYS_PREFIX } from '../../wire/archive-layout';
import { objectsUnder, rowsOf, type Bucket } from '../archive/stored-objects';

/** Replays that are noted at a time: what a crash forgets at most, so that it is sent twice. */
const NOTED_AT_ONCE = 500;

/** A replay, as the archive remembers it. */
interface LedgerRow {
  readonly replayed: string;
  readonly sqs_message_id: string;
  readonly at: string;
}

/** What of a partition was replayed, as objects beside the tables: whoever replays next, from wherever, finds it there. */
export class ReplayLedger {
  /** Reads what was replayed of a partition. */
  static async of(bucket: Bucket, partition: string): Promise<ReplayLedger> {
    const ledger = new ReplayLedger(bucket, REPLAYS_PREFIX + partition);
    for await (const { key } of objectsUnder(bucket, ledger.folder)) {
      for await (const row of rowsOf<LedgerRow>(bucket, key)) {
        ledger.remember(row);
      }
    }
    return ledger;
  }

  /** Times of the last replays, by the ids of their rows. */
  private readonly replayed = new Map<string, string>();
  private unwritten: LedgerRow[] = [];

  private constructor(private readonly bucket: Bucket, private readonly folder: string) {}

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
      Key: `${this.folder}${Date.now()}-${randomUUID()}.ndjson`,
      ContentType: 'application/x-ndjson',
      Body: this.unwritten.map(row => `${JSON.stringify(row)}\n`).join(''),
    }));
    this.unwritten = [];
  }

  private remember({ replayed, at }: LedgerRow): void {
    const last = this.replayed.get(replayed);
    if (last === undefined || at > last) {
      this.replayed.set(replayed, at);
    }
  }
}
