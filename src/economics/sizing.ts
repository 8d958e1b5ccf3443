import { POLLER_RATE, STANDARD_MAPPING_RATE } from './assumptions';
import { DEFAULT_CONFIGURATION, DEFAULT_MANAGED_INSTANCES, type ManagedInstances } from './configuration';
import { cheapestFleet, environmentsFor } from './cost/instances';
import type { Load, OwnHandler } from './cost/load';
import { loadsOf } from './cost-estimate';
import type { PriceList } from './prices/price-list';
import type { TelemetryTraffic } from './traffic';
import { vCpusWithHeadroom } from '../processor/rules/instance-room';

/** A prop, what it should be, and why. */
export interface SizedProp {
  readonly prop: string;
  readonly value: string;
  readonly reason: string;
}

/** What a phase of the traffic asks for, a second. */
export interface SizedRate {
  readonly phase: string;
  readonly requests: number;
  readonly megabytes: number;
  readonly batches: number;
  readonly vCpus: number;
}

/** Sizes that carry some traffic on managed instances. */
export interface Sizing {
  readonly rates: readonly SizedRate[];
  readonly props: readonly SizedProp[];
  /** The same as figures. */
  readonly figures: SizedFigures;
}

/** Sizes as figures, each called like the prop. */
export interface SizedFigures {
  readonly memorySize: number;
  readonly executionEnvironmentMemoryGiBPerVCpu: number;
  readonly perExecutionEnvironmentMaxConcurrency: number;
  readonly minExecutionEnvironments: number;
  readonly maxExecutionEnvironments: number;
  readonly maxVCpuCount: number;
  readonly throttlingRateLimit: number;
  readonly minimumPollers?: number;
  readonly maximumPollers?: number;
}

const GIB_PER_VCPU = 4;
const CONCURRENCY_PER_VCPU = 16;
const ZONES = 3;
const VCPUS_OF_ENVIRONMENT: readonly number[] = [1, 2, 4, 8];
const MOST_ENVIRONMENTS = 40;
const MOST_OF_ALL_ENVIRONMENTS = 15_000;

/** How much more than the busiest hours are expected to need. */
const SPARE = 1.5;

const MOST_MINIMUM_POLLERS = 200;
const MOST_POLLERS = 10_000;
const MOST_VCPUS = 15_000;
const RATE_OF_ACCOUNT = 10_000;

/** Finds sizes for a traffic; every one keeps the rules of the processor. */
export function sizeFor(traffic: TelemetryTraffic, prices: PriceList, ownHandler?: OwnHandler): Sizing {
  const loads = loadsOf(DEFAULT_CONFIGURATION, traffic, { ownHandler });
  const [quiet, busiest] = [loads[0], loads.at(-1)!];
  const compute = environment(busiest);
  const minExecutionEnvironments = Math.max(ZONES, needed(quiet, compute));
  const withSpare = Math.max(2 * ZONES, Math.ceil(needed(busiest, compute) * SPARE), minExecutionEnvironments);
  const maxExecutionEnvironments = Math.min(MOST_OF_ALL_ENVIRONMENTS, withSpare);
  const fleet = cheapestFleet(maxExecutionEnvironments, compute, prices);
  const figures: SizedFigures = {
    memorySize: compute.memoryMiB,
    executionEnvironmentMemoryGiBPerVCpu: GIB_PER_VCPU,
    perExecutionEnvironmentMaxConcurrency: compute.concurrency,
    minExecutionEnvironments,
    maxExecutionEnvironments,
    maxVCpuCount: Math.min(MOST_VCPUS, Math.max(fleet.vCpus, vCpusWithHeadroom({
      memorySize: compute.memoryMiB, memoryGiBPerVCpu: GIB_PER_VCPU, alwaysRunning: maxExecutionEnvironments,
    }) ?? 0)),
    throttlingRateLimit: Math.max(1, Math.ceil(busiest.requests * SPARE)),
    ...pollersFor(quiet, busiest),
  };
  return {
    rates: [rateOf('steady', quiet), ...loads.length > 1 ? [rateOf('busiest hours', busiest)] : []],
    props: propsOf(figures, compute, quiet, busiest),
    figures,
  };
}

