import type { RequestOutcome, RowBuffers } from './rows/request-rows';
import { RowBuffer } from './rows/row-buffer';
import { EVENTS_PREFIX, partitionFolder, QUARANTINE_PREFIX } from '../../wire/archive-layout';
import type { QuarantineCode } from '../../wire/quarantine-codes';

/** Rows of this many bytes are handed on, so that they are compressed while the next ones are written. */
const FULL_BYTES = 1024 * 1024;

/** Rows for one folder, and the messages that they came in. */
export interface RowChunk {
  readonly folder: string;
  readonly rows: RowBuffer;
  readonly messageIds: Set<string>;
  /** Reasons of the rows, in the case of quarantine. */
  readonly codes: QuarantineCode[];
  count: number;
}

/** Rows of a batch on their way to the archive, by table and hour of receipt; a batch seldom has more than one hour. */
export class BatchRows {
  private readonly chunks = new Map<string, RowChunk>();

  /** Where the rows of a message are written. */
  public buffersFor(receivedAt: Date): RowBuffers {
    const partition = partitionFolder(receivedAt);
    return { events: this.chunk(EVENTS_PREFIX + partition).rows, quarantine: this.chunk(QUARANTINE_PREFIX + partition).rows };
  }

  /** Notes what a message added. */
  public add(messageId: string, receivedAt: Date, { events, codes }: RequestOutcome): void {
    const partition = partitionFolder(receivedAt);
    if (events > 0) {
      const chunk = this.chunk(EVENTS_PREFIX + partition);
      chunk.count += events;
      chunk.messageIds.add(messageId);
    }
    if (codes.length > 0) {
      const chunk = this.chunk(QUARANTINE_PREFIX + partition);
      chunk.count += codes.length;
      chunk.codes.push(...codes);
      chunk.messageIds.add(messageId);
    }
  }

  /** Takes out the chunks that are full. */
  public takeFull(): RowChunk[] {
    return this.take(({ rows }) => rows.length >= FULL_BYTES);
  }

  /** Takes out all that have rows. */
  public takeRest(): RowChunk[] {
    return this.take(({ count }) => count > 0);
  }

  private take(isWanted: (chunk: RowChunk) => boolean): RowChunk[] {
    const taken = [...this.chunks.values()].filter(isWanted);
    taken.forEach(({ folder }) => this.chunks.delete(folder));
    return taken;
  }

  private chunk(folder: string): RowChunk {
    const existing = this.chunks.get(folder);
    if (existing !== undefined) {
      return existing;
    }
    const chunk = { folder, rows: new RowBuffer(), messageIds: new Set<string>(), codes: [], count: 0 };
    this.chunks.set(folder, chunk);
    return chunk;
  }
}
