import { runsFor, type SizedRuns } from './runs';
import { sizedProps } from './sized-props';
import { MOST, type SizedFigures, type SizedRate, type Sizing } from './sizes';
import { vCpusWithHeadroom } from '../../processor/rules/instance-room';
import { POLLER_RATE, STANDARD_MAPPING_RATE } from '../assumptions';
import { DEFAULT_CONFIGURATION, DEFAULT_MANAGED_INSTANCES, type ManagedInstances } from '../configuration';
import { cheapestFleet, environmentsFor, ZONES } from '../cost/instances';
import type { Load, OwnHandler } from '../cost/load';
import { loadsOf } from '../cost-estimate';
import { count } from '../plan/plan-report';
import type { PriceList } from '../prices/price-list';
import { settleTraffic, type TelemetryTraffic } from '../traffic';

export const GIB_PER_VCPU = 4;
const VCPUS_OF_ENVIRONMENT: readonly number[] = [1, 2, 4, 8];
const MOST_ENVIRONMENTS = 40;

/** How much more than the busiest hours are expected to need. */
export const SPARE = 1.5;

/** Finds sizes for a traffic by what it asks for a second; every one keeps the rules of the processor. */
export function sizeFor(traffic: TelemetryTraffic, prices: PriceList, ownHandler?: OwnHandler): Sizing {
  const loads = loadsOf(DEFAULT_CONFIGURATION, traffic, { ownHandler });
  const [quiet, busiest] = [loads[0], loads.at(-1)!];
  const runs = runsFor(busiest, settleTraffic(traffic));
  const compute = environment(busiest, runs);
  const atPeak = needed(busiest, compute);
  const minExecutionEnvironments = Math.min(MOST.environments, Math.max(ZONES, needed(quiet, compute)));
  const maxExecutionEnvironments = Math.min(MOST.environments, Math.max(2 * ZONES, Math.ceil(atPeak * SPARE), minExecutionEnvironments));
  const figures: SizedFigures = {
    memorySize: compute.memoryMiB,
    executionEnvironmentMemoryGiBPerVCpu: GIB_PER_VCPU,
    perExecutionEnvironmentMaxConcurrency: compute.concurrency,
    minExecutionEnvironments,
    maxExecutionEnvironments,
    maxVCpuCount: vCpusFor(compute, maxExecutionEnvironments, prices),
    throttlingRateLimit: Math.max(1, Math.ceil(busiest.requests * SPARE)),
    batchSize: runs.batchSize,
    timeout: runs.timeout,
    ...pollersFor(quiet, busiest),
  };
  return {
    rates: [rateOf('steady', quiet), ...loads.length > 1 ? [rateOf('busiest hours', busiest)] : []],
    props: sizedProps(figures, { quiet, busiest, environmentsAtPeak: atPeak }),
    figures,
    beyond: beyondOf(busiest, atPeak, vCpusWithRoom(compute, minExecutionEnvironments)),
  };
}

/** vCPUs that so many environments may need, however Lambda packs them, and two instances besides. */
export function vCpusFor(compute: ManagedInstances, environments: number, prices: PriceList): number {
  return Math.min(MOST.vCpus, Math.max(cheapestFleet(environments, compute, prices).vCpus, vCpusWithRoom(compute, environments)));
}

function vCpusWithRoom({ memoryMiB }: ManagedInstances, alwaysRunning: number): number {
  return vCpusWithHeadroom({ memorySize: memoryMiB, memoryGiBPerVCpu: GIB_PER_VCPU, alwaysRunning }) ?? 0;
}

/** What a pipeline of these sizes runs on. */
export function computeOf({ memorySize, perExecutionEnvironmentMaxConcurrency, ...figures }: SizedFigures): ManagedInstances {
  return {
    ...DEFAULT_MANAGED_INSTANCES,
    memoryMiB: memorySize,
    vCpus: memorySize / GIB_PER_VCPU / 1_024,
    concurrency: perExecutionEnvironmentMaxConcurrency,
    minimumEnvironments: figures.minExecutionEnvironments,
    maximumEnvironments: figures.maxExecutionEnvironments,
    maxVCpuCount: figures.maxVCpuCount,
  };
}

/** The smallest environment of which not too many are needed. */
function environment(busiest: Load, { perVCpu }: SizedRuns): ManagedInstances {
  const sizes = VCPUS_OF_ENVIRONMENT.map(vCpus => ({
    ...DEFAULT_MANAGED_INSTANCES, vCpus, memoryMiB: GIB_PER_VCPU * 1_024 * vCpus, concurrency: perVCpu * vCpus,
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
  const minimumPollers = Math.min(MOST.minimumPollers, Math.max(2, Math.ceil(quiet.bytes / POLLER_RATE)));
  return { minimumPollers, maximumPollers: Math.min(MOST.pollers, Math.max(minimumPollers, Math.ceil(busiest.bytes * SPARE / POLLER_RATE))) };
}

function rateOf(phase: string, { requests, bytes, batches, cpu }: Load): SizedRate {
  return { phase, requests, megabytes: bytes / 1e6, batches, vCpus: cpu };
}

function beyondOf({ bytes, cpu }: Load, environments: number, vCpusAlwaysRunning: number): string[] {
  const pollers = Math.ceil(bytes / POLLER_RATE);
  const vCpus = Math.max(Math.ceil(cpu / DEFAULT_MANAGED_INSTANCES.cpuTarget), vCpusAlwaysRunning);
  const split = 'so spread the clients over several pipelines';
  return [
    ...environments > MOST.environments ? [`${count(environments)} environments are needed, and a function has ${count(MOST.environments)} at most; ${split}`] : [],
    ...vCpus > MOST.vCpus ? [`${count(vCpus)} vCPUs are needed, and a capacity provider has ${count(MOST.vCpus)} at most; ${split}`] : [],
    ...pollers > MOST.pollers ? [`${count(pollers)} pollers are needed, and a mapping has ${count(MOST.pollers)} at most; ${split}`] : [],
  ];
}
