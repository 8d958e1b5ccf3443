import { batchingTable, conclusions, costTable, detailsOf, trafficText, type CostReport } from '../../economics/cost-report';
import { figureTable } from '../terminal/table';
import { bullets, wrapped } from '../terminal/text';

/** What a pipeline costs, in lines for a terminal. */
export function printCost(report: CostReport, subject: string, notes: readonly string[]): string[] {
  return [
    ...wrapped(`${subject}: ${trafficText(report)}`),
    `prices of ${report.region}, ${report.pricesAsOf}; ? marks what is not known for sure`,
    '',
    ...figureTable(costTable(report)),
    ...detailsOf(report).flatMap(text => wrapped(text)),
    '',
    ...conclusions(report).flatMap(text => wrapped(text)),
    '',
    'What batching by the client does, on the compute of the pipeline',
    ...figureTable(batchingTable(report)),
    '',
    ...bullets(notes),
    ...report.unsurePrices.length > 0
      ? ['', 'Prices that are not known for sure', ...bullets(report.unsurePrices.map(({ key, usd, confidence, source }) => `${key} ${usd} (${confidence}): ${source}`))] : [],
  ];
}
