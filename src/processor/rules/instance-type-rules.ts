import { vCpus } from './instance-room';
import { InstanceType, MEMORY_OF_FAMILY, readInstanceType } from './instance-type';
import { FunctionFacts, ProviderFacts } from './processor-facts';
import { Rule, whenKnown } from '../../private/rules';

type Facts = FunctionFacts & ProviderFacts;

const REQUIREMENTS = 'https://docs.aws.amazon.com/lambda/latest/api/API_InstanceRequirements.html';
const CAPACITY_PROVIDERS = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-capacity-providers.html';
const MOST_TYPES = 400;

export const INSTANCE_TYPE_RULES: readonly Rule<Facts>[] = [
  {
    id: 'InstanceTypeLists',
    severity: 'error',
    holds: facts => facts.allowedInstanceTypes === undefined || facts.excludedInstanceTypes === undefined,
    message: facts => 'instanceTypeFilter must either allow or exclude, '
      + `got ${facts.allowedInstanceTypes?.length} allowed and ${facts.excludedInstanceTypes?.length} excluded types; keep one of the lists`,
    source: REQUIREMENTS,
  },
  {
    id: 'InstanceTypeCount',
    severity: 'error',
    holds: facts => [facts.allowedInstanceTypes, facts.excludedInstanceTypes].every(names => (names ?? []).length <= MOST_TYPES),
    message: facts => `instanceTypeFilter must name at most 400 types, got ${(facts.allowedInstanceTypes ?? facts.excludedInstanceTypes)?.length}`,
    source: REQUIREMENTS,
  },
  {
    id: 'InstanceTypeArchitecture',
    severity: 'error',
    holds: facts => misfits(facts).length === 0,
    message: facts => `instanceTypeFilter must allow types of the architecture ${architecture(facts)} only, got ${misfits(facts).join(', ')}; `
      + 'take those off the list, or change architecture',
    source: REQUIREMENTS,
  },
  {
    id: 'InstanceTypeBurstable',
    severity: 'warning',
    holds: facts => found(facts, ({ family }) => family === 't').length === 0,
    message: facts => 'instanceTypeFilter must allow types of the families C, M and R, '
      + `got ${found(facts, ({ family }) => family === 't').join(', ')}; that Lambda refuses burstable types is likely but was not seen`,
    source: CAPACITY_PROVIDERS,
  },
  {
    id: 'InstanceTypeFamily',
    severity: 'warning',
    holds: facts => found(facts, otherFamily).length === 0,
    message: facts => `instanceTypeFilter must allow types of the families C, M and R, got ${found(facts, otherFamily).join(', ')}; `
      + 'AWS lists those three, and which others Lambda takes was not seen',
    source: CAPACITY_PROVIDERS,
  },
  {
    id: 'InstanceTypeSize',
    severity: 'warning',
    holds: facts => found(facts, belowSmallest).length === 0,
    message: facts => `instanceTypeFilter must allow M and R types from large and C types from xlarge, got ${found(facts, belowSmallest).join(', ')}; `
      + 'AWS\'s own pages differ on the smallest size, and smaller ones may be refused',
    source: CAPACITY_PROVIDERS,
  },
  {
    id: 'InstanceTypeVCpus',
    severity: 'error',
    holds: facts => !noneServes(facts, ({ vCpus: offered }, needed) => offered! < needed),
    message: facts => `instanceTypeFilter must allow a type that has the ${vCpus(facts)} vCPU of one execution environment, `
      + `got ${facts.allowedInstanceTypes?.join(', ')}; allow larger types, or lower memorySize`,
    source: CAPACITY_PROVIDERS,
  },
  {
    id: 'InstanceTypeReserve',
    severity: 'warning',
    holds: facts => !noneServes(facts, ({ vCpus: offered }, needed) => offered! <= needed)
      || noneServes(facts, ({ vCpus: offered }, needed) => offered! < needed),
    message: facts => `instanceTypeFilter must allow a type with more than the ${vCpus(facts)} vCPU of one execution environment, `
      + `got ${facts.allowedInstanceTypes?.join(', ')}; Lambda was measured to keep one vCPU and 1 GB of each instance for itself`,
    source: CAPACITY_PROVIDERS,
  },
  {
    id: 'InstanceTypeMemory',
    severity: 'warning',
    holds: facts => starved(facts).length === 0,
    message: facts => `instanceTypeFilter must allow types with at least ${facts.memoryGiBPerVCpu} GiB for each vCPU, got ${starved(facts).join(', ')}; `
      + 'on others memory runs out before the vCPUs that you pay for, if Lambda takes them at all',
    source: CAPACITY_PROVIDERS,
  },
];

function allowed(facts: Facts): InstanceType[] {
  return (facts.allowedInstanceTypes ?? []).map(readInstanceType).filter(type => type !== undefined);
}

function found(facts: Facts, wrong: (type: InstanceType) => boolean): string[] {
  return allowed(facts).filter(wrong).map(({ name }) => name);
}

function architecture({ providerArchitectures, architectures }: Facts): string | undefined {
  return (providerArchitectures ?? architectures)?.[0];
}

function misfits(facts: Facts): string[] {
  const wanted = architecture(facts);
  return wanted === undefined ? [] : found(facts, type => type.architecture !== wanted);
}

function otherFamily({ family }: InstanceType): boolean {
  return family !== 't' && !(family in MEMORY_OF_FAMILY);
}

function belowSmallest({ family, size }: InstanceType): boolean {
  return family in MEMORY_OF_FAMILY && (['nano', 'micro', 'small', 'medium'].includes(size) || (family === 'c' && size === 'large'));
}

function starved(facts: Facts): string[] {
  const { memoryGiBPerVCpu: needed } = facts;
  return needed === undefined ? [] : found(facts, ({ family }) => family in MEMORY_OF_FAMILY && MEMORY_OF_FAMILY[family] < needed);
}

/** Whether every allowed type is known, and falls short. */
function noneServes(facts: Facts, short: (type: InstanceType, needed: number) => boolean): boolean {
  const types = allowed(facts);
  const needed = vCpus(facts);
  return types.length > 0 && types.length === facts.allowedInstanceTypes?.length
    && !whenKnown([needed], cores => types.some(type => type.vCpus === undefined || !short(type, cores)));
}
