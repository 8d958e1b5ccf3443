import { parseArgs } from 'node:util';
import { readNumber, readTraffic, TRAFFIC_OPTIONS, TRAFFIC_USAGE, understood } from './command-options';
import { textTable, wrapped } from './text-table';
import { PriceList } from '../economics/prices/price-list';
import { US_EAST_1 } from '../economics/prices/us-east-1';
import { sizeFor, type Sizing } from '../economics/sizing';

const COLUMNS = 80;

const USAGE = `telemetry-pipeline size --events-per-second N [options]

Sizes that carry a traffic on managed instances, and why.

${TRAFFIC_USAGE}
  --handler-speed N        events/s and vCPU of a handler of your own
  --handler-wait SECONDS   how long a batch of it waits for others  (0.2)
  --json                   figures instead of text
`;

const OPTIONS = {
  ...TRAFFIC_OPTIONS,
  'handler-speed': { type: 'string' },
  'handler-wait': { type: 'string' },
  'json': { type: 'boolean', default: false },
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

/** Tells which sizes carry a traffic. */
export function runSize(args: string[]): void {
  const { values: options } = understood(() => parseArgs({ args, options: OPTIONS }), USAGE);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const ownHandler = {
    eventsPerSecond: readNumber('handler-speed', options['handler-speed'], USAGE),
    waitSeconds: readNumber('handler-wait', options['handler-wait'], USAGE, 0),
  };
  const sizing = sizeFor(readTraffic(options, USAGE), new PriceList(US_EAST_1), ownHandler);
  process.stdout.write(`${options.json ? JSON.stringify(sizing, undefined, 2) : print(sizing).join('\n')}\n`);
}

function print({ rates, props }: Sizing): string[] {
  const rate = (value: number) => Number(value.toPrecision(3)).toLocaleString('en-US');
  return [
    ...textTable([
      ['a second', 'requests', 'MB', 'batches', 'busy vCPUs'],
      ...rates.map(({ phase, requests, megabytes, batches, vCpus }) => [phase, ...[requests, megabytes, batches, vCpus].map(rate)]),
    ]),
    ...props.flatMap(({ prop, value, reason }) => ['', `${prop}: ${value}`, ...wrapped(reason, COLUMNS - 2).map(line => `  ${line}`)]),
  ];
}
