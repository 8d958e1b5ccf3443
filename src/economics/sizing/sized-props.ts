import { USUAL_RUNS } from './runs';
import type { SizedFigures, SizedProp } from './sizes';
import { ZONES } from '../cost/instances';
import type { Load } from '../cost/load';

/** Where sizes come from. */
export interface SizedLoads {
  readonly quiet: Load;
  readonly busiest: Load;
  readonly environmentsAtPeak: number;
}

const RATE_OF_ACCOUNT = 10_000;

/** The props of some sizes, each with its reason. */
export function sizedProps(figures: SizedFigures, loads: SizedLoads): SizedProp[] {
  return [...computeProps(figures, loads), ...runProps(figures), pollerProp(figures, loads), doorProp(figures, loads)];
}

function computeProps(figures: SizedFigures, { quiet, busiest, environmentsAtPeak }: SizedLoads): SizedProp[] {
  const { minExecutionEnvironments: least, maxExecutionEnvironments: most, perExecutionEnvironmentMaxConcurrency: concurrency } = figures;
  const vCpus = figures.memorySize / 1_024 / figures.executionEnvironmentMemoryGiBPerVCpu;
  return [
    {
      prop: 'processor.size',
      value: `ManagedInstanceSize.generalPurpose(${vCpus})`,
      reason: `${figures.memorySize} MB at ${figures.executionEnvironmentMemoryGiBPerVCpu} GiB for each vCPU: room for ${concurrency} batches of 6 MB and what is made of them; `
        + (environmentsAtPeak === 1 ? 'one of them carries the busiest hours' : `in that size, ${environmentsAtPeak} environments carry the busiest hours`),
    },
    {
      prop: 'processor.perExecutionEnvironmentMaxConcurrency',
      value: `${concurrency}`,
      reason: concurrency === USUAL_RUNS.perVCpu * vCpus
        ? `${USUAL_RUNS.perVCpu} for each vCPU, the default: batches that run together share objects`
        : 'more batches at the same time would share the CPU until they take longer than half of the timeout',
    },
    { prop: 'processor.minExecutionEnvironments', value: `${least}`, reason: least === ZONES ? 'one for each of three zones' : `${figure(quiet.cpu)} vCPUs are busy all day` },
    {
      prop: 'processor.maxExecutionEnvironments',
      value: `${most}`,
      reason: `the busiest hours keep ${figure(busiest.cpu)} vCPUs busy, and half of an environment's CPU is left for traffic that doubles`,
    },
    { prop: 'processor.maxVCpuCount', value: `${figures.maxVCpuCount}`, reason: `instances for ${most} environments, and two more, or a launch at the limit can fail` },
  ];
}

/** Told only where the defaults do not do. */
function runProps({ timeout, batchSize }: SizedFigures): SizedProp[] {
  return [
    ...timeout === USUAL_RUNS.timeout ? [] : [{
      prop: 'processor.timeout', value: `Duration.seconds(${timeout})`, reason: 'a full batch takes half of it when its environment is full',
    }],
    ...batchSize === USUAL_RUNS.batchSize ? [] : [{
      prop: 'processor.batchSize', value: `${batchSize}`, reason: 'more messages would take longer than half of the timeout',
    }],
  ];
}

function pollerProp({ minimumPollers, maximumPollers }: SizedFigures, { quiet, busiest }: SizedLoads): SizedProp {
  return minimumPollers === undefined
    ? { prop: 'processor.provisionedPollers', value: 'none', reason: `5 MB/s are enough for ${figure(busiest.bytes / 1e6)} MB/s` }
    : {
      prop: 'processor.provisionedPollers',
      value: `{ minimumPollers: ${minimumPollers}, maximumPollers: ${maximumPollers} }`,
      reason: `1 MB/s each; ${figure(quiet.bytes / 1e6)} MB/s come all day and ${figure(busiest.bytes / 1e6)} in the busiest hours, and half as much again is spare`,
    };
}

function doorProp({ throttlingRateLimit }: SizedFigures, { busiest }: SizedLoads): SizedProp {
  return {
    prop: 'ingestion.throttlingRateLimit',
    value: `${throttlingRateLimit}`,
    reason: `${figure(busiest.requests)} requests a second in the busiest hours, and half as many again`
      + (throttlingRateLimit > RATE_OF_ACCOUNT ? '; above the 10,000 that an account has at first, so ask AWS for more' : ''),
  };
}

function figure(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US');
}
