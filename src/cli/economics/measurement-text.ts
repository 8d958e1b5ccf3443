import { costTable, type Table } from '../../economics/cost-report';
import type { MeasuredCost } from '../../economics/measurement/measured-cost';
import { planTable, type MeasuredPlan } from '../../economics/measurement/measured-plan';
import type { Figure, Measurement } from '../../economics/measurement/measurement';
import type { Argument } from '../../economics/measurement/verdict';
import { findingText } from '../../economics/plan/plan-report';
import { figureTable } from '../terminal/table';
import { bullets, wrapped } from '../terminal/text';

/** Everything that is told of a measured pipeline. */
export interface MeasuredPipeline {
  readonly subject: {
    readonly function: string;
    readonly queue: string;
    readonly compute: 'managedInstances' | 'onDemand';
    /** Absent for none. */
    readonly provisionedConcurrency?: number;
    readonly api?: Readonly<Record<string, string>>;
  };
  readonly measurement: Measurement;
  readonly comparison: MeasuredCost;
  readonly cheapest?: string;
  readonly arguments?: readonly Argument[];
  /** Absent when there is no comparison, or the queue could not be read. */
  readonly plan?: MeasuredPlan;
  readonly prices: { readonly region: string; readonly asOf: string };
  readonly notes: readonly string[];
}

/** A measured pipeline in lines of 80 columns. */
export function printMeasurement(measured: MeasuredPipeline): string[] {
  const { subject, measurement, comparison, cheapest, arguments: speaks = [], plan, prices, notes } = measured;
  const { missing } = measurement;
  const counted = countedText(measurement);
  const lines = (texts: readonly string[]) => texts.flatMap(text => wrapped(text));
  return [
    ...lines([subjectText(subject, measurement)]),
    '',
    ...figureTable(figuresTable(measurement)),
    '',
    ...counted.length === 0 ? [] : [...lines(counted), ''],
    ...missing.length === 0 ? [] : ['CloudWatch has no values of', ...bullets(missing), ''],
    ...comparison.cases.flatMap(({ title, ...it }) => [
      ...lines([`What a month of this costs, ${title}; prices of ${prices.region}, ${prices.asOf}`]), ...figureTable(costTable(it)), '',
    ]),
    ...comparison.unknown.length === 0 ? [] : ['Nothing can be compared, because', ...bullets(comparison.unknown), ''],
    ...cheapest === undefined ? [] : [...lines([cheapest]), ''],
    ...[...new Set(speaks.map(({ compute }) => compute))].flatMap(compute => [
      `For ${compute} speaks`, ...bullets(speaks.filter(it => it.compute === compute).map(({ because }) => because)), '',
    ]),
    ...plan === undefined ? [] : planLines(plan),
    ...bullets([...notes, ...comparison.cases.length > 0 ? ['free tiers and taxes are left out; ? marks prices that are not known for sure'] : []]),
  ];
}

/** What was measured, and when. */
export function subjectText({ function: reader, queue, compute, provisionedConcurrency }: MeasuredPipeline['subject'], { hours, period }: Measurement): string {
  const kind = compute === 'managedInstances' ? 'managed instances' : 'ordinary Lambda';
  const ready = provisionedConcurrency === undefined ? '' : ` with ${number(provisionedConcurrency)} environments provisioned`;
  return `${reader} on ${kind}${ready}, reading ${queue}: ${number(hours)} hours to ${minute(period.to)} UTC`;
}

/** What a pipeline runs on, after the word `on`. */
export function placeOf(compute: string): string {
  return compute === 'on demand' ? 'ordinary Lambda' : compute;
}

/** What was measured, as a table. */
export function figuresTable({ figures }: Measurement): Table {
  return [['measured', 'mean', 'most'], ...figures.map(row)];
}

/** How many batches there were, and what became of them; nothing when nobody knows. */
export function countedText({ batches, failedBatches, throttles }: Measurement): string[] {
  const counted = [
    ...failedBatches === undefined ? [] : [`${number(failedBatches)} failed`],
    ...throttles === undefined ? [] : [`${number(throttles)} were throttled`],
  ];
  return batches === undefined || counted.length === 0 ? [] : [`Of ${number(batches)} batches, ${counted.join(' and ')}.`];
}

function planLines({ traffic, cases }: MeasuredPlan): string[] {
  return [
    ...wrapped(`What ${traffic.title}, do to each`),
    '',
    ...cases.flatMap(it => {
      const { compute, found } = it.days.find(({ isOwn }) => isOwn)!;
      const where = placeOf(compute);
      return [
        ...cases.length > 1 ? [`${it.title}:`] : [],
        ...figureTable(planTable(it)),
        '',
        ...found.length === 0 ? [`Nothing breaks on ${where}, on which it runs.`] : [
          `What breaks on ${where}, on which it runs, and what to change`, ...bullets(found.map(findingText)),
        ],
        '',
      ];
    }),
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
