import { costTable } from '../../economics/cost-report';
import type { MeasuredCost } from '../../economics/measurement/measured-cost';
import type { Figure, Measurement } from '../../economics/measurement/measurement';
import type { Argument } from '../../economics/measurement/verdict';
import { bullets, textTable, wrapped } from '../terminal/text';

/** Everything that is told of a measured pipeline. */
export interface MeasuredPipeline {
  readonly subject: { readonly function: string; readonly queue: string; readonly compute: string };
  readonly measurement: Measurement;
  readonly comparison: MeasuredCost;
  readonly cheapest?: string;
  readonly arguments?: readonly Argument[];
  readonly prices: { readonly region: string; readonly asOf: string };
  readonly notes: readonly string[];
}

/** A measured pipeline in lines of 80 columns. */
export function printMeasurement({ subject, measurement, comparison, cheapest, arguments: speaks = [], prices, notes }: MeasuredPipeline): string[] {
  const { period, hours, missing, batches, failedBatches, throttles } = measurement;
  const kind = subject.compute === 'managedInstances' ? 'managed instances' : 'ordinary Lambda';
  const counted = [
    ...failedBatches === undefined ? [] : [`${number(failedBatches)} failed`],
    ...throttles === undefined ? [] : [`${number(throttles)} were throttled`],
  ];
  const lines = (texts: readonly string[]) => texts.flatMap(text => wrapped(text));
  return [
    ...lines([`${subject.function} on ${kind}, reading ${subject.queue}: ${number(hours)} hours to ${minute(period.to)} UTC`]),
    '',
    ...textTable([['measured', 'mean', 'most'], ...measurement.figures.map(row)]),
    '',
    ...batches === undefined || counted.length === 0 ? [] : [...lines([`Of ${number(batches)} batches, ${counted.join(' and ')}.`]), ''],
    ...missing.length === 0 ? [] : ['CloudWatch has no values of', ...bullets(missing), ''],
    ...comparison.cases.flatMap(({ title, ...it }) => [
      ...lines([`What a month of this costs, ${title}; prices of ${prices.region}, ${prices.asOf}`]), ...textTable(costTable(it)), '',
    ]),
    ...comparison.unknown.length === 0 ? [] : ['Nothing can be compared, because', ...bullets(comparison.unknown), ''],
    ...cheapest === undefined ? [] : [...lines([cheapest]), ''],
    ...[...new Set(speaks.map(({ compute }) => compute))].flatMap(compute => [
      `For ${compute} speaks`, ...bullets(speaks.filter(it => it.compute === compute).map(({ because }) => because)), '',
    ]),
    ...bullets([...notes, ...comparison.cases.length > 0 ? ['free tiers and taxes are left out; ? marks prices that are not known for sure'] : []]),
  ];
}

function row({ name, mean, most }: Figure): string[] {
  return [name, ...[mean, most].map(value => value === undefined ? '' : number(value))];
}

/** At least three digits, and no fractions of large numbers. */
function number(value: number): string {
  return value.toLocaleString('en-US', value >= 100 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 });
}

function minute(time: Date): string {
  return time.toISOString().slice(0, 16).replace('T', ' ');
}
