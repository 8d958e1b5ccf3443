import { FunctionFacts, NetworkFacts, ProviderFacts } from './processor-facts';
import { grouped, Rule, whenKnown, within } from '../../private/rules';

type Facts = NetworkFacts & ProviderFacts & FunctionFacts;

const VPC_CONFIG = 'https://docs.aws.amazon.com/lambda/latest/api/API_CapacityProviderVpcConfig.html';
const NETWORKING = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-networking.html';
const OPERATOR_ROLE = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-operator-role.html';
const CAPACITY_PROVIDERS = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-capacity-providers.html';

export const NETWORK_RULES: readonly Rule<Facts>[] = [
  {
    id: 'SubnetCount',
    severity: 'error',
    holds: facts => within(facts.subnetCount, 1, 16),
    message: facts => `subnets must be 1 to 16, got ${grouped(facts.subnetCount)}`,
    source: VPC_CONFIG,
  },
  {
    id: 'SubnetZones',
    severity: 'warning',
    holds: facts => whenKnown([facts.subnetZones], zones => new Set(zones).size !== 1),
    message: facts => `subnets must lie in at least 2 zones, better 3, got ${facts.subnetCount} in one; an outage of the zone stops the function`,
    source: NETWORKING,
  },
  {
    id: 'SubnetPerZone',
    severity: 'warning',
    holds: facts => whenKnown([facts.subnetZones], zones => new Set(zones).size === zones.length || new Set(zones).size === 1),
    message: facts => `subnets must be one for each zone, got ${facts.subnetZones?.length} in ${new Set(facts.subnetZones).size} zones; `
      + 'Lambda takes more, but how it spreads instances over them is not documented',
    source: NETWORKING,
  },
  {
    id: 'SubnetPublic',
    severity: 'warning',
    holds: facts => (facts.publicSubnetCount ?? 0) === 0,
    message: facts => `subnets must be private, got ${facts.publicSubnetCount} with a route to an internet gateway; `
      + 'without public addresses instances have no way out there, and with them they stand in the open',
    source: NETWORKING,
  },
  {
    id: 'SecurityGroupCount',
    severity: 'error',
    holds: facts => whenKnown([facts.securityGroupCount], count => count <= 5),
    message: facts => `securityGroups must be at most 5, got ${grouped(facts.securityGroupCount)}`,
    source: VPC_CONFIG,
  },
  {
    id: 'NetworkLogs',
    severity: 'warning',
    holds: facts => reached(facts, 'logs'),
    message: facts => `subnets must have a way to CloudWatch Logs, got isolated subnets with ${endpoints(facts)}; the function works and its logs are lost `
      + 'in silence: add an interface endpoint for logs',
    source: NETWORKING,
  },
  {
    id: 'NetworkTracing',
    severity: 'warning',
    holds: facts => !facts.tracing || reached(facts, 'xray'),
    message: facts => `subnets must have a way to X-Ray when tracing is on, got isolated subnets with ${endpoints(facts)}; traces are lost in silence: `
      + 'add an interface endpoint for xray',
    source: NETWORKING,
  },
  {
    id: 'NetworkServices',
    severity: 'warning',
    holds: facts => unreached(facts).length === 0,
    message: facts => 'subnets must have a way to each service that the environment of the function names, '
      + `got none to ${unreached(facts).join(', ')} from isolated subnets with ${endpoints(facts)}; add an endpoint, or acknowledge this when the handler calls none`,
    source: NETWORKING,
  },
  {
    id: 'OperatorRoleLogs',
    severity: 'warning',
    holds: facts => facts.operatorMayLog ?? true,
    message: () => 'operatorRole must allow logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents, got none of them in this app; '
      + 'AWS documents that system logs are then lost without an error',
    source: OPERATOR_ROLE,
  },
  {
    id: 'OperatorKey',
    severity: 'warning',
    holds: facts => facts.operatorMayUseKey ?? true,
    message: () => 'kmsKey must let the operator role make grants, got no kms:CreateGrant in the key\'s policy or the role\'s; '
      + 'instances with an encrypted disk then most likely fail to launch, which was not seen',
    source: CAPACITY_PROVIDERS,
  },
];

function reached({ reachableServices }: NetworkFacts, service: string): boolean {
  return whenKnown([reachableServices], services => services.includes(service));
}

function unreached(facts: NetworkFacts): string[] {
  return (facts.namedServices ?? []).filter(service => !reached(facts, service));
}

function endpoints({ reachableServices }: NetworkFacts): string {
  return reachableServices?.length ? `endpoints for ${reachableServices.join(', ')}` : 'no endpoints';
}
