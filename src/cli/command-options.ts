import { UsageError } from './usage-error';
import type { OwnHandler, RequestSize } from '../economics/cost/load';
import { DEFAULT_SIZE, type TelemetryTraffic } from '../economics/traffic';

/** Reads the options of a command, and says how it is used when they cannot be understood. */
export function understood<Values>(read: () => Values, usage: string): Values {
  try {
    return read();
  } catch (error) {
    throw new UsageError((error as Error).message, usage);
  }
}

/** Options that tell the traffic. */
export const TRAFFIC_OPTIONS = {
  'events-per-second': { type: 'string' },
  'events-per-request': { type: 'string' },
  'bytes-per-event': { type: 'string' },
  'peak': { type: 'string' },
  'peak-hours': { type: 'string' },
} as const;

/** How the options of the traffic are used. */
export const TRAFFIC_USAGE = `  --events-per-second N    events in a second, round the clock
  --events-per-request N   events that a client sends at once       (20)
  --bytes-per-event N      bytes of an event as JSON                (500)
  --peak N                 times as many in the busy hours          (1)
  --peak-hours N           busy hours a day                         (1)
`;

type TrafficValues = { readonly [Name in keyof typeof TRAFFIC_OPTIONS]?: string };

/** Reads the traffic out of its options. */
export function readTraffic(values: TrafficValues, usage: string): TelemetryTraffic {
  const eventsPerSecond = readNumber('events-per-second', values['events-per-second'], usage);
  if (eventsPerSecond === undefined) {
    throw new UsageError('--events-per-second must be given, got none', usage);
  }
  return {
    eventsPerSecond,
    ...readSize(values, usage),
    peakFactor: readNumber('peak', values.peak, usage, 1),
    peakHoursPerDay: readNumber('peak-hours', values['peak-hours'], usage, 0, 24),
  };
}

/** Most bytes that SQS takes in a message. */
const MOST_REQUEST_BYTES = 1_048_576;

/** Reads what a client sends at once. */
export function readSize(values: Pick<TrafficValues, 'events-per-request' | 'bytes-per-event'>, usage: string): RequestSize {
  const eventsPerRequest = readNumber('events-per-request', values['events-per-request'], usage, 1) ?? DEFAULT_SIZE.eventsPerRequest;
  const bytesPerEvent = readNumber('bytes-per-event', values['bytes-per-event'], usage, 1) ?? DEFAULT_SIZE.bytesPerEvent;
  const bytes = eventsPerRequest * bytesPerEvent;
  if (bytes > MOST_REQUEST_BYTES) {
    throw new UsageError(`--events-per-request times --bytes-per-event must be at most ${MOST_REQUEST_BYTES.toLocaleString('en-US')}, `
      + `what SQS takes in a message, got ${bytes.toLocaleString('en-US')}`, usage);
  }
  return { eventsPerRequest, bytesPerEvent };
}

/** Options that tell what a handler of one's own does. */
export const HANDLER_OPTIONS = {
  'handler-speed': { type: 'string' },
  'handler-wait': { type: 'string' },
} as const;

/** How they are used. */
export const HANDLER_USAGE = `  --handler-speed N        events/s and vCPU of a handler of your own
  --handler-wait SECONDS   how long a batch of it waits for others  (0.2)
`;

/** Reads what a handler of one's own does. */
export function readHandler(values: { readonly [Name in keyof typeof HANDLER_OPTIONS]?: string }, usage: string): OwnHandler {
  return {
    eventsPerSecond: readNumber('handler-speed', values['handler-speed'], usage),
    waitSeconds: readNumber('handler-wait', values['handler-wait'], usage, 0),
  };
}

/** Reads a number that lies in a range, or above 0 when none is told. */
export function readNumber(name: string, text: string | undefined, usage: string, least?: number, most = Infinity): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = text.trim() === '' ? NaN : Number(text);
  const holds = least === undefined ? value > 0 : value >= least;
  if (!Number.isFinite(value) || !holds || value > most) {
    const range = least === undefined ? 'above 0' : most === Infinity ? `of at least ${least}` : `from ${least} to ${most}`;
    throw new UsageError(`--${name} must be a number ${range}, got '${text}'`, usage);
  }
  return value;
}

/** Reads a whole number that lies in a range. */
export function wholeNumber(name: string, text: string, { least, most }: { least: number; most: number }, usage: string): number {
  const number = text.trim() === '' ? NaN : Number(text);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new UsageError(`--${name} must be a whole number from ${least} to ${most}, got '${text}'`, usage);
  }
  return number;
}
