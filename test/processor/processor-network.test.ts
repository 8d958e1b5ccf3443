import { App, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { ProcessorNetwork, TelemetryPipeline } from '../../src';
import { stackForTest, templateOf } from '../fixtures/synthesized';

function pipelineIn(network?: ProcessorNetwork, stack = stackForTest()) {
  const pipeline = new TelemetryPipeline(stack, 'Telemetry', { processor: { network } });
  return { stack, pipeline, template: templateOf(stack) };
}

function dependenciesOfFunction(template: Template): string[] {
  return Object.values(template.findResources('AWS::Lambda::Function'))[0].DependsOn;
}

describe('by default', () => {
  const { stack, pipeline, template } = pipelineIn();

  test('has isolated subnets in three zones, also in a stack without a fixed region, and no NAT', () => {
    template.resourceCountIs('AWS::EC2::Subnet', 3);
    template.resourceCountIs('AWS::EC2::NatGateway', 0);
    template.resourceCountIs('AWS::EC2::InternetGateway', 0);
    template.hasResourceProperties('AWS::EC2::Subnet', { AvailabilityZone: { 'Fn::Select': [2, { 'Fn::GetAZs': '' }] }, MapPublicIpOnLaunch: false });
  });

  test('reaches CloudWatch Logs and S3, and nothing else', () => {
    template.resourceCountIs('AWS::EC2::VPCEndpoint', 2);
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', {
      VpcEndpointType: 'Interface', PrivateDnsEnabled: true, ServiceName: { 'Fn::Join': ['', Match.arrayWith(['.logs'])] },
    });
    template.hasResourceProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway', ServiceName: { 'Fn::Join': ['', Match.arrayWith(['.s3'])] } });
  });

  test('lets HTTPS out of the instances and nothing in', () => {
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupEgress: [Match.objectLike({ CidrIp: '0.0.0.0/0', FromPort: 443, ToPort: 443 })], SecurityGroupIngress: Match.absent(),
    });
    template.hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ FromPort: 443, ToPort: 443, SourceSecurityGroupId: Match.anyValue() })],
    });
    template.resourceCountIs('AWS::EC2::SecurityGroup', 2);
  });

  test('publishes the function only when its ways out exist, and removes them after it', () => {
    const ways = ['AWS::EC2::VPCEndpoint', 'AWS::EC2::SubnetRouteTableAssociation']
      .flatMap(type => Object.keys(template.findResources(type)));

    expect(ways).toHaveLength(5);
    expect(dependenciesOfFunction(template)).toEqual(expect.arrayContaining(ways));
  });

  test('notes connections that were refused', () => {
    template.hasResourceProperties('AWS::EC2::FlowLog', { TrafficType: 'REJECT', ResourceId: stack.resolve(pipeline.processor.vpc!.vpcId) });
    template.hasResourceProperties('AWS::IAM::Role', {
      AssumeRolePolicyDocument: {
        Statement: [Match.objectLike({
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Condition: Match.objectLike({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }),
        })],
      },
    });
  });
});

test('goes out through the number of NAT gateways that it is told', () => {
  const { template } = pipelineIn(ProcessorNetwork.natGateways(1));

  template.resourceCountIs('AWS::EC2::NatGateway', 1);
  template.resourceCountIs('AWS::EC2::Subnet', 6);
  expect(dependenciesOfFunction(template)).toEqual(expect.arrayContaining(Object.keys(template.findResources('AWS::EC2::NatGateway'))));
  expect(dependenciesOfFunction(template)).toEqual(expect.arrayContaining(Object.keys(template.findResources('AWS::EC2::Route'))));
});

test('takes other addresses, and two zones where a region offers no more', () => {
  const { template } = pipelineIn(ProcessorNetwork.vpcEndpoints({ availabilityZones: 2, ipAddresses: ec2.IpAddresses.cidr('10.9.0.0/16') }));

  template.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: '10.9.0.0/16' });
  template.resourceCountIs('AWS::EC2::Subnet', 2);
});

test('takes a VPC that exists, with the subnets and security groups that it is told', () => {
  const stack = new Stack(new App(), 'Test', { env: { account: '111111111111', region: 'eu-west-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 1 });
  const securityGroup = new ec2.SecurityGroup(stack, 'Own', { vpc });

  const { template } = pipelineIn(
    ProcessorNetwork.existing(vpc, { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }, securityGroups: [securityGroup] }), stack,
  );

  template.resourceCountIs('AWS::EC2::VPC', 1);
  template.hasResourceProperties('AWS::Lambda::CapacityProvider', {
    VpcConfig: {
      SubnetIds: vpc.privateSubnets.map(({ subnetId }) => stack.resolve(subnetId)),
      SecurityGroupIds: [stack.resolve(securityGroup.securityGroupId)],
    },
  });
});

test('makes a security group for a VPC that exists when it is given none', () => {
  const stack = stackForTest();

  const { template } = pipelineIn(ProcessorNetwork.existing(new ec2.Vpc(stack, 'Vpc')), stack);

  template.hasResourceProperties('AWS::EC2::SecurityGroup', { SecurityGroupEgress: [Match.objectLike({ FromPort: 443 })] });
});
