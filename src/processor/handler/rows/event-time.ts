/** When an event happened, as far as can be told. */
export interface EventTime {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly flag: 'skew_corrected' | 'future' | 'late' | 'invalid_timestamp' | 'no_timestamp' | null;
}

const FUTURE_MS = 24 * 60 * 60 * 1_000;
const LATE_MS = 30 * 24 * 60 * 60 * 1_000;

/** A day, alone or with a time of day, that alone or with its zone. */
const ISO_TIME = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i;

/** What Athena reads as a timestamp: years of four digits. */
const LEAST_TIME = Date.UTC(0, 0, 1);
const MOST_TIME = Date.UTC(9999, 11, 31);

/**
 * Tells when an event happened, from the time that its client wrote; `undefined` is a time that cannot be read.
 *
 * A client's clock is corrected by the difference between sending and receiving, but only beyond a dead band: below it
 * the difference is mostly the network, and correcting by it would reorder events.
 */
export function eventTime(original: number | undefined, { received, skew, deadBandMs }: {
  readonly received: number;
  readonly skew: number | undefined;
  readonly deadBandMs: number;
}): EventTime {
  if (original === undefined) {
    return { at: received, flag: 'invalid_timestamp' };
  }
  const corrected = skew !== undefined && Math.abs(skew) > deadBandMs;
  const at = corrected ? original + skew : original;
  if (at < LEAST_TIME || at > MOST_TIME) {
    return { at: received, flag: 'invalid_timestamp' };
  }
  if (at > received + FUTURE_MS) {
    return { at, flag: 'future' };
  }
  if (at < received - LATE_MS) {
    return { at, flag: 'late' };
  }
  return { at, flag: corrected ? 'skew_corrected' : null };
}

/**
 * Milliseconds since 1970, of an ISO time or of such a number.
 *
 * Other texts are none: `Date.parse` alone makes the year 2001 of `Version 1`. A time without a zone is UTC, wherever we run.
 */
export function instantOf(text: string): number | undefined {
  const time = /^-?\d{9,}(\.\d+)?$/.test(text) ? Number(text) : parsedIso(text);
  return Number.isFinite(time) && Math.abs(time) <= 8.64e15 ? Math.trunc(time) : undefined;
}

function parsedIso(text: string): number {
  const [, day, time = '00:00', zone = 'Z'] = ISO_TIME.exec(text) ?? [];
  return Date.parse(`${day}T${time}${zone}`);
}
