import { CfnResource } from 'aws-cdk-lib';
import { NetworkFacts } from './rules/processor-facts';
import { LinkedResources, literalText } from '../private/linked-resources';
import { Members, record } from '../private/template-values';

/** Endpoint service by the kind of resource that a handler would call it for. */
const SERVICE_OF_RESOURCE: readonly (readonly [string, string])[] = [
  ['AWS::S3::', 's3'],
  ['AWS::SQS::', 'sqs'],
  ['AWS::SNS::', 'sns'],
  ['AWS::DynamoDB::', 'dynamodb'],
  ['AWS::SecretsManager::', 'secretsmanager'],
  ['AWS::SSM::', 'ssm'],
  ['AWS::Kinesis::', 'kinesis-streams'],
  ['AWS::KinesisFirehose::', 'kinesis-firehose'],
  ['AWS::StepFunctions::', 'states'],
  ['AWS::Events::', 'events'],
  ['AWS::KMS::', 'kms'],
  ['AWS::Lambda::', 'lambda'],
];

/** Where the instances of a provider will stand, and what its function will reach from there. */
export function networkFacts(resources: LinkedResources, provider: CfnResource, reader: Members): NetworkFacts {
  const { SubnetIds: subnetIds, SecurityGroupIds: securityGroupIds } = record(resources.propertiesOf(provider).VpcConfig) ?? {};
  const subnets = resources.linkedFrom(subnetIds).filter(({ cfnResourceType: type }) => type === 'AWS::EC2::Subnet');
  const zones = subnets.map(subnet => resources.propertiesOf(subnet).AvailabilityZone);
  const namedServices = servicesNamed(resources, reader);

  return {
    subnetCount: count(subnetIds),
    securityGroupCount: count(securityGroupIds),
    subnetZones: subnets.length === count(subnetIds) && zones.every(zone => zone !== undefined) ? zones.map(zone => JSON.stringify(zone)) : undefined,
    publicSubnetCount: subnets.filter(subnet => routesOf(resources, subnet)?.some(route => leadsToInternet(resources, route))).length,
    namedServices,
    reachableServices: reachableServices(resources, subnets, namedServices),
  };
}

function count(list: unknown): number | undefined {
  return Array.isArray(list) ? list.length : undefined;
}

function servicesNamed(resources: LinkedResources, reader: Members): string[] {
  const types = resources.linkedFrom(record(reader.Environment)?.Variables).map(({ cfnResourceType: type }) => type);
  const services = types.map(type => SERVICE_OF_RESOURCE.find(([prefix]) => type.startsWith(prefix))?.[1]);
  return [...new Set(services.filter(service => service !== undefined))];
}

/** Services with an endpoint, when a subnet has no other way out; else it is not known what can be reached. */
function reachableServices(resources: LinkedResources, subnets: CfnResource[], namedServices: string[]): string[] | undefined {
  const isolated = subnets.find(subnet => routesOf(resources, subnet)?.every(route => !leadsOut(route)));
  const vpc = isolated && resources.linked(resources.propertiesOf(isolated).VpcId, 'AWS::EC2::VPC');
  if (isolated === undefined || vpc === undefined) {
    return undefined;
  }
  const endpoints = resources.ofType('AWS::EC2::VPCEndpoint').map(endpoint => resources.propertiesOf(endpoint))
    .filter(({ VpcId: vpcId }) => resources.linked(vpcId, 'AWS::EC2::VPC') === vpc)
    .map(({ ServiceName: name }) => literalText(name).split('.').pop() ?? '');
  // IPv6 leads to most services, but not to CloudWatch Logs.
  const overIpv6 = routesOf(resources, isolated)?.some(route => route.DestinationIpv6CidrBlock === '::/0') ? ['xray', ...namedServices] : [];
  return [...new Set([...endpoints, ...overIpv6])];
}

/** Routes of a subnet; absent for one that uses the main route table of its VPC. */
function routesOf(resources: LinkedResources, subnet: CfnResource): Members[] | undefined {
  const association = resources.ofType('AWS::EC2::SubnetRouteTableAssociation').map(resource => resources.propertiesOf(resource))
    .find(({ SubnetId: subnetId }) => resources.linkedFrom(subnetId).includes(subnet));
  const table = resources.linked(association?.RouteTableId, 'AWS::EC2::RouteTable');
  return table && resources.ofType('AWS::EC2::Route').map(resource => resources.propertiesOf(resource))
    .filter(({ RouteTableId: tableId }) => resources.linked(tableId, 'AWS::EC2::RouteTable') === table);
}

function leadsOut({ DestinationCidrBlock: destination, DestinationPrefixListId: list }: Members): boolean {
  return destination === '0.0.0.0/0' || list !== undefined || (destination !== undefined && typeof destination !== 'string');
}

function leadsToInternet(resources: LinkedResources, { GatewayId: gateway }: Members): boolean {
  return resources.linked(gateway, 'AWS::EC2::InternetGateway') !== undefined;
}
