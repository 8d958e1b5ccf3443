import { Fn, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IDependable } from 'constructs';
import { LogKeeping, removableLogGroup } from '../private/log-group';

/** What can be set on a network that is made for the processor. */
export interface NewNetworkOptions {
  /**
   * Number of availability zones, from 2 to 3.
   *
   * Lambda spreads three instances over them. A few regions offer a new account only two zones.
   *
   * @default 3
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-networking.html
   */
  readonly availabilityZones?: number;

  /**
   * Addresses of the VPC.
   *
   * @default ec2.IpAddresses.cidr('10.0.0.0/16')
   */
  readonly ipAddresses?: ec2.IIpAddresses;
}

/** What is known of a network that exists already. */
export interface ExistingNetworkOptions {
  /**
   * Subnets that instances are launched in.
   *
   * They need a way to CloudWatch Logs and to S3, by endpoints or by NAT. Without one to Logs the function works and
   * its logs are lost in silence. With `writeKeys` they need one to Secrets Manager or Parameter Store, too.
   *
   * @default - isolated subnets when the VPC has no others that are private, else private subnets with egress
   */
  readonly vpcSubnets?: ec2.SubnetSelection;

  /**
   * Security groups of the instances, 1 to 5.
   *
   * @default - a new one that lets HTTPS out and nothing in
   */
  readonly securityGroups?: ec2.ISecurityGroup[];
}

/** What the processor asks of a network. */
interface NetworkNeeds {
  readonly logs: LogKeeping;
  /** Whether the function's logs leave through the network, as on managed instances. */
  readonly sendsLogs: boolean;
  /** Service that keeps the write keys, when the processor reads some. */
  readonly writeKeyStore?: ec2.InterfaceVpcEndpointAwsService;
}

/** Where the instances stand and how they get out, as the processor uses it. */
interface BoundNetwork {
  readonly vpc: ec2.IVpc;
  readonly subnets: ec2.ISubnet[];
  readonly securityGroups: ec2.ISecurityGroup[];
  /** Must exist before the function is published, and outlive it. */
  readonly ways: IDependable[];
}

/**
 * The network that managed instances run in.
 *
 * Requests never come in through it: SQS is polled by Lambda itself. It only needs a way out to CloudWatch Logs, to S3,
 * and to whatever a handler of your own calls.
 */
