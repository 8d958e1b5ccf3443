import { vCpus } from './instance-room';
import { memoryOf } from './memory-of-batches';
import { FunctionFacts, MappingFacts } from './processor-facts';
import { megabytes, Rule, whenKnown, within } from '../../private/rules';

const SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html';
const NODEJS = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-nodejs-runtime.html';

const LEAST_MEMORY = 2_048;
const MOST_MEMORY = 32_768;

/** GiB of memory per vCPU that an environment can have. */
export const RATIOS: readonly number[] = [2, 4, 8];

export const MEMORY_RULES: readonly Rule<FunctionFacts & MappingFacts>[] = [
  {
    id: 'MemorySize',
    severity: 'error',
    holds: facts => within(facts.memorySize, LEAST_MEMORY, MOST_MEMORY),
    message: facts => `memorySize must be between 2,048 and 32,768 MB on managed instances, got ${megabytes(facts.memorySize)}`,
    source: SCALING,
  },
  {
    id: 'MemorySizedOnce',
    severity: 'error',
    holds: facts => !facts.sizedTwice,
    message: () => 'size must stand alone, got memorySize or executionEnvironmentMemoryGiBPerVCpu besides; keep one way to say it',
    source: SCALING,
  },
  {
    id: 'MemoryUnset',
    severity: 'warning',
    holds: facts => !facts.memoryUnset,
    message: () => 'memorySize must be set, got none; what Lambda then takes on managed instances is not documented, and 2,048 MB, which is likely, '
      + 'fits 2 GiB per vCPU only',
    source: SCALING,
  },
  {
    id: 'MemoryPerVCpu',
    severity: 'error',
    holds: facts => whenKnown([facts.memoryGiBPerVCpu], ratio => RATIOS.includes(ratio)),
    message: facts => `executionEnvironmentMemoryGiBPerVCpu must be 2, 4 or 8, got ${facts.memoryGiBPerVCpu}`,
    source: SCALING,
  },
  {
    id: 'MemoryWholeVCpus',
    severity: 'error',
    holds: facts => whenKnown([facts.memorySize, facts.memoryGiBPerVCpu],
      (memorySize, memoryGiBPerVCpu) => !RATIOS.includes(memoryGiBPerVCpu) || vCpus({ memorySize, memoryGiBPerVCpu }) !== undefined),
    message: ({ memorySize = NaN, memoryGiBPerVCpu = NaN }) => `memorySize must be a whole number of vCPUs, a multiple of ${megabytes(memoryGiBPerVCpu * 1_024)} `
      + `at ${memoryGiBPerVCpu} GiB per vCPU, got ${megabytes(memorySize)} (${memorySize / (memoryGiBPerVCpu * 1_024)} vCPU); `
      + nearest(memorySize, memoryGiBPerVCpu),
    source: SCALING,
  },
  {
    id: 'MemoryOfBatches',
    severity: 'warning',
    holds: facts => whenKnown([facts.memorySize, memoryOfBatches(facts)], (memorySize, needed) => needed <= memorySize),
    message: facts => `memorySize must hold what runs at the same time, about ${megabytes(memoryOfBatches(facts))} by our estimate for `
      + `${facts.perExecutionEnvironmentMaxConcurrency} batches and ${facts.workerCount} worker threads, got ${megabytes(facts.memorySize)}; `
      + 'lower perExecutionEnvironmentMaxConcurrency, or acknowledge this when your batches stay small',
    source: NODEJS,
  },
];

function memoryOfBatches(facts: FunctionFacts & MappingFacts): number | undefined {
  const { perExecutionEnvironmentMaxConcurrency: batches, workerCount: workers, batchSize } = facts;
  if (batches === undefined || workers === undefined || batchSize === undefined) {
    return undefined;
  }
  return memoryOf(batches, workers, batchSize); // a message has 1 MiB at most
}

function nearest(memorySize: number, ratio: number): string {
  const step = ratio * 1_024;
  const below = Math.floor(memorySize / step) * step;
  const choices = [below, below + step].filter(size => within(size, LEAST_MEMORY, MOST_MEMORY));
  const fitting = RATIOS.find(it => it < ratio && vCpus({ memorySize, memoryGiBPerVCpu: it }) !== undefined);
  return [
    choices.map(megabytes).join(' or ').replace(/^(?=.)/, 'set it to '),
    fitting ? `set executionEnvironmentMemoryGiBPerVCpu to ${fitting}` : '',
  ].filter(Boolean).join(', or ');
}
