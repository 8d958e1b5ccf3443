import { parseArgs } from 'node:util';
import { readPrices } from './price-option';
import { readShape, SHAPE_OPTIONS, SHAPE_USAGE } from './traffic-options';
import { duration, findingText, type Finding } from '../../economics/plan/plan-report';
import { sizeByPlan, type PlannedSizing } from '../../economics/sizing/size-by-plan';
import { HANDLER_OPTIONS, HANDLER_USAGE, readHandler, readNumber, readSize, understood } from '../command-options';
import { Progress } from '../terminal/progress';
import { figureTable } from '../terminal/table';
import { bullets, COLUMNS, wrapped } from '../terminal/text';
import { UsageError } from '../usage-error';

const { traffic: _, ...SHAPES } = SHAPE_OPTIONS; // sizes are for a rate and its peak, not for a recording

const USAGE = `telemetry-pipeline size --events-per-second N [options]

Sizes that carry a traffic on managed instances, and why: those that its rates
ask for, raised until a simulated day of it meets no trouble.

${SHAPE_USAGE.replace(/ *--traffic.*\n/, '')}  --events-per-request N   events that a client sends at once       (20)
  --bytes-per-event N      bytes of an event as JSON                (500)
${HANDLER_USAGE}  --prices FILE            prices of your own, or of another region
  --json                   figures instead of text
`;

const OPTIONS = {
  ...SHAPES,
  ...HANDLER_OPTIONS,
  'events-per-request': { type: 'string' },
  'bytes-per-event': { type: 'string' },
  'prices': { type: 'string' },
  'json': { type: 'boolean', default: false },
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

/** Tells which sizes carry a traffic; fails where none do. */
export function runSize(args: string[]): void {
  const { values: options } = understood(() => parseArgs({ args, options: OPTIONS }), USAGE);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  if (options['events-per-second'] === undefined) {
    throw new UsageError('--events-per-second must be given, got none', USAGE);
  }
  const shape = readShape(options, USAGE);
  const traffic = {
    ...readSize(options, USAGE),
    eventsPerSecond: Number(options['events-per-second']),
    peakFactor: readNumber('peak', options.peak, USAGE, 1),
    peakHoursPerDay: readNumber('peak-hours', options['peak-hours'], USAGE, 0, 24),
  };
  const { prices } = readPrices(options.prices);

  const progress = new Progress();
  const sizing = sizeByPlan({
    traffic, shape, prices, ownHandler: readHandler(options, USAGE), onProgress: (round, share) => progress.sayShare(`simulating day ${round}`, share),
  });
  progress.stop();
  process.stdout.write(`${options.json ? JSON.stringify(figuresOf(sizing), undefined, 2) : print(sizing, shape.title).join('\n')}\n`);
  if (sizing.beyond.length > 0) {
    process.exitCode = 1;
  }
}

function figuresOf({ day, ...sizing }: PlannedSizing): object {
  const { minutes, ...summed } = day ?? {};
  return { ...sizing, day: summed };
}

function print({ rates, props, day, left, beyond }: PlannedSizing, title: string): string[] {
  const rate = (value: number) => Number(value.toPrecision(3)).toLocaleString('en-US');
  return [
    ...figureTable([
      ['a second', 'requests', 'MB', 'batches', 'busy vCPUs'],
      ...rates.map(({ phase, requests, megabytes, batches, vCpus }) => [phase, ...[requests, megabytes, batches, vCpus].map(rate)]),
    ]),
    ...props.flatMap(({ prop, value, reason }) => ['', `${prop}: ${value}`, ...wrapped(reason, '', COLUMNS - 2).map(line => `  ${line}`)]),
    '',
    ...beyond.length > 0 ? ['One pipeline cannot carry this traffic', ...bullets(beyond)] : triedOut(day, left, title),
  ];
}

function triedOut(day: PlannedSizing['day'], left: readonly Finding[], title: string): string[] {
  if (day === undefined) {
    return [];
  }
  const throttles = day.throttles > 0 ? `, ${Math.round(day.throttles).toLocaleString('en-US')} batches throttled and tried again` : '';
  return [
    ...wrapped(`Simulated with these sizes, ${title}: the oldest message is ${duration(day.oldestSeconds)} old, `
      + `${day.mostEnvironments.toLocaleString('en-US')} environments at most${throttles}.`),
    ...left.length === 0 ? [] : ['What is left, and what else to change', ...bullets(left.map(findingText))],
  ];
}
