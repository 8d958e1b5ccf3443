import { athenaTimestamp, type EventRow } from '../../wire/archive-columns';

/** The columns of a row that tell the time. */
export type TimeColumns = Pick<EventRow, 'timestamp' | 'received_at' | 'sent_at' | 'original_timestamp' | 'skew_ms' | 'time_flag'>;

const FUTURE_MS = 24 * 60 * 60 * 1_000;
const LATE_MS = 30 * 24 * 60 * 60 * 1_000;

/** A day, alone or with a time of day, that alone or with its zone. */
const ISO_TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

/** What Athena reads as a timestamp: years of four digits. */
const LEAST_TIME = Date.UTC(0, 0, 1);
const MOST_TIME = Date.UTC(9999, 11, 31);

/**
 * Tells when an event happened.
 *
 * A client's clock is corrected by the difference between sending and receiving, but only beyond a dead band: below it
 * the difference is mostly the network, and correcting by it would reorder events. What the client wrote is kept as it is.
 */
export function timeColumns(receivedAt: Date, sentAt: string | null, originalTimestamp: string | null, deadBandMs: number): TimeColumns {
  const received = receivedAt.getTime();
  const sent = instantOf(sentAt);
  const original = instantOf(originalTimestamp);
  const skew = sent === undefined ? undefined : received - sent;
  const corrected = original !== undefined && skew !== undefined && Math.abs(skew) > deadBandMs;
  const happened = corrected ? original + skew : original;
  const usable = happened !== undefined && happened >= LEAST_TIME && happened <= MOST_TIME;

  return {
    timestamp: athenaTimestamp(new Date(usable ? happened : received)),
    received_at: athenaTimestamp(receivedAt),
    sent_at: sentAt,
    original_timestamp: originalTimestamp,
    skew_ms: skew ?? null,
    time_flag: flagOf(originalTimestamp, usable ? happened - received : undefined, corrected),
  };
}

function flagOf(originalTimestamp: string | null, ahead: number | undefined, corrected: boolean): string | null {
  if (originalTimestamp === null) {
    return 'no_timestamp';
  }
  if (ahead === undefined) {
    return 'invalid_timestamp';
  }
  if (ahead > FUTURE_MS) {
    return 'future';
  }
  if (ahead < -LATE_MS) {
    return 'late';
  }
  return corrected ? 'skew_corrected' : null;
}

/**
 * Milliseconds since 1970, of an ISO time or of such a number.
 *
 * Other texts are none: `Date.parse` alone makes the year 2001 of `Version 1`. A time without a zone is UTC, wherever we run.
 */
function instantOf(text: string | null): number | undefined {
  if (text === null) {
    return undefined;
  }
  const time = /^-?\d{9,}(\.\d+)?$/.test(text) ? Number(text) : parsedIso(text);
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? Math.trunc(time) : undefined;
}

function parsedIso(text: string): number {
  const [, day, time = '00:00', zone = 'Z'] = ISO_TIME.exec(text) ?? [];
  return Date.parse(`${day}T${time}${zone}`);
}
