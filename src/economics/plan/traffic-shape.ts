import type { SettledTraffic } from '../traffic';

/** How much traffic there is when. */
export interface TrafficShape {
  readonly title: string;
  readonly seconds: number;
  /** Most events a second. */
  readonly most: number;
  eventsPerSecond(second: number): number;
}

const DAY = 86_400;
const NOON = DAY / 2;

/** How sharply a day rises to its peak: the busiest hour has nearly the peak, six o'clock a quarter of the way to it. */
const SHARPNESS = 2;

/** The same all day. */
export function steady(eventsPerSecond: number): TrafficShape {
  return { title: `${figure(eventsPerSecond)} events/s all day`, seconds: DAY, most: eventsPerSecond, eventsPerSecond: () => eventsPerSecond };
}

/** A day of quiet hours with the busy ones around noon. */
export function quietAndBusy({ eventsPerSecond, peakFactor, peakHoursPerDay }: SettledTraffic): TrafficShape {
  if (peakFactor === 1 || peakHoursPerDay === 0) {
    return steady(eventsPerSecond);
  }
  const half = peakHoursPerDay / 2 * 3_600;
  return {
    title: `${figure(eventsPerSecond)} events/s, ${figure(eventsPerSecond * peakFactor)} for ${figure(peakHoursPerDay)} h around noon`,
    seconds: DAY,
    most: eventsPerSecond * peakFactor,
    eventsPerSecond: second => Math.abs(second - NOON) < half ? eventsPerSecond * peakFactor : eventsPerSecond,
  };
}

/** A day that rises from its quietest at midnight to its peak at noon. */
export function daily(eventsPerSecond: number, peak: number): TrafficShape {
  return {
    title: `${figure(eventsPerSecond)} events/s at midnight, ${figure(eventsPerSecond * peak)} at noon`,
    seconds: DAY,
    most: eventsPerSecond * peak,
    eventsPerSecond: second => eventsPerSecond * (1 + (peak - 1) * ((1 - Math.cos(2 * Math.PI * second / DAY)) / 2) ** SHARPNESS),
  };
}

/** A day with a spike that begins at noon without a warning. */
export function spike(eventsPerSecond: number, peak: number, minutes: number): TrafficShape {
  return {
    title: `${figure(eventsPerSecond)} events/s, ${figure(eventsPerSecond * peak)} for ${figure(minutes)} min from noon`,
    seconds: DAY,
    most: eventsPerSecond * peak,
    eventsPerSecond: second => second >= NOON && second < NOON + minutes * 60 ? eventsPerSecond * peak : eventsPerSecond,
  };
}

/**
 * Traffic out of lines of `time,events per second`, each of which holds until the next; the last for as long as the one before it.
 *
 * A time is a number of seconds, milliseconds of Unix time, or ISO 8601; a first line whose second cell is no number is a heading.
 */
export function recorded(text: string, file: string): TrafficShape {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line, number: index + 1 })).filter(({ line }) => line.trim() !== '');
  const rows = (lines.length > 0 && isHeading(lines[0].line) ? lines.slice(1) : lines).map(({ line, number }) => readRow(line, `${file}:${number}`));
  if (rows.length < 2) {
    throw new Error(`${file} must have two lines of time,events per second at least, got ${rows.length}`);
  }
  rows.slice(1).forEach((row, index) => {
    if (row.time <= rows[index].time) {
      throw new Error(`${row.place} must have a time after that of the line before`);
    }
  });
  const start = rows[0].time;
  const [previous, last] = rows.slice(-2);
  let current = 0;
  return {
    title: `the traffic of ${file}`,
    seconds: last.time - start + (last.time - previous.time),
    most: Math.max(...rows.map(({ events }) => events)),
    eventsPerSecond: second => {
      if (second < rows[current].time - start) {
        current = 0;
      }
      while (current + 1 < rows.length && rows[current + 1].time - start <= second) {
        current += 1;
      }
      return rows[current].events;
    },
  };
}

function isHeading(line: string): boolean {
  const [, events] = cellsOf(line);
  return events !== undefined && Number.isNaN(Number(events));
}

function readRow(line: string, place: string) {
  const cells = cellsOf(line);
  const [time, events] = [timeOf(cells[0]), Number(cells[1] || NaN)];
  if (cells.length !== 2 || !Number.isFinite(time) || !Number.isFinite(events) || events < 0) {
    throw new Error(`${place} must be a time and events per second, such as 3600,2000, got '${line}'`);
  }
  return { time, events, place };
}

/** Seconds from which on a number is milliseconds of Unix time: those of the year 5138. */
const MILLISECONDS_FROM = 1e11;

function timeOf(text: string): number {
  const number = /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
  return number === undefined ? Date.parse(text) / 1_000 : number >= MILLISECONDS_FROM ? number / 1_000 : number;
}

/** The cells of a line, without the quotes and the last comma that spreadsheets write. */
function cellsOf(line: string): string[] {
  return line.replace(/,\s*$/, '').split(',').map(cell => cell.trim().replace(/^"(.*)"$/, '$1'));
}

function figure(value: number): string {
  return Number(value.toPrecision(4)).toLocaleString('en-US');
}
