import { list, type ReadableResource, type ReadableTemplate } from './readable-template';
import { NO_NETWORK, type NetworkConfiguration } from '../configuration';

/** The ways out of the subnets that a function stands in, and what of their costs has no price here. */
export interface ReadNetwork {
  readonly network: NetworkConfiguration;
  readonly unpriced: readonly string[];
}

const ELSEWHERE: ReadNetwork = { network: NO_NETWORK, unpriced: ['network of another stack or account'] };

/** Reads endpoints and NAT of the VPC that a capacity provider or an ordinary function stands in. */
export function readNetwork(template: ReadableTemplate, owner: ReadableResource | undefined): ReadNetwork {
  if (owner === undefined) {
    return ELSEWHERE;
  }
  const subnetIds = owner.value('VpcConfig.SubnetIds');
  if (subnetIds === undefined) {
    return { network: NO_NETWORK, unpriced: [] };
  }
  const subnet = template.resources('AWS::EC2::Subnet').find(it => [subnetIds].flat().some(id => template.names(id, it)));
  const vpc = subnet && template.resources('AWS::EC2::VPC').find(it => template.names(subnet.value('VpcId'), it));
  return vpc ? networkOf(template, vpc) : ELSEWHERE;
}

function networkOf(template: ReadableTemplate, vpc: ReadableResource): ReadNetwork {
  const within = (type: string, property: string) => template.resources(type).filter(it => template.names(it.value(property), vpc));
  const subnets = within('AWS::EC2::Subnet', 'VpcId');
  const endpoints = within('AWS::EC2::VPCEndpoint', 'VpcId');
  const interfaces = endpoints.filter(endpoint => endpoint.value('VpcEndpointType') === 'Interface');
  const gateways = endpoints.filter(endpoint => !interfaces.includes(endpoint));
  const nats = template.resources('AWS::EC2::NatGateway').filter(nat => subnets.some(subnet => template.names(nat.value('SubnetId'), subnet)));

  const wayOf = (service: string) => interfaces.some(endpoint => leadsTo(endpoint, service)) ? 'endpoint' : nats.length > 0 ? 'nat' : undefined;
  const logsThrough = wayOf('logs');
  const objectsThrough = gateways.some(endpoint => leadsTo(endpoint, 's3')) ? undefined : wayOf('s3');
  return {
    network: {
      endpointZones: interfaces.reduce((sum, endpoint) => sum + list(endpoint, 'SubnetIds').length, 0),
      natGateways: nats.length,
      addresses: nats.filter(nat => nat.value('AllocationId') !== undefined).length,
      ...logsThrough && { logsThrough },
      ...objectsThrough && { objectsThrough },
    },
    unpriced: within('AWS::EC2::FlowLog', 'ResourceId').length > 0 ? ['flow log of the VPC'] : [],
  };
}

/** Whether an endpoint is that of a service, whose name ends with it. */
function leadsTo(endpoint: ReadableResource, service: string): boolean {
  return (JSON.stringify(endpoint.value('ServiceName')) ?? '').includes(`.${service}"`);
}
