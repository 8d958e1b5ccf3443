import { paginateGetProducts, type PricingClient } from '@aws-sdk/client-pricing';
import type { PriceQuery } from './price-queries';
import type { PriceBand } from '../../economics/prices/price-table';

/** A product as the AWS Price List describes it. */
interface Product {
  readonly product: { readonly attributes: Readonly<Record<string, string | undefined>> };
  readonly terms: { readonly OnDemand?: Readonly<Record<string, { readonly priceDimensions: Readonly<Record<string, PriceDimension>> }>> };
}

interface PriceDimension {
  readonly beginRange: string;
  readonly endRange: string;
  readonly pricePerUnit: { readonly USD?: string };
}

/** Calls that are under way at the same time; what AWS allows an account is not documented. */
const AT_ONCE = 5;

/** Looks prices up, some at a time, in their order; what has no price, or several, is absent. */
export async function lookUpPrices(
  client: PricingClient, queries: readonly PriceQuery[], region: string, onFound: (count: number) => void,
): Promise<(PriceBand[] | undefined)[]> {
  const found: (PriceBand[] | undefined)[] = [];
  let next = 0;
  let done = 0;
  const lookUp = async () => {
    while (next < queries.length) {
      const index = next++;
      found[index] = await lookUpPrice(client, queries[index], region);
      onFound(++done);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lookUp));
  return found;
}

/** Looks a price up in the AWS Price List; absent when there is none, or when there are several. */
async function lookUpPrice(client: PricingClient, query: PriceQuery, region: string): Promise<PriceBand[] | undefined> {
  const place = query.isGlobal ? {} : { regionCode: region };
  const Filters = Object.entries({ ...place, ...query.attributes }).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value }));
  const asked = { ServiceCode: query.service, Filters, FormatVersion: 'aws_v1' };
  const found: PriceBand[][] = [];
  for await (const { PriceList: texts = [] } of paginateGetProducts({ client }, asked)) {
    const products = (texts as readonly unknown[]).map(text => JSON.parse(String(text)) as Product);
    found.push(...products.filter(product => isOf(product, query.usage)).map(bandsOf).filter(isPaid));
  }
  const [first, ...others] = found;
  return others.every(other => JSON.stringify(other) === JSON.stringify(first)) ? first : undefined;
}

/** Some regions have a prefix such as `EUW1-`; `RegionalNatGateway-Hours` is another product than `NatGateway-Hours`. */
function isOf({ product }: Product, usage: string | undefined): boolean {
  const { usagetype = '' } = product.attributes;
  return usage === undefined || usagetype === usage || usagetype.endsWith(`-${usage}`);
}

function bandsOf({ terms }: Product): PriceBand[] {
  return Object.values(terms.OnDemand ?? {}).flatMap(({ priceDimensions }) => Object.values(priceDimensions))
    .sort((one, other) => Number(one.beginRange) - Number(other.beginRange))
    .map(({ endRange, pricePerUnit }) => ({ usd: Number(pricePerUnit.USD ?? NaN), ...endRange !== 'Inf' && { upTo: Number(endRange) } }));
}

/** A product that costs nothing is a free tier of its own; a band that does, a part of the price. */
function isPaid(bands: readonly PriceBand[]): boolean {
  return bands.some(({ usd }) => usd > 0);
}
