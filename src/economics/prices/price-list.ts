import { nearestRow } from './nearest-type';
import type { PriceKey } from './price-keys';
import type { PriceRow, PriceTable } from './price-table';
import { InestimableError } from '../inestimable';

/** An amount of something that has a price. */
export interface Charge {
  readonly key: PriceKey;
  readonly amount: number;
}

/** Prices of one region on one day. */
export class PriceList {
  constructor(private readonly table: PriceTable) {}

  public get region(): string {
    return this.table.region;
  }

  public get asOf(): string {
    return this.table.asOf;
  }

  public get keys(): PriceKey[] {
    return Object.keys(this.table.rows) as PriceKey[];
  }

  /** A price and where it comes from; instances that the list does not have cost what the nearest of it do. */
  public row(key: PriceKey): PriceRow {
    const row = this.find(key);
    if (!row) {
      throw new InestimableError(`the price list of ${this.region} must have ${key}, got none; give it with --prices, or have it looked up by \`prices refresh\``);
    }
    return row;
  }

  /** A price, if there is one that can be told. */
  public find(key: PriceKey): PriceRow | undefined {
    const row: PriceRow | undefined = this.table.rows[key];
    return row ?? (key.startsWith('ec2.') ? nearestRow(this.table.rows, key.slice('ec2.'.length)) : undefined);
  }

  /** Whether a price is of the list itself. */
  public has(key: PriceKey): boolean {
    return key in this.table.rows;
  }

  /** Price of the first unit, in USD. */
  public rate(key: PriceKey): number {
    return this.row(key).bands[0].usd;
  }

  /** Price of an amount in a month, each band at its own price. */
  public usd({ key, amount }: Charge): number {
    let below = 0;
    let usd = 0;
    for (const band of this.row(key).bands) {
      const end = band.upTo ?? Infinity;
      usd += Math.max(0, Math.min(amount, end) - below) * band.usd;
      below = end;
    }
    return usd;
  }

  /** The same list with some prices replaced; those of another region that stay are not known for sure there. */
  public with({ region, asOf, rows }: PriceTable): PriceList {
    const kept = region === this.region ? this.table.rows : elsewhere(this.table);
    return new PriceList({ region, asOf, rows: { ...kept, ...rows } });
  }
}

/** Lambda's fee is a share of what instances cost, and the same in each region. */
const EVERYWHERE: PriceKey = 'lambda.instance-fee';

function elsewhere({ region, rows }: PriceTable): PriceTable['rows'] {
  return Object.fromEntries(Object.entries(rows)
    .map(([key, row]) => key === EVERYWHERE ? [key, row] : [key, { bands: row.bands, confidence: 'low' as const, source: `the price of ${region} (${row.source})` }]));
}
