import { vCpus } from './instance-room';
import { FunctionFacts } from './processor-facts';
import { grouped, Rule, within } from '../../private/rules';

const API = 'https://docs.aws.amazon.com/lambda/latest/api/API_LambdaManagedInstancesCapacityProviderConfig.html';
const NODEJS = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-nodejs-runtime.html';
const RUNTIMES = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-runtimes.html';

const MOST_PER_VCPU = 64;

/** What AWS runs by default on one vCPU, where that is less than it allows. */
const USUAL_PER_VCPU: readonly (readonly [RegExp, number])[] = [[/^java\d/, 32], [/^dotnet\d/, 32], [/^python\d/, 16]];

export const CONCURRENCY_RULES: readonly Rule<FunctionFacts>[] = [
  {
    id: 'ConcurrencyRange',
    severity: 'error',
    holds: facts => within(facts.perExecutionEnvironmentMaxConcurrency, 1, 1_600),
    message: facts => `perExecutionEnvironmentMaxConcurrency must be between 1 and 1,600, got ${grouped(facts.perExecutionEnvironmentMaxConcurrency)}`,
    source: API,
  },
  {
    id: 'ConcurrencyPerVCpu',
    severity: 'error',
    holds: facts => !(perVCpu(facts) > MOST_PER_VCPU),
    message: facts => `perExecutionEnvironmentMaxConcurrency must be at most 64 for each vCPU, ${grouped(MOST_PER_VCPU * (vCpus(facts) ?? NaN))} for ${vCpus(facts)} vCPU, `
      + `got ${grouped(facts.perExecutionEnvironmentMaxConcurrency)}; lower it, or raise memorySize`,
    source: NODEJS,
  },
  {
    id: 'ConcurrencyOfRuntime',
    severity: 'warning',
    holds: facts => perVCpu(facts) > MOST_PER_VCPU || !(perVCpu(facts) > usual(facts)),
    message: facts => `perExecutionEnvironmentMaxConcurrency must be at most ${usual(facts)} for each vCPU on ${facts.runtime}, what AWS takes by default, `
      + `got ${grouped(facts.perExecutionEnvironmentMaxConcurrency)} for ${vCpus(facts)} vCPU; whether Lambda refuses more is not documented`,
    source: RUNTIMES,
  },
];

/** Batches for each vCPU; NaN, which is neither more nor less than anything, when that is not known. */
function perVCpu(facts: FunctionFacts): number {
  return (facts.perExecutionEnvironmentMaxConcurrency ?? NaN) / (vCpus(facts) ?? NaN);
}

function usual({ runtime }: FunctionFacts): number {
  return USUAL_PER_VCPU.find(([pattern]) => pattern.test(runtime ?? ''))?.[1] ?? MOST_PER_VCPU;
}
