/**
 * How far a price can be trusted: `high` is AWS's own page or price list, `medium` several others that agree, `low` a single source or
 * memory.
 */
export type Confidence = 'high' | 'medium' | 'low';

/** Price of a unit up to an amount a month; the last band has no end. */
export interface PriceBand {
  readonly usd: number;
  readonly upTo?: number;
}

/** A price and where it comes from. */
export interface PriceRow {
  readonly bands: readonly PriceBand[];
  readonly confidence: Confidence;
  readonly source: string;
}

/** What `PriceList` is made of. */
export interface PriceTable {
  readonly region: string;
  /** Day on which the prices were looked up, as YYYY-MM-DD. */
  readonly asOf: string;
  /** By `PriceKey`. */
  readonly rows: Readonly<Record<string, PriceRow>>;
}
