import type { QuarantineRow } from '../../wire/archive-columns';
import { UsageError } from '../usage-error';

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Which rows of quarantine are meant. */
export interface Selection {
  readonly since: Date;
  readonly until: Date;
  readonly codes: readonly string[];
  readonly writeKeys: readonly string[];
  /** Ids of rows; none means all. */
  readonly ids: readonly string[];
}

/** A row, and what it is called: the same for each copy of it. */
export interface Quarantined {
  readonly id: string;
  readonly row: QuarantineRow;
  /** When its object was stored. */
  readonly storedAt: Date;
}

/** What is said of ids that are named and not found. */
export function missingText(missing: readonly string[], { since, until }: Selection): string {
  return `${missing.join(', ')}: not in quarantine since ${since.toISOString()} and until ${until.toISOString()}; give --since`;
}

/** The id of a row: its message and, of an event, the position in it. */
export function idOf({ sqs_message_id: message, position }: QuarantineRow): string {
  return position === null ? message! : `${message}/${position}`;
}

/** Whether a row is meant. A replay has the time of its first receipt; when it came back here, its object tells. */
export function isMeant({ id, row, storedAt }: Quarantined, { since, until, codes, writeKeys, ids }: Selection): boolean {
  const came = isReplay(row) ? storedAt : firstReceipt(row);
  return came >= since && came < until
    && (codes.length === 0 || codes.includes(row.code!))
    && (writeKeys.length === 0 || writeKeys.includes(row.write_key ?? ''))
    && (ids.length === 0 || ids.includes(id));
}

/** Whether a replay brought a row here; rows of an older handler do not say. */
export function isReplay({ replay_of: origin }: QuarantineRow): boolean {
  return (origin ?? null) !== null;
}

/** When SQS first stored the request of a row. */
export function firstReceipt({ received_at: athena }: QuarantineRow): Date {
  return new Date(`${athena!.replace(' ', 'T')}Z`);
}

/** A time as an option gives it: `30m`, `6h`, `2d` ago, or a date. */
export function timeOf(option: string, text: string, usage: string): Date {
  const [, number, unit] = /^(\d+)([mhd])$/.exec(text) ?? [];
  const time = unit === undefined ? new Date(text) : new Date(Date.now() - Number(number) * UNITS[unit as keyof typeof UNITS]);
  if (Number.isNaN(time.getTime())) {
    throw new UsageError(`--${option} must be a time such as 30m, 6h, 2d or 2026-11-23T10:00Z, got '${text}'`, usage);
  }
  return time;
}
