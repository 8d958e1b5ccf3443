import { statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { PricingClient } from '@aws-sdk/client-pricing';
import { understood } from '../command-options';
import { lookUpPrices } from './price-lookup';
import { priceQueries } from './price-queries';
import { writePriceFile } from '../../economics/prices/price-file';
import { PriceList } from '../../economics/prices/price-list';
import type { PriceRow, PriceTable } from '../../economics/prices/price-table';
import { US_EAST_1 } from '../../economics/prices/us-east-1';
import { Output } from '../terminal/output';
import { Progress } from '../terminal/progress';
import { UsageError } from '../usage-error';

const USAGE = `telemetry-pipeline prices refresh [--region REGION] [--out FILE]

Looks prices up in the AWS Price List, for \`cost --prices FILE\`. It takes
credentials of any account that may call pricing:GetProducts.

  --region REGION   whose prices                    (us-east-1)
  --out FILE        where they are written          (prices.json)
  --json            what was found as one line of JSON
`;

const OPTIONS = {
  region: { type: 'string', default: 'us-east-1' },
  out: { type: 'string', default: 'prices.json' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Region that answers for all others. */
const PRICING_REGION = 'us-east-1';

/** Looks up what has a price, and writes it to a file. */
export async function runPrices(args: string[]): Promise<void> {
  const { values: { region, out, json, help }, positionals } = understood(() => parseArgs({ args, options: OPTIONS, allowPositionals: true }), USAGE);
  if (help) {
    process.stdout.write(USAGE);
    return;
  }
  if (positionals.join(' ') !== 'refresh') {
    throw new UsageError(`prices must be followed by refresh, got ${positionals.length === 0 ? 'none' : `'${positionals.join(' ')}'`}`, USAGE);
  }
  demandPlaceFor(out);

  const { table, missing } = await refreshed(region);
  write(out, writePriceFile(table));

  const keys = Object.keys(table.rows);
  new Output(json).result({ region, asOf: table.asOf, file: out, found: keys, missing }, () => [
    `${keys.length} prices of ${region} written to ${out}`,
    ...missing.length > 0 ? [`not found, or not one alone: ${missing.join(', ')}`] : [],
  ].join('\n'));
}

async function refreshed(region: string): Promise<{ readonly table: PriceTable; readonly missing: readonly string[] }> {
  const asOf = new Date().toISOString().slice(0, 10);
  const known = new PriceList(US_EAST_1);
  const queries = priceQueries(known.keys.filter(key => key.startsWith('ec2.')).map(key => key.slice('ec2.'.length)));
  const client = new PricingClient({ region: PRICING_REGION });
  const progress = new Progress();
  try {
    const found = await lookUpPrices(client, queries, region, count => progress.say(`looked up ${count} of ${queries.length} prices`));
    if (queries.every(({ isGlobal }, index) => isGlobal || found[index] === undefined)) {
      throw new Error(`--region must be one that the AWS Price List has prices of, such as eu-west-1, got '${region}'; nothing was written`);
    }
    const rows = Object.fromEntries(queries.flatMap(({ key, service }, index) => {
      const bands = found[index];
      return bands === undefined ? [] : [[key, { bands, confidence: 'high', source: `AWS Price List, ${service}, ${asOf}` } satisfies PriceRow]];
    }));
    return { table: { region, asOf, rows }, missing: queries.filter((_, index) => found[index] === undefined).map(({ key }) => key) };
  } finally {
    progress.stop();
    client.destroy();
  }
}

/** Refuses a file that cannot be, before a minute of looking up is spent on it. */
function demandPlaceFor(file: string): void {
  const isFolder = statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (isFolder || !statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory()) {
    throw unwritable(file, isFolder ? 'EISDIR' : 'ENOENT');
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw unwritable(file, (error as NodeJS.ErrnoException).code);
  }
}

function unwritable(file: string, code: string | undefined): Error {
  return new Error(`--out must be a file that can be written, got '${file}' (${code})`);
}
