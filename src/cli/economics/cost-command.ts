import { parseArgs } from 'node:util';
import { assembledConfiguration } from './assembled-configuration';
import { costPage } from './cost-page';
import { printCost } from './cost-text';
import { PRICE_OPTIONS, PRICE_USAGE, readDiscount, readPrices } from './price-option';
import { HANDLER } from '../../economics/assumptions';
import type { HandlerConfiguration } from '../../economics/configuration';
import { costCurves } from '../../economics/cost-curves';
import { costReport } from '../../economics/cost-report';
import { findings } from '../../economics/plan/plan-report';
import { plannedPipeline } from '../../economics/plan/planned-pipeline';
import { simulate } from '../../economics/plan/simulation';
import { quietAndBusy } from '../../economics/plan/traffic-shape';
import {
  HANDLER_OPTIONS, HANDLER_USAGE, readHandler, readTraffic, TRAFFIC_OPTIONS, TRAFFIC_USAGE, understood,
} from '../command-options';
import { writePage } from '../html/write-page';
import { Progress } from '../terminal/progress';

const USAGE = `telemetry-pipeline cost --events-per-second N [options]

What a month costs on managed instances and on ordinary Lambda, for the pipeline
that \`cdk synth\` wrote, or else for the default one.

${TRAFFIC_USAGE}
  --app FOLDER             what \`cdk synth\` wrote                   (cdk.out)
  --stack NAME             which stack, or path of one of its pipelines
${PRICE_USAGE}${HANDLER_USAGE}  --html FILE              a page with charts, and with a simulated day
  --json                   figures instead of tables
`;

const OPTIONS = {
  ...TRAFFIC_OPTIONS,
  ...HANDLER_OPTIONS,
  app: { type: 'string' },
  stack: { type: 'string' },
  ...PRICE_OPTIONS,
  html: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Tells what a pipeline costs. */
export function runCost(args: string[]): void {
  const { values: options } = understood(() => parseArgs({ args, options: OPTIONS }), USAGE);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const traffic = readTraffic(options, USAGE);
  const savingsPlanDiscount = readDiscount(options['savings-plan'], USAGE);
  const ownHandler = readHandler(options, USAGE);
  const { prices, notes: priceNotes } = readPrices(options.prices);
  const { pipeline, subject, queueSide } = assembledConfiguration(options.app, options.stack);

  const of = { pipeline, traffic, prices, options: { savingsPlanDiscount, ownHandler } };
  const report = costReport(of);
  const notes = [
    ...report.notes,
    ...priceNotes,
    ...ownHandler.eventsPerSecond === undefined ? [handlerNote(pipeline.handler?.compression ?? 'gzip', report.traffic.bytesPerEvent)] : [],
    'SQS is reckoned with ten messages a receive once so many come; were it one, its requests would be 1.75 times as many',
    'free tiers, taxes and what goes back to clients are left out; S3 storage is that of one month of events',
  ];
  process.stdout.write(options.json
    ? `${JSON.stringify({ subject, ...report, notes: [...priceNotes, ...report.notes] }, undefined, 2)}\n`
    : `${printCost(report, subject, notes).join('\n')}\n`);

  if (options.html !== undefined) {
    const progress = new Progress();
    const planned = plannedPipeline(pipeline, queueSide, report.traffic, prices, ownHandler);
    const shape = quietAndBusy(report.traffic);
    const result = simulate(planned, shape, { onMinute: seconds => progress.sayShare('simulating a day', seconds / shape.seconds) });
    progress.stop();
    const day = { pipeline: planned, traffic: shape, result, found: findings(result, planned, shape) };
    writePage(options.html, costPage({ subject, report, curves: costCurves(of), day, notes }));
  }
}

/** The speed was measured with events of another size, and is in proportion to their bytes. */
function handlerNote(compression: HandlerConfiguration['compression'], bytesPerEvent: number): string {
  const eventsPerSecond = HANDLER.eventsPerSecond[compression] * HANDLER.bytesPerEvent / bytesPerEvent;
  return `the library's handler does ${Math.round(eventsPerSecond).toLocaleString('en-US')} such events/s on a vCPU, by what was measured ${HANDLER.measured}; `
    + '--handler-speed sets another';
}
