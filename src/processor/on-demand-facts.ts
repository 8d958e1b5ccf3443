import { OnDemandOptions } from './on-demand-options';
import { factsOfAnyOptions } from './option-facts';
import { ProcessorOptions } from './processor-options';
import { OnDemandFacts } from './rules/on-demand-rules';
import { known } from '../private/rules';

/** Memory of the function in MB: one vCPU. */
export const DEFAULT_MEMORY_ON_DEMAND = 1_769;

/** What the options tell before anything is made of them. */
export function factsOnDemand(options: ProcessorOptions & OnDemandOptions): OnDemandFacts {
  return {
    ...factsOfAnyOptions(options),
    memorySize: known(options.memorySize ?? DEFAULT_MEMORY_ON_DEMAND),
    reservedConcurrency: known(options.reservedConcurrentExecutions),
    provisionedConcurrency: known(options.provisionedConcurrency),
  };
}
