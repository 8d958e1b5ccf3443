import { column, columnStart } from './columns';
import type { EventFields } from './event-fields';
import { eventTime, instantOf } from './event-time';
import { FieldColumns } from './field-columns';
import { ISO_LENGTH, isoInstant } from './iso-instant';
import { RowBuffer } from './row-buffer';
import { athenaTimestamp } from '../../../wire/archive-columns';
import { QUOTE, SPACE } from '../json/characters';
import type { JsonIndex } from '../json/json-index';
import { valueOf } from '../json/json-values';

const TIMESTAMP = columnStart('timestamp');
const ORIGINAL_TIMESTAMP = columnStart('original_timestamp');
const SENT_AT = columnStart('sent_at');

/** Room for two columns. */
const FEW_BYTES = 128;
const NOTHING = Buffer.alloc(0);

/** Where the day of an ISO time ends, and where its time of day does. */
const DAY_LENGTH = 10;
const TIME_LENGTH = ISO_LENGTH - 1;

/** Writes when the events of a request happened, and when they were sent. */
export class TimeColumns {
  private readonly received: number;
  private readonly sharedSkew?: number;
  private readonly sharedSentAt: Buffer = NOTHING;

  constructor(private readonly index: JsonIndex, receivedAt: Date, private readonly deadBandMs: number, shared?: EventFields) {
    this.received = receivedAt.getTime();
    if (shared !== undefined) {
      const sentAt = new RowBuffer(FEW_BYTES);
      this.sharedSkew = this.writeSentAt(sentAt, shared, new FieldColumns(shared));
      this.sharedSentAt = sentAt.take();
    }
  }

  /** Writes the columns of an event. */
  public write(row: RowBuffer, fields: EventFields, columns: FieldColumns): void {
    let skew = this.sharedSkew;
    if (columns.has('sentAt')) {
      skew = this.writeSentAt(row, fields, columns);
    } else {
      row.bytes(this.sharedSentAt);
    }

    const field = columns.has('originalTimestamp') ? 'originalTimestamp' : 'timestamp';
    if (!columns.writeScalar(row, ORIGINAL_TIMESTAMP, field)) {
      row.text(column('timestamp', athenaTimestamp(new Date(this.received))) + column('time_flag', 'no_timestamp'));
      return;
    }
    const value = fields.valueOf(field);
    const usual = this.usualInstantOf(value);
    const original = usual ?? this.unusualInstantOf(value);
    const { at, flag } = eventTime(original, { received: this.received, skew, deadBandMs: this.deadBandMs });

    row.bytes(TIMESTAMP);
    if (at === usual) {
      this.copyIso(row, this.index.start(value));
    } else {
      row.text(`"${athenaTimestamp(new Date(at))}"`);
    }
    if (flag !== null) {
      row.text(column('time_flag', flag));
    }
  }

  /** Writes when an event was sent; returns how far its client's clock is behind ours. */
  private writeSentAt(row: RowBuffer, fields: EventFields, columns: FieldColumns): number | undefined {
    const sent = columns.writeScalar(row, SENT_AT, 'sentAt') ? this.instantOf(fields.valueOf('sentAt')) : undefined;
    if (sent === undefined) {
      return undefined;
    }
    row.text(column('skew_ms', this.received - sent));
    return this.received - sent;
  }

  private instantOf(value: number): number | undefined {
    return this.usualInstantOf(value) ?? this.unusualInstantOf(value);
  }

  /** The time that a string of the usual form tells. */
  private usualInstantOf(value: number): number | undefined {
    const start = this.index.start(value);
    const isUsual = this.index.end(value) - start === ISO_LENGTH + 2 && this.index.text[start] === QUOTE;
    return isUsual ? isoInstant(this.index.text, start + 1) : undefined;
  }

  private unusualInstantOf(value: number): number | undefined {
    return instantOf(String(valueOf(this.index, value)));
  }

  private copyIso(row: RowBuffer, start: number): void {
    row.copy(this.index.text, start, start + 1 + DAY_LENGTH);
    row.byte(SPACE);
    row.copy(this.index.text, start + 2 + DAY_LENGTH, start + 1 + TIME_LENGTH);
    row.byte(QUOTE);
  }
}
