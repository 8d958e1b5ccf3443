import type { TelemetryTraffic } from '../traffic';

/** How many times as much the busy hours may have as the quiet ones; the model has no hours without traffic. */
const MOST_PEAK = 100;

/**
 * The quiet and the busy hours that come nearest to what came hour by hour, with as much in sum.
 *
 * Hours are put in order by their rate and cut where the squares of what is left over are least.
 */
export function twoLevels(hourlyRates: readonly number[]): Pick<TelemetryTraffic, 'eventsPerSecond' | 'peakFactor' | 'peakHoursPerDay'> {
  const rates = [...hourlyRates].sort((one, other) => one - other);
  const total = sum(rates);
  let best = { gain: 0, quietHours: rates.length };
  let below = 0;
  for (let quietHours = 1; quietHours < rates.length; quietHours++) {
    below += rates[quietHours - 1];
    const gain = below ** 2 / quietHours + (total - below) ** 2 / (rates.length - quietHours) - total ** 2 / rates.length;
    if (gain > best.gain * (1 + 1e-9) + 1e-9 * total ** 2 / rates.length) {
      best = { gain, quietHours };
    }
  }

  const busyHours = rates.length - best.quietHours;
  if (busyHours === 0) {
    return { eventsPerSecond: total / rates.length };
  }
  const quiet = sum(rates.slice(0, best.quietHours)) / best.quietHours;
  const busy = sum(rates.slice(best.quietHours)) / busyHours;
  const peakFactor = Math.min(MOST_PEAK, busy / quiet);
  return {
    eventsPerSecond: total / (best.quietHours + peakFactor * busyHours),
    peakFactor,
    peakHoursPerDay: 24 * busyHours / rates.length,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
