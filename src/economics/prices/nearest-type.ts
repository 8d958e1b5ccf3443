import { instanceType, type InstanceType } from './instance-types';
import type { PriceRow, PriceTable } from './price-table';

/**
 * A price for an instance type that a list lacks: that of the nearest generation of the same kind and architecture, for each vCPU.
 *
 * Absent when the list has none of the kind.
 */
export function nearestRow(rows: PriceTable['rows'], name: string): PriceRow | undefined {
  const wanted = instanceType(name);
  const alike = Object.keys(rows).filter(key => key.startsWith('ec2.'))
    .flatMap(key => instanceType(key.slice('ec2.'.length)) ?? [])
    .filter(({ name: other, architecture }) => other[0] === name[0] && architecture === wanted?.architecture);
  const [nearest] = wanted === undefined ? [] : alike.sort((one, other) => distance(wanted, one) - distance(wanted, other));
  return wanted && nearest && priceLike(rows[`ec2.${nearest.name}`], nearest, wanted);
}

function priceLike({ bands }: PriceRow, known: InstanceType, wanted: InstanceType): PriceRow {
  const times = wanted.vCpus / known.vCpus;
  return {
    bands: bands.map(band => ({ ...band, usd: Number((band.usd * times).toFixed(6)) })),
    confidence: 'low',
    source: `that of ${known.name}, the nearest type in the list${times === 1 ? '' : ', in proportion'}`,
  };
}

/** Generations between two types, then whether they are of one family, then how their sizes differ. */
function distance(wanted: InstanceType, known: InstanceType): number {
  const generations = Math.abs(generationOf(wanted) - generationOf(known));
  const size = Math.abs(Math.log2(wanted.vCpus / known.vCpus));
  return 1_000 * generations + (familyOf(wanted) === familyOf(known) ? 0 : 100) + size;
}

function generationOf({ name }: InstanceType): number {
  return Number(/\d+/.exec(name)![0]);
}

function familyOf({ name }: InstanceType): string {
  return name.split('.')[0];
}
