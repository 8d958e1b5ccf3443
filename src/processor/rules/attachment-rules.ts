import { FunctionFacts, ProviderFacts } from './processor-facts';
import { Rule } from '../../private/rules';

const OVERVIEW = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html';
const NETWORKING = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-networking.html';
const SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html';
const CAPACITY_PROVIDER_CONFIG = 'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/'
  + 'sam-property-function-capacityproviderconfig.html';

export const ATTACHMENT_RULES: readonly Rule<FunctionFacts & ProviderFacts>[] = [
  {
    id: 'ProviderShared',
    severity: 'error',
    holds: facts => (facts.propsOfNewProvider ?? []).length === 0,
    message: facts => `capacityProvider must come with its own settings, got ${facts.propsOfNewProvider?.join(', ')} besides; `
      + 'set them where the provider is made, or leave capacityProvider out',
    source: OVERVIEW,
  },
  {
    id: 'FunctionVpc',
    severity: 'warning',
    holds: facts => !facts.ownVpc,
    message: () => 'vpc of the function must be left out on managed instances, got one; the network is the capacity provider\'s, '
      + 'and that Lambda refuses or ignores this one is likely but not documented',
    source: NETWORKING,
  },
  {
    id: 'FunctionReserved',
    severity: 'warning',
    holds: facts => facts.reservedConcurrency === undefined,
    message: facts => `reservedConcurrentExecutions must be left out on managed instances, got ${facts.reservedConcurrency}; set maxExecutionEnvironments: `
      + 'that Lambda refuses or ignores this is likely but not documented',
    source: SCALING,
  },
  {
    id: 'FunctionProvisioned',
    severity: 'warning',
    holds: facts => facts.provisionedConcurrency === undefined,
    message: facts => `provisionedConcurrentExecutions must be left out on managed instances, got ${facts.provisionedConcurrency}; set minExecutionEnvironments: `
      + 'that Lambda refuses or ignores this is likely but not documented',
    source: SCALING,
  },
  {
    id: 'FunctionSnapStart',
    severity: 'warning',
    holds: facts => !facts.snapStart,
    message: () => 'snapStart must be left out on managed instances, got PublishedVersions; environments always run, '
      + 'and that Lambda refuses or ignores it is likely but not documented',
    source: OVERVIEW,
  },
  {
    id: 'FunctionSharedName',
    severity: 'error',
    holds: facts => facts.sharedFunctionName === undefined,
    message: facts => 'functionName must differ from that of a function without a capacity provider, '
      + `got ${facts.sharedFunctionName} for both; an existing function can not be moved to managed instances, so give this one a new name or none`,
    source: CAPACITY_PROVIDER_CONFIG,
  },
  {
    id: 'FunctionAlias',
    severity: 'warning',
    holds: facts => !facts.attachedInVain,
    message: () => 'addFunction must be given the function itself, got an alias or a version; that changes nothing in the template, '
      + 'and a function that was once deployed without a capacity provider can not be moved to one',
    source: CAPACITY_PROVIDER_CONFIG,
  },
];
