import { costLine, type ComputeBill } from './cost-line';
import { cheapestFleet, environmentsFor, type Fleet } from './instances';
import { instanceUsd, managementFee, requestCharge } from './lambda-charges';
import type { Load } from './load';
import { monthly } from './surroundings';
import type { ManagedInstances, PipelineConfiguration } from '../configuration';
import type { PriceList } from '../prices/price-list';

/** What managed instances cost: EC2 with its discount, Lambda's fee without, and requests. */
export function instanceBill(
  { handler, mapping }: PipelineConfiguration, compute: ManagedInstances, loads: readonly Load[], prices: PriceList, discount?: number,
): ComputeBill {
  const phases = loads.map(load => {
    const fleet = cheapestFleet(environmentsFor(load, compute, handler), compute, prices);
    return { load, fleet, hours: load.hours * fleet.instances, objects: objectsOf(load, fleet) * load.hours * 3_600 };
  });
  const ec2 = phases.reduce((sum, { fleet, hours }) => sum + instanceUsd(prices, fleet.type, hours, discount), 0);
  const vCpus = Math.max(...phases.map(({ fleet }) => fleet.vCpus));
  const pollers = Math.max(...loads.map(load => load.pollers));
  const types = [...new Set(phases.map(({ fleet }) => `ec2.${fleet.type}` as const))];
  const unlisted = types.filter(key => !prices.has(key));
  const fee = costLine('management fee', phases.map(({ fleet, hours }) => managementFee(prices, fleet.type, hours)), prices);

  return {
    lines: [
      { name: 'EC2 instances', usd: ec2, keys: types, detail: inWords(phases.map(({ fleet }) => fleet)) },
      { ...fee, keys: [...fee.keys, ...types] }, // a share of their price is as sure as they are
      costLine('Lambda requests', [requestCharge(monthly(loads, ({ batches }) => batches))], prices),
    ],
    objects: phases.reduce((sum, { objects }) => sum + objects, 0),
    fleets: phases.map(({ fleet }) => fleet),
    notes: [
      ...unlisted.map(key => `${key.slice('ec2.'.length)} has no price in the list of ${prices.region}: taken is ${prices.row(key).source}`),
      ...vCpus > compute.maxVCpuCount ? [`maxVCpuCount must be at least ${vCpus} for this traffic, got ${compute.maxVCpuCount}; priced as if it were`] : [],
      ...pollers > (mapping.maximumPollers ?? mapping.minimumPollers ?? 0)
        ? [`the mapping needs up to ${pollers} pollers of its own for this traffic, 1 MB/s each; priced with as many as each hour needs`] : [],
    ],
  };

  /** Batches of a worker share objects, which are stored when they are full or have waited long enough. */
  function objectsOf({ batches, storedBytes }: Load, { environments }: Fleet): number {
    return handler === undefined
      ? 0 : Math.min(batches, Math.max(storedBytes / handler.objectBytes, environments * compute.vCpus / handler.maxWaitSeconds));
  }
}

/** Instances by their types: in quiet and in busy hours, or from the least to the most of many hours. */
function inWords(fleets: readonly Fleet[]): string {
  const texts = [...new Set(fleets.map(({ instances, type }) => `${instances} × ${type}`))];
  if (texts.length <= 2) {
    return texts.length === 2 && fleets.length === 2 ? `${texts[0]}, ${texts[1]} in busy hours` : texts.join(' or ');
  }
  return [...new Set(fleets.map(({ type }) => type))].map(type => {
    const counts = fleets.filter(fleet => fleet.type === type).map(({ instances }) => instances);
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    return `${least === most ? least : `${least} to ${most}`} × ${type}`;
  }).join(' or ');
}
