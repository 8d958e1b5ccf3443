import type { FunctionFacts } from './processor-facts';

/** Environments that Lambda starts when nobody says how many. */
export const USUAL_MINIMUM = 3;
/** Instances of one function were seen to have no fewer vCPUs than these. */
const USUAL_INSTANCE = 4;

/** vCPUs of one execution environment; absent when they are not known or not a whole number. */
export function vCpus({ memorySize, memoryGiBPerVCpu }: FunctionFacts): number | undefined {
  const cores = (memorySize ?? NaN) / ((memoryGiBPerVCpu ?? NaN) * 1_024);
  return Number.isInteger(cores) && cores > 0 ? cores : undefined;
}

/** vCPUs that leave room for two instances above those that always run; absent when it is not known what runs. */
export function vCpusWithHeadroom(facts: FunctionFacts): number | undefined {
  const { alwaysRunning: environments } = facts;
  const cores = vCpus(facts);
  if (cores === undefined || !environments) {
    return undefined;
  }
  const instance = Math.max(USUAL_INSTANCE, 2 ** Math.ceil(Math.log2(cores + 1))); // Lambda keeps one vCPU of each for itself
  const instances = Math.max(Math.min(environments, USUAL_MINIMUM), Math.ceil(environments / Math.floor((instance - 1) / cores)));
  return (instances + 2) * instance;
}
