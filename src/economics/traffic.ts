/** What clients are expected to send. */
export interface TelemetryTraffic {
  /** Events in a second, round the clock. */
  readonly eventsPerSecond: number;

  /**
   * Events that a client sends in one request; the largest lever on the bill.
   *
   * @default 20
   */
  readonly eventsPerRequest?: number;

  /**
   * Bytes that one event has in a request, as JSON text.
   *
   * @default 500
   */
  readonly bytesPerEvent?: number;

  /**
   * How many times as much comes in the busiest hours of a day; at least 1.
   *
   * @default 1
   */
  readonly peakFactor?: number;

  /**
   * Number of those hours, up to 24.
   *
   * @default 1
   */
  readonly peakHoursPerDay?: number;
}

/** Traffic with nothing left open. */
export type SettledTraffic = Required<TelemetryTraffic>;

/** What a client sends at once, unless somebody says otherwise. */
export const DEFAULT_SIZE = { eventsPerRequest: 20, bytesPerEvent: 500 } as const;

/** Hours of a month, as AWS counts them. */
export const HOURS_PER_MONTH = 730;

const HOURS_PER_DAY = 24;

/** A part of the month with even traffic. */
export interface TrafficPhase {
  readonly hours: number;
  readonly eventsPerSecond: number;
}

/** Fills in what is left out, and refuses what no traffic can be. */
export function settleTraffic(traffic: TelemetryTraffic): SettledTraffic {
  const { eventsPerSecond, eventsPerRequest, bytesPerEvent, peakFactor = 1, peakHoursPerDay = 1 } = traffic;
  const settled = {
    eventsPerSecond,
    eventsPerRequest: eventsPerRequest ?? DEFAULT_SIZE.eventsPerRequest,
    bytesPerEvent: bytesPerEvent ?? DEFAULT_SIZE.bytesPerEvent,
    peakFactor,
    peakHoursPerDay,
  };
  demand('eventsPerSecond', settled.eventsPerSecond, 'above 0', value => value > 0);
  demand('eventsPerRequest', settled.eventsPerRequest, 'at least 1', value => value >= 1);
  demand('bytesPerEvent', settled.bytesPerEvent, 'at least 1', value => value >= 1);
  demand('peakFactor', settled.peakFactor, 'at least 1', value => value >= 1);
  demand('peakHoursPerDay', settled.peakHoursPerDay, 'from 0 to 24', value => value >= 0 && value <= HOURS_PER_DAY);
  return settled;
}

/** The quiet and the busy hours of a month. */
export function phasesOf({ eventsPerSecond, peakFactor, peakHoursPerDay }: SettledTraffic): TrafficPhase[] {
  const busyHours = peakFactor === 1 ? 0 : HOURS_PER_MONTH * peakHoursPerDay / HOURS_PER_DAY;
  return [
    { hours: HOURS_PER_MONTH - busyHours, eventsPerSecond },
    { hours: busyHours, eventsPerSecond: eventsPerSecond * peakFactor },
  ].filter(({ hours }) => hours > 0);
}

/** Events in a month. */
export function eventsPerMonth(traffic: SettledTraffic): number {
  return phasesOf(traffic).reduce((sum, { hours, eventsPerSecond }) => sum + hours * 3_600 * eventsPerSecond, 0);
}

function demand(name: keyof TelemetryTraffic, value: number, range: string, holds: (value: number) => boolean): void {
  if (!Number.isFinite(value) || !holds(value)) {
    throw new Error(`${name} must be ${range}, got ${value}`);
  }
}
