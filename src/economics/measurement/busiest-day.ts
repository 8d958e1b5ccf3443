import { HOUR_MS } from './hourly-metrics';
import type { Measurement } from './measurement';
import type { TrafficShape } from '../plan/traffic-shape';

const DAY_HOURS = 24;

/** A day as it was measured, hour by hour. */
export interface MeasuredDay {
  readonly from: Date;
  readonly traffic: TrafficShape;
}

/** The day, by UTC, that has the busiest hour; where it was not measured wholly, the 24 hours that come nearest to it. */
export function busiestDay({ period, hours, hourlyRates }: Pick<Measurement, 'period' | 'hours' | 'hourlyRates'>, eventsPerMessage: number): MeasuredDay {
  const begin = period.to.getTime() - hours * HOUR_MS;
  const highest = hourlyRates.reduce((most, rate) => Math.max(most, rate), 0);
  const midnights = hourlyRates.flatMap((rate, hour) => rate === highest ? [hour - new Date(begin + hour * HOUR_MS).getUTCHours()] : []);
  const midnight = midnights.find(hour => hour >= 0 && hour + DAY_HOURS <= hours) ?? midnights[0];
  const first = Math.max(0, Math.min(midnight, hours - DAY_HOURS));
  const from = new Date(begin + first * HOUR_MS);
  const rates = hourlyRates.slice(first, first + DAY_HOURS);
  return {
    from,
    traffic: {
      title: `${rates.length} hours from ${from.toISOString().slice(0, 16).replace('T', ' ')} UTC as they were measured, up to ${figure(highest)} messages/s`,
      seconds: rates.length * 3_600,
      most: highest * eventsPerMessage,
      eventsPerSecond: second => rates[Math.min(rates.length - 1, Math.floor(second / 3_600))] * eventsPerMessage,
    },
  };
}

function figure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 20 });
}
