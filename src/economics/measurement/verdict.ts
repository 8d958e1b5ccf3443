import type { MeasuredCost } from './measured-cost';
import type { Measurement } from './measurement';
import { money } from '../cost-report';

/** What speaks for one kind of compute. */
export interface Argument {
  readonly compute: string;
  readonly because: string;
}

/** Longest that ordinary Lambda runs, in seconds. */
const LONGEST_RUN = 900;

/** Part of it from which on it is better to move away. */
const NEAR = 0.5;

/** Times as much in the busy hours from which on traffic is not even. */
const UNEVEN = 2;

/** Which compute costs least, in a sentence. */
export function cheapest({ cases }: MeasuredCost): string {
  const ranked = cases.map(({ computes }) => [...computes].sort((one, other) => one.usdPerMonth - other.usdPerMonth));
  const [[{ compute }]] = ranked;
  if (ranked.some(([least]) => least.compute !== compute)) {
    return `Which costs least depends on how much of its time the function computes: ${
      ranked.map(([least], index) => `${least.compute} ${cases[index].title}`).join(', ')}. --handler-speed decides it.`;
  }
  const less = ranked.map(([least, next]) => next.usdPerMonth - least.usdPerMonth).sort((one, other) => one - other);
  const amount = [...new Set([less[0], less.at(-1)!].map(money))].join(' to ');
  const verb = compute === 'managed instances' ? 'cost' : 'costs';
  return `${capital(compute)} ${verb} least: ${amount} USD a month less than the next, ${[...new Set(ranked.map(([, next]) => next.compute))].join(' or ')}.`;
}

/** What was measured, by what it speaks for. */
export function argumentsFor(
  { batches, secondsPerBatch, hours, mostSecondsOfBatch, mostSecondsInQueue, throttles }: Measurement, cost: MeasuredCost, isManaged: boolean,
): Argument[] {
  const atOnce = batches! * secondsPerBatch! / (hours * 3_600);
  const { peakFactor, peakHoursPerDay } = cost.traffic!;
  return [
    atOnce < 1
      ? { compute: 'on demand', because: `${short(atOnce)} batches run at the same time on average: instances ${isManaged ? '' : 'would '}wait for most of the day` }
      : { compute: 'managed instances', because: `${short(atOnce)} batches run at the same time on average, which environments share` },
    peakFactor < UNEVEN
      ? { compute: 'managed instances', because: 'traffic is even, so instances seldom wait, and a Savings Plan on them would be used' }
      : {
        compute: 'on demand',
        because: `${short(peakHoursPerDay)} hours a day have ${short(peakFactor)} times the traffic of the others: what is not used costs nothing`,
      },
    ...mostSecondsOfBatch !== undefined && mostSecondsOfBatch > LONGEST_RUN * NEAR
      ? [{
        compute: 'managed instances',
        because: `a batch took up to ${short(mostSecondsOfBatch)} s; ordinary Lambda ends it at ${LONGEST_RUN}, managed instances at 5,400`,
      }] : [],
    ...throttles ? [ofThrottles(throttles, isManaged)] : [],
    {
      compute: 'provisioned concurrency',
      because: `nothing but cold starts${mostSecondsInQueue === undefined ? '' : `, on which the queue's oldest message (${short(mostSecondsInQueue)} s at most) seldom depends`}`,
    },
  ];
}

/** Throttles speak for what the pipeline does not run on. */
function ofThrottles(throttles: number, isManaged: boolean): Argument {
  return isManaged
    ? { compute: 'on demand', because: `${whole(throttles)} batches were throttled while environments were too few; ordinary Lambda adds a thousand in ten seconds` }
    : { compute: 'managed instances', because: `${whole(throttles)} batches were throttled; they share no concurrency with other functions` };
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}

function whole(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}

/** Three digits. */
function short(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumFractionDigits: 20 });
}
