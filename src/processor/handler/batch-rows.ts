import type { RequestOutcome, RowBuffers } from './rows/request-rows';
import type { RowBuffer } from './rows/row-buffer';
import type { RowBufferPool } from './rows/row-buffer-pool';
import { EVENTS_PREFIX, partitionFolder, QUARANTINE_PREFIX } from '../../wire/archive-layout';
import type { QuarantineCode } from '../../wire/quarantine-codes';

/** Rows of this many bytes are handed on, so that they are compressed while the next ones are written. */
const FULL_BYTES = 1_000_000;

const HOUR_MS = 60 * 60 * 1_000;

/** Rows for one folder, and the messages that they came in. */
export interface RowChunk {
  readonly folder: string;
  readonly rows: RowBuffer;
  readonly messageIds: Set<string>;
  /** Reasons of the rows, in the case of quarantine. */
  readonly codes: QuarantineCode[];
  count: number;
}

/** Where the rows of one hour go. */
interface Partition {
  events: RowChunk;
  quarantine: RowChunk;
}

/** Rows of a batch on their way to the archive, by table and hour of receipt; a batch seldom has more than one hour. */
export class BatchRows {
  private readonly partitions = new Map<number, Partition>();

  constructor(private readonly buffers: RowBufferPool) {}

  /** Where the rows of a message are written. */
  public buffersFor(storedAt: Date): RowBuffers {
    const { events, quarantine } = this.partitionOf(storedAt);
    return { events: events.rows, quarantine: quarantine.rows };
  }

  /** Notes what a message added. */
  public add(messageId: string, storedAt: Date, outcome: RequestOutcome): void {
    const { events, quarantine } = this.partitionOf(storedAt);
    if (outcome.events > 0) {
      events.count += outcome.events;
      events.messageIds.add(messageId);
    }
    if (outcome.codes.length > 0) {
      quarantine.count += outcome.codes.length;
      quarantine.messageIds.add(messageId);
      outcome.codes.forEach(code => quarantine.codes.push(code));
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
    const taken: RowChunk[] = [];
    for (const partition of this.partitions.values()) {
      for (const table of ['events', 'quarantine'] as const) {
        if (isWanted(partition[table])) {
          taken.push(partition[table]);
          partition[table] = this.emptyChunk(partition[table].folder);
        }
      }
    }
    return taken;
  }

  private partitionOf(storedAt: Date): Partition {
    const hour = Math.floor(storedAt.getTime() / HOUR_MS);
    const existing = this.partitions.get(hour);
    if (existing !== undefined) {
      return existing;
    }
    const folder = partitionFolder(storedAt);
    const partition = { events: this.emptyChunk(EVENTS_PREFIX + folder), quarantine: this.emptyChunk(QUARANTINE_PREFIX + folder) };
    this.partitions.set(hour, partition);
    return partition;
  }

  private emptyChunk(folder: string): RowChunk {
    return { folder, rows: this.buffers.take(), messageIds: new Set(), codes: [], count: 0 };
  }
}
