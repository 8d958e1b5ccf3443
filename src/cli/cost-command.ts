import { parseArgs } from 'node:util';
import { assembledConfiguration } from './assembled-configuration';
import { readNumber, readTraffic, TRAFFIC_OPTIONS, TRAFFIC_USAGE, understood } from './command-options';
import { readPrices } from './price-option';
import { textTable, wrapped } from './text-table';
import { HANDLER } from '../economics/assumptions';
import { batchingTable, conclusions, costReport, costTable, trafficText, type CostReport } from '../economics/cost-report';

const COLUMNS = 80;

const USAGE = `telemetry-pipeline cost --events-per-second N [options]

What a month costs on managed instances and on ordinary Lambda, for the pipeline
that \`cdk synth\` wrote, or else for the default one.

${TRAFFIC_USAGE}
  --app FOLDER             what \`cdk synth\` wrote                   (cdk.out)
  --stack NAME             which stack, when several have one
  --prices FILE            prices of your own, or of another region
  --savings-plan PERCENT   discount on EC2 instances, 0 to 100      (0)
  --handler-speed N        events/s and vCPU of a handler of your own
  --handler-wait SECONDS   how long a batch of it waits for others  (0.2)
  --json                   figures instead of tables
`;

const OPTIONS = {
  ...TRAFFIC_OPTIONS,
  'app': { type: 'string' },
  'stack': { type: 'string' },
  'prices': { type: 'string' },
  'savings-plan': { type: 'string' },
  'handler-speed': { type: 'string' },
  'handler-wait': { type: 'string' },
  'json': { type: 'boolean', default: false },
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

/** Tells what a pipeline costs. */
export function runCost(args: string[]): void {
  const { values: options } = understood(() => parseArgs({ args, options: OPTIONS }), USAGE);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const traffic = readTraffic(options, USAGE);
  const savingsPlanDiscount = (readNumber('savings-plan', options['savings-plan'], USAGE, 0, 100) ?? 0) / 100;
  const ownHandler = {
    eventsPerSecond: readNumber('handler-speed', options['handler-speed'], USAGE),
    waitSeconds: readNumber('handler-wait', options['handler-wait'], USAGE, 0),
  };
  const { prices, notes } = readPrices(options.prices);
  const { pipeline, subject } = assembledConfiguration(options.app, options.stack);

  const report = costReport({ pipeline, traffic, prices, options: { savingsPlanDiscount, ownHandler } });
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ subject, ...report, notes: [...notes, ...report.notes] }, undefined, 2)}\n`);
    return;
  }
  const speed = ownHandler.eventsPerSecond ?? HANDLER.eventsPerSecond[pipeline.handler.compression];
  const measured = ownHandler.eventsPerSecond === undefined ? `, measured ${HANDLER.measured}` : '';
  process.stdout.write(`${print(report, subject, [
    ...notes, `the handler does ${speed.toLocaleString('en-US')} events/s on a vCPU${measured}; --handler-speed sets another`,
    'free tiers, taxes and what goes back to clients are left out; S3 storage is that of one month of events',
  ]).join('\n')}\n`);
}

function print(report: CostReport, subject: string, notes: readonly string[]): string[] {
  const bullets = (texts: readonly string[]) => texts.flatMap(text => wrapped(`- ${text}`, COLUMNS, '  '));
  return [
    ...wrapped(`${subject}: ${trafficText(report)}`, COLUMNS),
    `prices of ${report.region}, ${report.pricesAsOf}; ? marks what is not known for sure`,
    '',
    ...textTable(costTable(report)),
    '',
    ...conclusions(report).flatMap(text => wrapped(text, COLUMNS)),
    '',
    'What batching by the client does, on the compute of the pipeline',
    ...textTable(batchingTable(report)),
    '',
    ...bullets([...report.notes, ...notes]),
    ...report.unsurePrices.length > 0
      ? ['', 'Prices that are not known for sure', ...report.unsurePrices.flatMap(({ key, usd, confidence, source }) =>
        wrapped(`- ${key} ${usd} (${confidence}): ${source}`, COLUMNS, '  '))] : [],
  ];
}
