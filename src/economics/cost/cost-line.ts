import type { Fleet } from './instances';
import type { PriceKey } from '../prices/price-keys';
import type { Charge, PriceList } from '../prices/price-list';

/** One line of a bill, and the prices that it was made with. */
export interface CostLine {
  readonly name: string;
  readonly usd: number;
  readonly keys: readonly PriceKey[];
  /** What it is made of, where the name does not tell. */
  readonly detail?: string;
}

/** What the compute of a pipeline costs, and what follows from it for the rest. */
export interface ComputeBill {
  readonly lines: readonly CostLine[];
  /** Objects that are stored in a month. */
  readonly objects: number;
  /** Instances in each phase of the traffic. */
  readonly fleets: readonly Fleet[];
  readonly notes: readonly string[];
}

/** Adds up charges; what nothing is used of does not appear in it. */
export function costLine(name: string, charges: readonly Charge[], prices: PriceList): CostLine {
  const used = charges.filter(({ amount }) => amount > 0);
  return { name, usd: used.reduce((sum, charge) => sum + prices.usd(charge), 0), keys: used.map(({ key }) => key) };
}
