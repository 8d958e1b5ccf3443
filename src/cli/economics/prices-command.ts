import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { PricingClient } from '@aws-sdk/client-pricing';
import { understood } from '../command-options';
import { lookUpPrice } from './price-lookup';
import { priceQueries } from './price-queries';
import { writePriceFile } from '../../economics/prices/price-file';
import { PriceList, type PriceRow } from '../../economics/prices/price-list';
import { US_EAST_1 } from '../../economics/prices/us-east-1';
import { UsageError } from '../usage-error';

const USAGE = `telemetry-pipeline prices refresh [--region REGION] [--out FILE]

Looks prices up in the AWS Price List, for \`cost --prices FILE\`. It takes
credentials of any account that may call pricing:GetProducts.

  --region REGION   whose prices                    (us-east-1)
  --out FILE        where they are written          (prices.json)
`;

const OPTIONS = {
  region: { type: 'string', default: 'us-east-1' },
  out: { type: 'string', default: 'prices.json' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

/** Region that answers for all others. */
const PRICING_REGION = 'us-east-1';

/** Looks up what has a price, and writes it to a file. */
export async function runPrices(args: string[]): Promise<void> {
  const { values: { region, out, help }, positionals } = understood(() => parseArgs({ args, options: OPTIONS, allowPositionals: true }), USAGE);
  if (help) {
    process.stdout.write(USAGE);
    return;
  }
  if (positionals.join(' ') !== 'refresh') {
    throw new UsageError(`prices must be followed by refresh, got ${positionals.length === 0 ? 'none' : `'${positionals.join(' ')}'`}`, USAGE);
  }

  const client = new PricingClient({ region: PRICING_REGION });
  const known = new PriceList(US_EAST_1);
  const asOf = new Date().toISOString().slice(0, 10);
  const rows: Record<string, PriceRow> = {};
  const missing: string[] = [];
  for (const query of priceQueries(known.keys.filter(key => key.startsWith('ec2.')).map(key => key.slice('ec2.'.length)))) {
    const bands = await lookUpPrice(client, query, region);
    if (bands === undefined) {
      missing.push(query.key);
    } else {
      rows[query.key] = { bands, confidence: 'high', source: `AWS Price List, ${query.service}, ${asOf}` };
    }
  }
  client.destroy();

  writeFileSync(out, writePriceFile({ region, asOf, rows }));
  process.stdout.write(`${Object.keys(rows).length} prices of ${region} written to ${out}\n`);
  if (missing.length > 0) {
    process.stdout.write(`not found, or not one alone: ${missing.join(', ')}\n`);
  }
}
