import type { CostCurves } from '../../economics/cost-curves';
import type { DetailedEstimate } from '../../economics/cost-estimate';
import { batchingTable, costTable, detailsOf, money, type CostReport, type Table } from '../../economics/cost-report';
import type { Crossing } from '../../economics/crossings';
import type { Chart, Colour } from '../html/chart';
import type { PageCard, PageSection } from '../html/html-page';

/** A kind of compute has the same colour on every page. */
const COLOURS: readonly Colour[] = ['first', 'second', 'third'];

/** Two steps of each decade of a curve are rows of its table. */
const TABLE_STEP = 5;

/** A card for each kind of compute. */
export function costCards(computes: readonly DetailedEstimate[]): PageCard[] {
  const least = Math.min(...computes.map(({ usdPerMonth }) => usdPerMonth));
  return computes.map(({ compute, usdPerMonth, usdPerMillionEvents }) => ({
    name: compute,
    figure: `${money(usdPerMonth)}`,
    remark: `USD a month${usdPerMonth === least ? ', the least' : ''}; ${money(usdPerMillionEvents)} for a million events`,
  }));
}

/** Where the money goes, on each kind of compute. */
export function partsSection(title: string, computes: readonly DetailedEstimate[]): PageSection {
  const names = [...new Set(computes.flatMap(({ parts }) => parts.map(({ name }) => name)))];
  const usd = ({ parts }: DetailedEstimate, name: string) => parts.find(part => part.name === name)?.usdPerMonth ?? 0;
  return {
    title,
    texts: detailsOf({ computes }),
    charts: [{
      kind: 'bars',
      title: 'USD a month by part',
      categories: names,
      y: { title: 'USD a month', unit: 'usd' },
      series: computes.map((estimate, index) => ({ name: estimate.compute, colour: COLOURS[index], values: names.map(name => usd(estimate, name)) })),
    }],
    tables: [{ title: 'Every part, in USD a month; ? marks what is not known for sure', rows: costTable({ computes }) }],
  };
}

/** How the cost follows the traffic, and where the kinds of compute cross. */
export function curvesSection(
  { eventsPerSecond, curves }: CostCurves, here: number, crossings: readonly Crossing[], texts: readonly string[],
): PageSection {
  const shown = eventsPerSecond.at(-1)!;
  const turns = [...new Set([...crossings.slice(0, 1), ...crossings.slice(-1)])].filter(crossing => crossing.eventsPerSecond < shown);
  const chart = (title: string, of: (curve: CostCurves['curves'][number]) => readonly number[]): Chart => ({
    kind: 'lines',
    title,
    company: 'cost',
    x: { title: 'events a second', unit: 'count', isLogarithmic: true, values: eventsPerSecond },
    y: { title: 'USD a month', unit: 'usd', isLogarithmic: true },
    series: curves.map((curve, index) => ({ name: curve.compute, colour: COLOURS[index], values: of(curve) })),
    marks: [{ at: here, text: 'this traffic' }, ...turns.map(({ eventsPerSecond: at, isForManaged }) => ({ at, text: `managed instances cost ${isForManaged ? 'less' : 'more'}` }))],
  });
  return {
    title: 'Cost by traffic',
    texts,
    charts: [
      chart('What differs: each without what all of them cost', ({ ownUsd }) => ownUsd),
      chart('The whole bill', ({ usd }) => usd),
    ],
    tables: [{ title: 'The whole bill in USD a month, by events a second', rows: curvesTable(eventsPerSecond, curves) }],
  };
}

/** What batching by the client does. */
export function batchingSection(report: CostReport): PageSection {
  return {
    title: 'What batching by the client does',
    charts: [{
      kind: 'bars',
      title: 'USD a month by events in a request, on the compute of the pipeline',
      categories: report.batching.map(({ eventsPerRequest }) => `${eventsPerRequest} a request`),
      y: { title: 'USD a month', unit: 'usd' },
      series: [{ name: 'USD a month', colour: 'first', values: report.batching.map(({ usdPerMonth }) => usdPerMonth) }],
    }],
    tables: [{ title: 'In figures', rows: batchingTable(report) }],
  };
}

/** What must be known besides the figures. */
export function notesSection({ unsurePrices }: Pick<CostReport, 'unsurePrices'>, notes: readonly string[]): PageSection {
  return {
    title: 'What to know',
    bullets: notes,
    tables: unsurePrices.length === 0 ? [] : [{
      title: 'Prices that are not known for sure',
      isOfWords: true,
      rows: [['price', 'USD', 'confidence', 'source'], ...unsurePrices.map(({ key, usd, confidence, source }) => [key, String(usd), confidence, source])],
    }],
  };
}

function curvesTable(eventsPerSecond: readonly number[], curves: CostCurves['curves']): Table {
  const rate = (value: number) => Number(value.toPrecision(2)).toLocaleString('en-US');
  return [
    ['events a second', ...curves.map(({ compute }) => compute)],
    ...eventsPerSecond.flatMap((value, index) => index % TABLE_STEP === 0 ? [[rate(value), ...curves.map(({ usd }) => money(usd[index]))]] : []),
  ];
}
