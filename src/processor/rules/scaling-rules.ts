import { USUAL_MINIMUM, vCpus, vCpusWithHeadroom } from './instance-room';
import { FunctionFacts, ProviderFacts } from './processor-facts';
import { grouped, Rule, whenKnown, within } from '../../private/rules';

type Facts = FunctionFacts & ProviderFacts;

const SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html';
const CAPACITY_PROVIDER = 'https://docs.aws.amazon.com/lambda/latest/api/API_CapacityProviderScalingConfig.html';
const TROUBLESHOOTING = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-troubleshooting.html';
const MOST = 15_000;

export const SCALING_RULES: readonly Rule<Facts>[] = [
  {
    id: 'ScalingRange',
    severity: 'error',
    holds: facts => within(facts.minExecutionEnvironments, 0, MOST) && within(facts.maxExecutionEnvironments, 0, MOST),
    message: facts => `minExecutionEnvironments and maxExecutionEnvironments must be between 0 and 15,000, got ${bounds(facts)}`,
    source: SCALING,
  },
  {
    id: 'ScalingOrder',
    severity: 'error',
    holds: facts => whenKnown([facts.minExecutionEnvironments, facts.maxExecutionEnvironments], (minimum, maximum) => minimum <= maximum),
    message: facts => `minExecutionEnvironments must be at most maxExecutionEnvironments, got ${bounds(facts)}`,
    source: SCALING,
  },
  {
    id: 'ScalingZero',
    severity: 'error',
    holds: facts => facts.minExecutionEnvironments !== 0 || whenKnown([facts.maxExecutionEnvironments], maximum => maximum <= 0),
    message: facts => `minExecutionEnvironments must be at least 1, or 0 with maxExecutionEnvironments 0 to switch the function off, got ${bounds(facts)}`,
    source: SCALING,
  },
  {
    id: 'ScalingBoth',
    severity: 'warning',
    holds: facts => facts.unsetBound === undefined,
    message: facts => `minExecutionEnvironments and maxExecutionEnvironments must be set together, got no ${facts.unsetBound}; `
      + 'Lambda sets a bound that is left out back to its default',
    source: SCALING,
  },
  {
    id: 'ScalingZones',
    severity: 'warning',
    holds: facts => whenKnown([facts.minExecutionEnvironments], minimum => minimum < 1 || minimum >= USUAL_MINIMUM),
    message: facts => `minExecutionEnvironments must be at least 3 to stand in three zones, got ${facts.minExecutionEnvironments}; AWS documents that fewer `
      + 'cover fewer zones',
    source: SCALING,
  },
  {
    id: 'CapacityVCpuCount',
    severity: 'error',
    holds: facts => within(facts.maxVCpuCount, 2, MOST),
    message: facts => `maxVCpuCount must be between 2 and 15,000, got ${grouped(facts.maxVCpuCount)}`,
    source: CAPACITY_PROVIDER,
  },
  {
    id: 'CapacityOfMinimum',
    severity: 'error',
    holds: coversMinimum,
    message: facts => `maxVCpuCount must cover the environments that always run, ${grouped(vCpusOfMinimum(facts))} for ${facts.alwaysRunning} of `
      + `${vCpus(facts)} vCPU, got ${grouped(facts.maxVCpuCount)}; raise it, or lower memorySize or minExecutionEnvironments`,
    source: TROUBLESHOOTING,
  },
  {
    id: 'CapacityHeadroom',
    severity: 'warning',
    holds: facts => !coversMinimum(facts) || whenKnown([facts.maxVCpuCount, vCpusWithHeadroom(facts)], (cap, needed) => cap >= needed),
    message: facts => `maxVCpuCount must leave room for two instances above the minimum, about ${grouped(vCpusWithHeadroom(facts))} for ${facts.alwaysRunning} `
      + `environments of ${vCpus(facts)} vCPU, got ${grouped(facts.maxVCpuCount)}; deployments with less were seen to fail with CapacityProviderScalingLimitExceeded`,
    source: TROUBLESHOOTING,
  },
  {
    id: 'ScalingCpuTarget',
    severity: 'error',
    holds: facts => (facts.cpuTargets ?? []).every(target => within(target, 0, 100)),
    message: facts => `scalingOptions must aim at a CPU utilization between 0 and 100 percent, got ${facts.cpuTargets?.join(' and ')}`,
    source: CAPACITY_PROVIDER,
  },
];

function vCpusOfMinimum(facts: FunctionFacts): number | undefined {
  const cores = vCpus(facts);
  return cores === undefined || facts.alwaysRunning === undefined ? undefined : cores * facts.alwaysRunning;
}

function coversMinimum(facts: Facts): boolean {
  return whenKnown([facts.maxVCpuCount, vCpusOfMinimum(facts)], (cap, needed) => cap >= needed);
}

function bounds(facts: FunctionFacts): string {
  return `${grouped(facts.minExecutionEnvironments)} and ${grouped(facts.maxExecutionEnvironments)}`;
}
