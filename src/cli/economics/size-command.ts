import { parseArgs } from 'node:util';
import { PriceList } from '../../economics/prices/price-list';
import { US_EAST_1 } from '../../economics/prices/us-east-1';
import { sizeFor, type Sizing } from '../../economics/sizing';
import { HANDLER_OPTIONS, HANDLER_USAGE, readHandler, readTraffic, TRAFFIC_OPTIONS, TRAFFIC_USAGE, understood } from '../command-options';
import { COLUMNS, textTable, wrapped } from '../terminal/text';

const USAGE = `telemetry-pipeline size --events-per-second N [options]

Sizes that carry a traffic on managed instances, and why.

${TRAFFIC_USAGE}
${HANDLER_USAGE}  --json                   figures instead of text
`;

const OPTIONS = {
  ...TRAFFIC_OPTIONS,
  ...HANDLER_OPTIONS,
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Tells which sizes carry a traffic. */
export function runSize(args: string[]): void {
  const { values: options } = understood(() => parseArgs({ args, options: OPTIONS }), USAGE);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const sizing = sizeFor(readTraffic(options, USAGE), new PriceList(US_EAST_1), readHandler(options, USAGE));
  process.stdout.write(`${options.json ? JSON.stringify(sizing, undefined, 2) : print(sizing).join('\n')}\n`);
}

function print({ rates, props }: Sizing): string[] {
  const rate = (value: number) => Number(value.toPrecision(3)).toLocaleString('en-US');
  return [
    ...textTable([
      ['a second', 'requests', 'MB', 'batches', 'busy vCPUs'],
      ...rates.map(({ phase, requests, megabytes, batches, vCpus }) => [phase, ...[requests, megabytes, batches, vCpus].map(rate)]),
    ]),
    ...props.flatMap(({ prop, value, reason }) => ['', `${prop}: ${value}`, ...wrapped(reason, '', COLUMNS - 2).map(line => `  ${line}`)]),
  ];
}
