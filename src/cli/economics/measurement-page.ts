import { costCards, curvesSection, notesSection, partsSection } from './cost-sections';
import { daySections } from './day-sections';
import { countedText, figuresTable, placeOf, subjectText, type MeasuredPipeline } from './measurement-text';
import type { Subject } from '../../economics/comparison';
import { costCurves } from '../../economics/cost-curves';
import { conclusions, costReport, money, type CostReport } from '../../economics/cost-report';
import { HOUR_MS } from '../../economics/measurement/hourly-metrics';
import type { CostCase } from '../../economics/measurement/measured-cost';
import { planTable, type MeasuredPlan } from '../../economics/measurement/measured-plan';
import type { PageCard, PageContent, PageSection } from '../html/html-page';

/** The page on what a deployed pipeline did, costs and could run on; a subject for each case of the cost. */
export function measurementPage(measured: MeasuredPipeline, subjects: readonly Subject[]): PageContent {
  const { subject, measurement, comparison: { cases, unknown }, plan, prices, notes } = measured;
  const reports = subjects.map(costReport);
  const suffix = (title: string) => cases.length > 1 ? `, ${title}` : '';
  return {
    title: 'What was measured',
    lead: [subjectText(subject, measurement), `Prices of ${prices.region}, ${prices.asOf}.`],
    cards: cases.length === 0 ? [{ name: 'costs', figure: 'unknown', remark: unknown.join('; ') }] : rangeCards(cases),
    sections: [
      ...verdictSections(measured),
      trafficSection(measured),
      ...cases.flatMap(({ title, computes }, index) => [
        partsSection(`Where the money goes${suffix(title)}`, computes),
        renamed(curvesOf(subjects[index], reports[index]), suffix(title)),
      ]),
      ...plan === undefined ? [] : planSections(plan, suffix),
      notesSection({ unsurePrices: unsurePricesOf(reports) }, [...notes, ...new Set(reports.flatMap(report => report.notes))]),
    ],
  };
}

/** A card for each kind of compute, from the least to the most that it costs. */
function rangeCards(cases: readonly CostCase[]): PageCard[] {
  const [cards] = cases.map(({ computes }) => costCards(computes));
  return cases.length === 1 ? cards : cards.map(({ name }, index) => {
    const all = cases.map(({ computes }) => computes[index].usdPerMonth);
    const [least, most] = [money(Math.min(...all)), money(Math.max(...all))];
    return { name, figure: least === most ? least : `${least} to ${most}`, remark: 'USD a month' };
  });
}

function verdictSections({ cheapest, arguments: speaks = [], comparison: { unknown } }: MeasuredPipeline): PageSection[] {
  return [
    ...cheapest === undefined ? [] : [{
      title: 'What to run it on', texts: [cheapest], bullets: speaks.map(({ compute, because }) => `For ${compute} speaks: ${because}`),
    }],
    ...unknown.length === 0 ? [] : [{ title: 'Nothing can be compared', bullets: unknown }],
  ];
}

function trafficSection({ measurement, plan }: MeasuredPipeline): PageSection {
  const { period, hours, hourlyRates, missing } = measurement;
  const begin = period.to.getTime() - hours * HOUR_MS;
  return {
    title: 'What it did',
    texts: countedText(measurement),
    bullets: missing.map(metric => `CloudWatch has no values of ${metric}`),
    charts: [{
      kind: 'lines',
      title: 'Messages a second, hour by hour',
      isStepped: true,
      x: { title: 'time, UTC', unit: 'date', values: hourlyRates.map((_, hour) => begin + hour * HOUR_MS) },
      y: { title: 'messages a second', unit: 'count' },
      series: [{ name: 'messages a second', colour: 'first', values: hourlyRates }],
      marks: plan === undefined ? [] : [{ at: plan.from.getTime(), text: 'the busiest day' }],
    }],
    tables: [{ title: 'In figures', rows: figuresTable(measurement), isOpen: true }],
  };
}

function curvesOf(subject: Subject, report: CostReport): PageSection {
  const texts = [...conclusions(report), 'Batches are as large as they were measured, whatever the traffic.'];
  return curvesSection(costCurves(subject), report.traffic.eventsPerSecond, report.crossings, texts);
}

function planSections({ traffic, cases }: MeasuredPlan, suffix: (title: string) => string): PageSection[] {
  return cases.flatMap(it => {
    const own = it.days.find(({ isOwn }) => isOwn)!;
    return [
      {
        title: `The busiest day on each${suffix(it.title)}`,
        texts: [`${traffic.title}, simulated with the settings of the queue and the handler as it was measured. It runs on ${placeOf(own.compute)} now.`],
        tables: [{ title: 'In figures', rows: planTable(it), isOpen: true }],
      },
      ...daySections({ ...own, traffic }).map(section => renamed(section, ` on ${placeOf(own.compute)}${suffix(it.title)}`)),
    ];
  });
}

function renamed(section: PageSection, suffix: string): PageSection {
  return { ...section, title: `${section.title}${suffix}` };
}

function unsurePricesOf(reports: readonly CostReport[]): CostReport['unsurePrices'] {
  return [...new Map(reports.flatMap(({ unsurePrices }) => unsurePrices).map(row => [row.key, row])).values()];
}
