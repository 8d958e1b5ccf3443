import { FunctionFacts, HandlerFacts, MappingFacts } from './processor-facts';
import { grouped, megabytes, Rule, whenKnown, within } from '../../private/rules';

/** What is known of an ordinary Lambda function and its event source mapping. */
export interface OnDemandFacts extends FunctionFacts, MappingFacts, HandlerFacts {
  /** Props that are given though only managed instances have what they set. */
  readonly instancePropsInVain?: readonly string[];
}

const QUOTAS = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';
const PROVISIONED = 'https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html';
const SQS_SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html';
const OVERVIEW = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html';

export const ON_DEMAND_RULES: readonly Rule<OnDemandFacts>[] = [
  {
    id: 'OnDemandMemory',
    severity: 'error',
    holds: facts => within(facts.memorySize, 128, 10_240),
    message: facts => `memorySize must be between 128 and 10,240 MB on demand, got ${megabytes(facts.memorySize)}`,
    source: QUOTAS,
  },
  {
    id: 'OnDemandTimeout',
    severity: 'error',
    holds: facts => within(facts.timeout, 1, 900),
    message: facts => `timeout must be between 1 second and 15 minutes on demand, got ${grouped(facts.timeout)} seconds`,
    source: QUOTAS,
  },
  {
    id: 'OnDemandProvisioned',
    severity: 'error',
    holds: facts => within(facts.provisionedConcurrency, 1, facts.reservedConcurrency ?? Infinity),
    message: facts => 'provisionedConcurrency must be at least 1, and at most reservedConcurrentExecutions where that is set, '
      + `got ${grouped(facts.provisionedConcurrency)} of ${grouped(facts.reservedConcurrency)}`,
    source: PROVISIONED,
  },
  {
    id: 'OnDemandReserved',
    severity: 'warning',
    holds: facts => whenKnown([facts.reservedConcurrency], reserved => (facts.maxConcurrency ?? Infinity) <= reserved),
    message: facts => `maxConcurrency must be at most reservedConcurrentExecutions, ${grouped(facts.reservedConcurrency)}, got ${grouped(facts.maxConcurrency)}; `
      + 'Lambda refuses the batches above, each refusal counts as a try, and good requests end up as dead letters',
    source: SQS_SCALING,
  },
  {
    id: 'OnDemandInstanceProps',
    severity: 'warning',
    holds: facts => (facts.instancePropsInVain ?? []).length === 0,
    message: facts => `what only managed instances have must be left out on demand, got ${facts.instancePropsInVain?.join(', ')}; `
      + 'it has no effect now, so acknowledge this when it stays for the way back',
    source: OVERVIEW,
  },
];
