import { Token } from 'aws-cdk-lib';
import { Rule, within } from '../private/rules';

/** What the processor rules speak about. */
export interface ProcessorFacts {
  /** In MB. */
  readonly memorySize: number;
  readonly memoryGiBPerVCpu: number;
}

const SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html';

const LEAST_MEMORY = 2_048;
const MOST_MEMORY = 32_768;
const RATIOS = [2, 4, 8];

export const PROCESSOR_RULES: readonly Rule<ProcessorFacts>[] = [
  {
    id: 'MemorySize',
    severity: 'error',
    holds: facts => within(facts.memorySize, LEAST_MEMORY, MOST_MEMORY),
    message: facts => `memorySize must be between 2,048 and 32,768 MB on managed instances, got ${megabytes(facts.memorySize)}`,
    source: SCALING,
  },
  {
    id: 'MemoryPerVCpu',
    severity: 'error',
    holds: facts => Token.isUnresolved(facts.memoryGiBPerVCpu) || RATIOS.includes(facts.memoryGiBPerVCpu),
    message: facts => `executionEnvironmentMemoryGiBPerVCpu must be 2, 4 or 8, got ${facts.memoryGiBPerVCpu}`,
    source: SCALING,
  },
  {
    id: 'MemoryWholeVCpus',
    severity: 'error',
    holds: facts => Token.isUnresolved(facts.memorySize) || !RATIOS.includes(facts.memoryGiBPerVCpu) || Number.isInteger(vCpus(facts)),
    message: facts => `memorySize must be a whole number of vCPUs, a multiple of ${megabytes(facts.memoryGiBPerVCpu * 1_024)} `
      + `at ${facts.memoryGiBPerVCpu} GiB per vCPU, got ${megabytes(facts.memorySize)} (${vCpus(facts)} vCPU); ${nearest(facts)}`,
    source: SCALING,
  },
];

/** vCPUs of one execution environment. */
export function vCpus({ memorySize, memoryGiBPerVCpu }: ProcessorFacts): number {
  return memorySize / (memoryGiBPerVCpu * 1_024);
}

function nearest({ memorySize, memoryGiBPerVCpu }: ProcessorFacts): string {
  const step = memoryGiBPerVCpu * 1_024;
  const below = Math.floor(memorySize / step) * step;
  const choices = [below, below + step].filter(size => within(size, Math.max(LEAST_MEMORY, step), MOST_MEMORY));
  const ratio = RATIOS.find(it => it < memoryGiBPerVCpu && Number.isInteger(memorySize / (it * 1_024)));
  return [
    choices.length > 0 ? `set it to ${choices.map(megabytes).join(' or ')}` : undefined,
    ratio ? `set executionEnvironmentMemoryGiBPerVCpu to ${ratio}` : undefined,
  ].filter(remedy => remedy !== undefined).join(', or ');
}

function megabytes(size: number): string {
  return `${size.toLocaleString('en-US')} MB`;
}
