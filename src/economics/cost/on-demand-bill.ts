import { costLine, type ComputeBill } from './cost-line';
import { durationCharge, provisionedDurationCharge, readinessCharge, requestCharge, storageCharge } from './lambda-charges';
import type { Load } from './load';
import { monthly } from './surroundings';
import { MEMORY_OF_VCPU } from '../assumptions';
import type { OnDemand } from '../configuration';
import type { PriceList } from '../prices/price-list';
import { HOURS_PER_MONTH } from '../traffic';

/** What ordinary Lambda costs: requests, duration, and environments that stand ready. */
export function onDemandBill(compute: OnDemand, loads: readonly Load[], prices: PriceList): ComputeBill {
  const invocations = monthly(loads, ({ batches }) => batches);
  const seconds = monthly(loads, load => concurrencyOf(load, compute));
  const inside = monthly(loads, load => Math.min(concurrencyOf(load, compute), compute.provisionedConcurrency));

  return {
    lines: [
      costLine('Lambda requests', [requestCharge(invocations)], prices),
      costLine('duration', [
        durationCharge({ ...compute, seconds: seconds - inside }),
        provisionedDurationCharge({ ...compute, seconds: inside }),
        storageCharge({ ...compute, storageMiB: compute.storageMiB ?? 0, seconds }),
      ], prices),
      costLine('ready environments', [readinessCharge(compute, compute.provisionedConcurrency, HOURS_PER_MONTH)], prices),
    ],
    objects: invocations,
    fleets: [],
    notes: [],
  };
}

/** Batches that run at the same time, on average. */
export function concurrencyOf({ batches, cpu, waitSeconds }: Load, { memoryMiB }: OnDemand): number {
  return batches * waitSeconds + cpu / Math.min(1, memoryMiB / MEMORY_OF_VCPU); // a batch keeps one thread busy, hardly more
}