/** The smallest environment of which not too many are needed. */
function environment(busiest: Load): ManagedInstances {
  const sizes = VCPUS_OF_ENVIRONMENT.map(vCpus => ({
    ...DEFAULT_MANAGED_INSTANCES, vCpus, memoryMiB: GIB_PER_VCPU * 1_024 * vCpus, concurrency: CONCURRENCY_PER_VCPU * vCpus,
  }));
  return sizes.find(size => needed(busiest, size) <= MOST_ENVIRONMENTS) ?? sizes.at(-1)!;
}

function needed(load: Load, compute: ManagedInstances): number {
  return environmentsFor(load, { ...compute, minimumEnvironments: 1 }, DEFAULT_CONFIGURATION.handler);
}

function pollersFor(quiet: Load, busiest: Load): Pick<SizedFigures, 'minimumPollers' | 'maximumPollers'> {
  if (busiest.bytes * SPARE <= STANDARD_MAPPING_RATE) {
    return {};
  }
  const minimumPollers = Math.min(MOST_MINIMUM_POLLERS, Math.max(2, Math.ceil(quiet.bytes / POLLER_RATE)));
  return { minimumPollers, maximumPollers: Math.min(MOST_POLLERS, Math.max(minimumPollers, Math.ceil(busiest.bytes * SPARE / POLLER_RATE))) };
}

function rateOf(phase: string, { requests, bytes, batches, cpu }: Load): SizedRate {
  return { phase, requests, megabytes: bytes / 1e6, batches, vCpus: cpu };
}

function propsOf(figures: SizedFigures, compute: ManagedInstances, quiet: Load, busiest: Load): SizedProp[] {
  const { minExecutionEnvironments: least, maxExecutionEnvironments: most, minimumPollers, maximumPollers } = figures;
  const asked = `the busiest hours keep ${figure(busiest.cpu)} vCPUs busy, and half of an environment's CPU is left for traffic that doubles`;
  return [
    {
      prop: 'processor.size',
      value: `ManagedInstanceSize.generalPurpose(${compute.vCpus})`,
      reason: `${figures.memorySize} MB at ${GIB_PER_VCPU} GiB for each vCPU: room for ${compute.concurrency} batches of 6 MB and what is made of them; `
        + `in that size, ${needed(busiest, compute)} environments carry the busiest hours`,
    },
    {
      prop: 'processor.perExecutionEnvironmentMaxConcurrency',
      value: `${compute.concurrency}`,
      reason: `${CONCURRENCY_PER_VCPU} for each vCPU, the default: batches that run together share objects`,
    },
    { prop: 'processor.minExecutionEnvironments', value: `${least}`, reason: least === ZONES ? 'one for each of three zones' : `${figure(quiet.cpu)} vCPUs are busy all day` },
    { prop: 'processor.maxExecutionEnvironments', value: `${most}`, reason: asked },
    { prop: 'processor.maxVCpuCount', value: `${figures.maxVCpuCount}`, reason: `instances for ${most} environments, and two more, or a launch at the limit can fail` },
    minimumPollers === undefined
      ? { prop: 'processor.provisionedPollers', value: 'none', reason: `5 MB/s are enough for ${figure(busiest.bytes / 1e6)} MB/s` }
      : {
        prop: 'processor.provisionedPollers',
        value: `{ minimumPollers: ${minimumPollers}, maximumPollers: ${maximumPollers} }`,
        reason: `1 MB/s each; ${figure(quiet.bytes / 1e6)} MB/s come all day and ${figure(busiest.bytes / 1e6)} in the busiest hours, and half as much again is spare`,
      },
    {
      prop: 'ingestion.throttlingRateLimit',
      value: `${figures.throttlingRateLimit}`,
      reason: `${figure(busiest.requests)} requests a second in the busiest hours, and half as many again`
        + (figures.throttlingRateLimit > RATE_OF_ACCOUNT ? '; above the 10,000 that an account has at first, so ask AWS for more' : ''),
    },
  ];
}

function figure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US');
}
