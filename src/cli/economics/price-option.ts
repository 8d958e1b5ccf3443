import { readFileSync } from 'node:fs';
import { foreignKeys, readPriceFile } from '../../economics/prices/price-file';
import { PriceList } from '../../economics/prices/price-list';
import { US_EAST_1 } from '../../economics/prices/us-east-1';
import { readNumber } from '../command-options';

/** Options that change what things cost. */
export const PRICE_OPTIONS = {
  'prices': { type: 'string' },
  'savings-plan': { type: 'string' },
} as const;

/** How they are used. */
export const PRICE_USAGE = `  --prices FILE            prices of your own, or of another region
  --savings-plan PERCENT   discount on EC2 instances, 0 to 100      (0)
`;

/** Reads a discount in percent, as a share. */
export function readDiscount(text: string | undefined, usage: string): number {
  return (readNumber('savings-plan', text, usage, 0, 100) ?? 0) / 100;
}

/** The library's prices, with those of a file in their place, and what is to be known of them. */
export function readPrices(file: string | undefined): { readonly prices: PriceList; readonly notes: readonly string[] } {
  const prices = new PriceList(US_EAST_1);
  if (file === undefined) {
    return { prices, notes: [] };
  }
  const own = readPriceFile(read(file), file);
  const foreign = foreignKeys(prices, own);
  return {
    prices: prices.with(own),
    notes: foreign.length > 0 ? [`${foreign.length} prices that ${file} does not have are those of ${prices.region}`] : [],
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Error(`--prices must be a file that can be read, got '${file}' (${(error as NodeJS.ErrnoException).code})`);
  }
}
