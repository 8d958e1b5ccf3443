import { isPriceKey, PRICE_KEYS, type PriceKey } from './price-keys';
import type { PriceList } from './price-list';
import type { PriceBand, PriceRow, PriceTable } from './price-table';

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads prices that replace those of a list.
 *
 * @param text JSON such as `{ "region": "eu-west-1", "asOf": "2026-11-25", "prices": { "ec2.m7g.large": 0.091 } }`; a price in bands is a
 *             list of `{ "usd": 0.5, "upTo": 10240 }`, the last one without `upTo`
 * @param file how errors call it
 */
export function readPriceFile(text: string, file: string): PriceTable {
  return readPrices(object(parse(text, file), file), file);
}

/** Reads prices out of values that may be anything. */
export function readPrices({ region, asOf, prices }: Json, file: string): PriceTable {
  if (typeof region !== 'string' || region === '') {
    throw new Error(`${file}: region must be the name of a region, got ${shown(region)}`);
  }
  if (typeof asOf !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(asOf)) {
    throw new Error(`${file}: asOf must be the day of the prices, as YYYY-MM-DD, got ${shown(asOf)}`);
  }
  const rows = Object.entries(object(prices, `${file}: prices`)).map(([key, value]) => {
    const path = `${file}: prices["${key}"]`;
    if (!isPriceKey(key)) {
      throw new Error(`${path} must be ec2. with an instance type, or one of ${PRICE_KEYS.join(', ')}`);
    }
    return [key, row(value, path, file)] as const;
  });
  return { region, asOf, rows: Object.fromEntries(rows) };
}

/** Writes a file that `readPriceFile` reads. */
export function writePriceFile({ region, asOf, rows }: PriceTable): string {
  const prices = Object.entries(rows).map(([key, { bands }]) => [key, bands.length === 1 ? bands[0].usd : bands]);
  return `${JSON.stringify({ region, asOf, prices: Object.fromEntries(prices) }, undefined, 2)}\n`;
}

/** Names of the prices of a list that are still those of another region. */
export function foreignKeys(base: PriceList, { region, rows }: PriceTable): PriceKey[] {
  return base.region === region ? [] : base.keys.filter(key => !(key in rows));
}

function row(value: unknown, path: string, source: string): PriceRow {
  const bands = Array.isArray(value) ? value.map((band, index) => readBand(band, `${path}[${index}]`)) : [{ usd: usd(value, path) }];
  const ends = bands.map(({ upTo }) => upTo ?? Infinity);
  if (ends.length === 0 || ends.at(-1) !== Infinity || ends.some((end, index) => end <= (ends[index - 1] ?? 0))) {
    throw new Error(`${path} must have bands with rising upTo, and none on the last, got ${shown(value)}`);
  }
  return { bands, confidence: 'high', source };
}

function readBand(value: unknown, path: string): PriceBand {
  const band = object(value, path);
  const upTo = band.upTo === undefined ? undefined : usd(band.upTo, `${path}.upTo`);
  return { usd: usd(band.usd, `${path}.usd`), ...upTo !== undefined && { upTo } };
}

function usd(value: unknown, path: string): number {
  if (typeof value !== 'number' || !(value >= 0)) {
    throw new Error(`${path} must be a number of at least 0, got ${shown(value)}`);
  }
  return value;
}

function object(value: unknown, path: string): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`${path} must be a JSON object, got ${shown(value)}`);
  }
  return value as Json;
}

function parse(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${file} must be JSON, got ${(error as Error).message}`);
  }
}

function shown(value: unknown): string {
  return value === undefined ? 'none' : JSON.stringify(value);
}