export class ProcessorNetwork {
  /**
   * A new VPC of isolated subnets, with an interface endpoint for CloudWatch Logs and a gateway endpoint for S3.
   *
   * The cheapest way that is closed: about 22 USD a month for the Logs endpoint in three zones; S3 costs nothing. A processor
   * with `writeKeys` adds one for the store of the keys, at the same price; one on demand sends no logs through it.
   *
   * @param options its zones and addresses
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-networking.html
   */
  public static vpcEndpoints(options: NewNetworkOptions = {}): ProcessorNetwork {
    return new ProcessorNetwork((scope, { logs, sendsLogs, writeKeyStore }) => {
      const vpc = newVpc(scope, logs, options, {
        natGateways: 0,
        subnets: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 20 }],
      });
      const subnets = { subnetType: ec2.SubnetType.PRIVATE_ISOLATED };
      const securityGroup = httpsOut(scope, vpc);
      const s3Endpoint = vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3, subnets: [subnets] });
      const addEndpoint = (id: string, service: ec2.InterfaceVpcEndpointAwsService) => {
        const endpoint = vpc.addInterfaceEndpoint(id, { service, subnets, open: false });
        endpoint.connections.allowDefaultPortFrom(ec2.Peer.securityGroupId(securityGroup.securityGroupId));
        return endpoint;
      };
      const endpoints = [
        ...sendsLogs ? [addEndpoint('Logs', ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS)] : [],
        ...writeKeyStore ? [addEndpoint('WriteKeys', writeKeyStore)] : [],
      ];

      return { vpc, subnets: vpc.isolatedSubnets, securityGroups: [securityGroup], ways: [s3Endpoint, ...endpoints, vpc] };
    });
  }

  /**
   * A new VPC whose private subnets reach the internet through NAT gateways.
   *
   * For handlers that call services outside of AWS. Each gateway costs about 33 USD a month and 0.045 USD for each GB;
   * S3 is reached through a gateway endpoint all the same.
   *
   * @param natGateways number of gateways, one zone each; with fewer gateways than zones, zones share them
   * @param options its zones and addresses
   */
  public static natGateways(natGateways: number, options: NewNetworkOptions = {}): ProcessorNetwork {
    return new ProcessorNetwork((scope, { logs }) => {
      const vpc = newVpc(scope, logs, options, {
        natGateways,
        subnets: [
          { name: 'Public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
          { name: 'Private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 20 },
        ],
      });
      const s3Endpoint = vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });

      return {
        vpc,
        subnets: vpc.privateSubnets,
        securityGroups: [httpsOut(scope, vpc)],
        ways: [s3Endpoint, vpc, vpc.internetConnectivityEstablished],
      };
    });
  }

  /**
   * A VPC that exists already, with its own ways out.
   *
   * @param vpc the VPC
   * @param options which of its subnets and security groups
   */
  public static existing(vpc: ec2.IVpc, options: ExistingNetworkOptions = {}): ProcessorNetwork {
    return new ProcessorNetwork(scope => {
      const { subnets, internetConnectivityEstablished } = vpc.selectSubnets(options.vpcSubnets);

      return {
        vpc,
        subnets,
        securityGroups: options.securityGroups ?? [httpsOut(scope, vpc)],
        ways: [vpc, internetConnectivityEstablished],
      };
    });
  }

  private constructor(private readonly build: (scope: Construct, needs: NetworkNeeds) => BoundNetwork) {}

  /** @internal */
  public _bind(scope: Construct, needs: NetworkNeeds): BoundNetwork {
    return this.build(scope, needs);
  }
}

function newVpc(scope: Construct, logs: LogKeeping, options: NewNetworkOptions, layout: {
  readonly natGateways: number;
  readonly subnets: ec2.SubnetConfiguration[];
}): ec2.Vpc {
  const zones = options.availabilityZones ?? 3;

  const vpc = new ec2.Vpc(scope, 'Vpc', {
    ipAddresses: options.ipAddresses,
    // By position: a stack without a fixed region would get two zones only.
    availabilityZones: Array.from({ length: zones }, (_, index) => Fn.select(index, Fn.getAzs())),
    natGateways: layout.natGateways,
    subnetConfiguration: layout.subnets,
    restrictDefaultSecurityGroup: false, // nothing uses it, and restricting it takes a custom resource
  });

  // In a network without ways in, a refused connection is a fault of ours: worth a line, and seldom enough to cost nothing.
  const logGroup = removableLogGroup(scope, 'RejectedConnections', logs);
  vpc.addFlowLog('RejectedConnections', {
    trafficType: ec2.FlowLogTrafficType.REJECT,
    destination: ec2.FlowLogDestination.toCloudWatchLogs(logGroup, new iam.Role(scope, 'FlowLogRole', { assumedBy: flowLogsOf(Stack.of(scope)) })),
  });
  return vpc;
}

/**
 * The flow logs of the stack's account and region; those of others cannot borrow the role.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html
 */
function flowLogsOf(stack: Stack): iam.ServicePrincipal {
  return new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
    conditions: {
      StringEquals: { 'aws:SourceAccount': stack.account },
      ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'ec2', resource: 'vpc-flow-log', resourceName: '*' }) },
    },
  });
}

function httpsOut(scope: Construct, vpc: ec2.IVpc): ec2.SecurityGroup {
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    description: 'Instances of the telemetry processor: HTTPS out, nothing in',
    allowAllOutbound: false,
  });
  securityGroup.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.HTTPS, 'AWS services');
  return securityGroup;
}
