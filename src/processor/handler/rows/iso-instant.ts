import { NINE, ZERO } from '../json/characters';

/** Length of `2026-11-23T07:59:58.123Z`. */
export const ISO_LENGTH = 24;

const PATTERN = Buffer.from('0000-00-00T00:00:00.000Z');

/** After this one a month may have ended; which one tells `Date`. */
const LAST_DAY_OF_EVERY_MONTH = 28;

const DAY_MS = 24 * 60 * 60 * 1_000;

/**
 * Milliseconds since 1970 of a time that is written as `Date.prototype.toISOString` writes it, which nearly all clients use.
 *
 * Undefined for all others, days behind the 28th that do not exist among them; `instantOf` reads what else there is.
 */
export function isoInstant(text: Uint8Array, start: number): number | undefined {
  for (let at = 0; at < ISO_LENGTH; at += 1) {
    const byte = text[start + at];
    if (PATTERN[at] === ZERO ? byte < ZERO || byte > NINE : byte !== PATTERN[at]) {
      return undefined;
    }
  }
  const year = 100 * twoDigits(text, start) + twoDigits(text, start + 2);
  const month = twoDigits(text, start + 5);
  const day = twoDigits(text, start + 8);
  const hour = twoDigits(text, start + 11);
  const minute = twoDigits(text, start + 14);
  const second = twoDigits(text, start + 17);
  const millisecond = 10 * twoDigits(text, start + 20) + text[start + 22] - ZERO;
  if (month < 1 || month > 12 || day < 1 || day > LAST_DAY_OF_EVERY_MONTH || hour > 23 || minute > 59 || second > 59) {
    return undefined;
  }
  return daysSince1970(year, month, day) * DAY_MS + ((hour * 60 + minute) * 60 + second) * 1_000 + millisecond;
}

function twoDigits(text: Uint8Array, at: number): number {
  return 10 * (text[at] - ZERO) + text[at + 1] - ZERO;
}

/** @see https://howardhinnant.github.io/date_algorithms.html#days_from_civil */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1; // years begin in March, so that a leap day is the last
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
