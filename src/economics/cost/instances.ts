import type { Load } from './load';
import { KEPT_GIB, KEPT_VCPUS } from '../assumptions';
import type { HandlerConfiguration, ManagedInstances } from '../configuration';
import { InestimableError } from '../inestimable';
import { instanceType, typesNamed, type InstanceType } from '../prices/instance-types';
import type { PriceList } from '../prices/price-list';

/** Instances that run at the same time. */
export interface Fleet {
  readonly type: string;
  readonly instances: number;
  readonly environments: number;
  readonly vCpus: number;
}

/** Zones that Lambda spreads the instances of a function over. */
export const ZONES = 3;

/** Batches that are worked on at the same time, on average: each waits for the objects that it shares and for others, and keeps a CPU busy. */
export function batchesAtOnce({ cpu, batches, waitSeconds }: Load, handler?: HandlerConfiguration): number {
  return batches * ((handler?.maxWaitSeconds ?? 0) + waitSeconds) + cpu;
}

/** Environments that carry a load with the CPU to spare that scaling aims at, and with a place for each batch. */
export function environmentsFor(load: Load, compute: ManagedInstances, handler?: HandlerConfiguration): number {
  const { vCpus, concurrency, cpuTarget, minimumEnvironments } = compute;
  return Math.max(minimumEnvironments, Math.ceil(load.cpu / (vCpus * cpuTarget)), Math.ceil(batchesAtOnce(load, handler) / concurrency));
}

/**
 * The cheapest instances of one type that hold so many environments.
 *
 * Lambda chooses by itself, and nobody documents how: this is the least that it can cost.
 */
export function cheapestFleet(environments: number, compute: ManagedInstances, prices: PriceList): Fleet {
  const fleets = candidates(compute, prices).flatMap(type => {
    const room = environmentsOn(type, compute);
    if (room === 0) {
      return [];
    }
    const instances = Math.max(Math.min(environments, ZONES), Math.ceil(environments / room));
    return [{ type: type.name, instances, environments, vCpus: instances * type.vCpus }];
  });
  const [cheapest] = fleets.sort((one, other) => hourly(one, prices) - hourly(other, prices) || one.vCpus - other.vCpus);
  if (cheapest === undefined) {
    throw new InestimableError(`the price list of ${prices.region} must have an instance type that may be launched and holds ${compute.vCpus} vCPU and ${compute.memoryMiB} MB `
      + `of ${compute.architecture}, got none`);
  }
  return cheapest;
}

/** Instances by the number of environments on them. */
export type Fleets = (environments: number) => Pick<Fleet, 'instances' | 'vCpus'>;

/** The cheapest instances for each number of environments. */
export function fleetsOf(compute: ManagedInstances, prices: PriceList): Fleets {
  const known = new Map<number, Fleet>();
  return environments => {
    const fleet = known.get(environments) ?? cheapestFleet(environments, compute, prices);
    known.set(environments, fleet);
    return fleet;
  };
}

/** Instances of one size, as many as hold so many environments beside the vCPU that Lambda keeps of each. */
export function fleetsOfSize(instanceVCpus: number, environmentVCpus: number): Fleets {
  const room = Math.max(1, Math.floor((instanceVCpus - KEPT_VCPUS) / environmentVCpus));
  return environments => {
    const instances = Math.max(Math.min(environments, ZONES), Math.ceil(environments / room));
    return { instances, vCpus: instances * instanceVCpus };
  };
}

/** Environments that fit on an instance beside what Lambda keeps for itself. */
function environmentsOn({ vCpus, memoryGiB }: InstanceType, compute: ManagedInstances): number {
  const memory = Math.floor((memoryGiB - KEPT_GIB) * 1_024 / compute.memoryMiB);
  return Math.max(0, Math.min(Math.floor((vCpus - KEPT_VCPUS) / compute.vCpus), memory));
}

function candidates({ architecture, allowedTypes, excludedTypes }: ManagedInstances, prices: PriceList): InstanceType[] {
  const listed = prices.keys.flatMap(key => key.startsWith('ec2.') ? instanceType(key.slice('ec2.'.length)) ?? [] : []);
  const named = (allowedTypes ?? []).flatMap(typesNamed).filter(({ name }) => !prices.has(`ec2.${name}`) && prices.find(`ec2.${name}`) !== undefined);
  return [...listed, ...named]
    .filter(({ name }) => !/^c.*\.large$/.test(name) || allowedTypes?.includes(name)) // AWS's pages disagree on whether they are launched
    .filter(type => type.architecture === architecture)
    .filter(({ name }) => allowedTypes?.some(pattern => matches(name, pattern)) ?? true)
    .filter(({ name }) => !excludedTypes.some(pattern => matches(name, pattern)));
}

function matches(name: string, pattern: string): boolean {
  const [head, ...rest] = pattern.split('*');
  return rest.length === 0 ? name === pattern : name.startsWith(head) && name.endsWith(rest.at(-1)!);
}

function hourly({ type, instances }: Fleet, prices: PriceList): number {
  return instances * prices.rate(`ec2.${type}`);
}
