import { batchingSection, costCards, curvesSection, notesSection, partsSection } from './cost-sections';
import { daySections, type SimulatedDay } from './day-sections';
import type { CostCurves } from '../../economics/cost-curves';
import { conclusions, trafficText, type CostReport } from '../../economics/cost-report';
import type { PageContent } from '../html/html-page';

/** What the page on the cost of a pipeline is made of. */
export interface PricedPipeline {
  readonly subject: string;
  readonly report: CostReport;
  readonly curves: CostCurves;
  readonly day: SimulatedDay;
  readonly notes: readonly string[];
}

/** The page on what a pipeline costs, and what a day of the same traffic does to it. */
export function costPage({ subject, report, curves, day, notes }: PricedPipeline): PageContent {
  return {
    title: 'What it costs',
    lead: [`${subject}: ${trafficText(report)}`, `Prices of ${report.region}, ${report.pricesAsOf}.`],
    cards: costCards(report.computes),
    sections: [
      curvesSection(curves, report.traffic.eventsPerSecond, report.crossings, conclusions(report)),
      partsSection('Where the money goes', report.computes),
      batchingSection(report),
      ...daySections(day),
      notesSection(report, notes),
    ],
  };
}
