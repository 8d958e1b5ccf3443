import type { Architecture } from '../configuration';
import type { Charge, PriceList } from '../prices/price-list';

/** What Lambda gives every account each month. */
const FREE_REQUESTS = 1_000_000;
const FREE_GB_SECONDS = 400_000;

/** What each environment has under /tmp at no charge, in MB. */
const FREE_STORAGE_MIB = 512;

/** What is left to be paid for of the requests of an account. */
export function requestCharge(requests: number, free = false): Charge {
  return { key: 'lambda.request', amount: Math.max(0, requests - (free ? FREE_REQUESTS : 0)) };
}

/** Runs of an ordinary function. */
export interface Runs {
  readonly architecture: Architecture;
  readonly memoryMiB: number;
  /** Seconds of all runs together. */
  readonly seconds: number;
}

/** Duration of runs that nothing was provisioned for. */
export function durationCharge({ architecture, ...runs }: Runs, free = false): Charge {
  return { key: `lambda.${architecture}.gb-second`, amount: Math.max(0, gbSeconds(runs) - (free ? FREE_GB_SECONDS : 0)) };
}

/** Ephemeral storage of runs, beyond what each has for nothing. */
export function storageCharge({ architecture, storageMiB, seconds }: Omit<Runs, 'memoryMiB'> & { readonly storageMiB: number }): Charge {
  return { key: `lambda.${architecture}.storage.gb-second`, amount: gbSeconds({ memoryMiB: Math.max(0, storageMiB - FREE_STORAGE_MIB), seconds }) };
}

/** Duration of runs in environments that stood ready. */
export function provisionedDurationCharge({ architecture, ...runs }: Runs): Charge {
  return { key: `lambda.${architecture}.provisioned.duration.gb-second`, amount: gbSeconds(runs) };
}

/** Environments that stand ready for some hours. */
export function readinessCharge({ architecture, memoryMiB }: Omit<Runs, 'seconds'>, environments: number, hours: number): Charge {
  return { key: `lambda.${architecture}.provisioned.gb-second`, amount: gbSeconds({ memoryMiB, seconds: environments * hours * 3_600 }) };
}

/** Pollers that a mapping of a queue has for itself. */
export function pollerCharge(pollerHours: number): Charge {
  return { key: 'lambda.sqs-poller.hour', amount: pollerHours };
}

/** What EC2 asks for instances, in USD; a discount is that of a Savings Plan or a reservation, from 0 to 1. */
export function instanceUsd(prices: PriceList, type: string, hours: number, discount = 0): number {
  const rate = prices.rate(`ec2.${type}`);
  return hours * (discount === 0 ? rate : Number((rate * (1 - discount)).toFixed(4))); // AWS rounds discounted prices so
}

/** What Lambda asks for managing instances: a part of their price on demand, whatever discount they have. */
export function managementFee(prices: PriceList, type: string, hours: number): Charge {
  return { key: 'lambda.instance-fee', amount: instanceUsd(prices, type, hours) };
}

function gbSeconds({ memoryMiB, seconds }: Omit<Runs, 'architecture'>): number {
  return seconds * memoryMiB / 1_024;
}
