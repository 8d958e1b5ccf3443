import type { Unit } from '../chart';

const MINUTE = 60;
const HOUR = 3_600;
const DAY = 86_400;
const DAY_MS = 86_400_000;

/** Steps between the ticks of an axis that tells a time, in seconds. */
const TIME_STEPS = [
  1, 2, 5, 10, 20, 30,
  MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 15 * MINUTE, 30 * MINUTE,
  HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR,
  DAY, 2 * DAY, 7 * DAY,
];

/** Spaces between ticks, at most. */
const MOST_SPACES = { clock: 9, date: 9, seconds: 6 } as const;

const short = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });
const precise = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });
const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const dayOfMonth = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });

/** A number as an axis has room for it. */
export function onAxis(value: number, unit: Unit): string {
  switch (unit) {
    case 'seconds': return duration(value);
    case 'percent': return `${precise.format(value)} %`;
    case 'clock': return clock(value);
    case 'date': return dayOfMonth.format(value);
    default: return short.format(value);
  }
}

/** A number as somebody reads it who points at it. */
export function inFull(value: number, unit: Unit): string {
  switch (unit) {
    case 'usd': return `${cents.format(value)} USD`;
    case 'count': return value >= 100 ? whole.format(value) : precise.format(value);
    case 'date': return `${new Date(value).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    default: return onAxis(value, unit);
  }
}

/** Where an axis that tells a time has its ticks; absent for other units. */
export function ticksOf(unit: Unit, least: number, most: number): number[] | undefined {
  if (unit !== 'clock' && unit !== 'date' && unit !== 'seconds') {
    return undefined;
  }
  const scale = unit === 'date' ? DAY_MS / DAY : 1;
  const steps = unit === 'date' ? TIME_STEPS.filter(step => step >= DAY) : TIME_STEPS;
  const spaces = MOST_SPACES[unit];
  const step = scale * (steps.find(candidate => (most - least) / (scale * candidate) <= spaces) ?? Math.ceil(most / DAY / spaces) * DAY);
  const first = Math.ceil(least / step);
  return Array.from({ length: Math.floor(most / step) - first + 1 }, (_, index) => (first + index) * step);
}

function clock(seconds: number): string {
  const minutes = Math.round(seconds / MINUTE);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return `${String(hours).padStart(2, '0')}:${String(rest).padStart(2, '0')}`;
}

function duration(seconds: number): string {
  const [unit, size] = seconds >= 2 * DAY ? ['d', DAY] : seconds >= 2 * HOUR ? ['h', HOUR] : seconds >= 2 * MINUTE ? ['min', MINUTE] : ['s', 1];
  return `${precise.format(seconds / Number(size))} ${unit}`;
}
