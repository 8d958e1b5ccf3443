import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ManagedInstanceSize, ProcessorCompute, TelemetryMonitoringOptions, TelemetryPipeline, TelemetryPipelineProps } from '../src';
import { warningsOf } from './fixtures/synthesized';

type Resources = Record<string, { readonly Type: string }>;

function deployed(props: TelemetryPipelineProps, monitoring: TelemetryMonitoringOptions = { enabled: false }) {
  const stack = new Stack(new App(), 'Test');
  const pipeline = new TelemetryPipeline(stack, 'Telemetry', { ...props, monitoring });
  return { stack, pipeline, resources: Template.fromStack(stack).toJSON().Resources as Resources };
}

const managed = deployed({});
const onDemand = deployed({ compute: ProcessorCompute.onDemand() });

/** What CloudFormation will do, by the kind of resource. */
function changes({ resources: before }: { resources: Resources }, { resources: after }: { resources: Resources }) {
  const types = (ids: string[], resources: Resources) => [...new Set(ids.map(id => resources[id].Type))].sort();
  const kept = Object.keys(before).filter(id => id in after);
  return {
    created: types(Object.keys(after).filter(id => !(id in before)), after),
    updated: types(kept.filter(id => JSON.stringify(before[id]) !== JSON.stringify(after[id])), after),
    deleted: types(Object.keys(before).filter(id => !(id in after)), before),
    idsOfNew: Object.keys(after).filter(id => !(id in before)),
    idsOfOld: Object.keys(before).filter(id => !(id in after)),
  };
}

const FUNCTION = ['AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::Lambda::EventSourceMapping', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup'];
const INSTANCES = [
  'AWS::EC2::FlowLog', 'AWS::EC2::RouteTable', 'AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress', 'AWS::EC2::Subnet',
  'AWS::EC2::SubnetRouteTableAssociation', 'AWS::EC2::VPC', 'AWS::EC2::VPCEndpoint', 'AWS::Lambda::CapacityProvider',
];

test('to ordinary Lambda makes a new function and deletes the instances; the door, the queue and the archive are left alone', () => {
  const { created, updated, deleted, idsOfNew, idsOfOld } = changes(managed, onDemand);

  expect(created).toEqual(FUNCTION);
  expect(updated).toEqual([]);
  expect(deleted).toEqual(expect.arrayContaining([...FUNCTION, ...INSTANCES].filter(type => type !== 'AWS::EC2::SecurityGroupIngress')));
  idsOfNew.forEach(id => expect(id).toMatch(/^TelemetryOnDemandProcessor/));
  idsOfOld.forEach(id => expect(id).toMatch(/^TelemetryProcessor/));
});

test('back to managed instances does the same the other way round', () => {
  const there = changes(managed, onDemand);
  const back = changes(onDemand, managed);

  expect(back.updated).toEqual([]);
  expect(back.idsOfNew).toEqual(there.idsOfOld);
  expect(back.idsOfOld).toEqual(there.idsOfNew);
});

test('watches the new function by the alarms that there are, and takes away those that only instances have', () => {
  const watched = changes(deployed({}, {}), deployed({ compute: ProcessorCompute.onDemand() }, {}));

  expect(watched.updated).toEqual(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard']);
  expect(watched.deleted).toContain('AWS::CloudWatch::Alarm');
  expect(watched.created).not.toContain('AWS::CloudWatch::Alarm');
});

test('lets both functions write and read until the old one is gone: what each may do stands in its own role', () => {
  for (const { resources } of [managed, onDemand]) {
    const policies = Object.values(resources).filter(({ Type }) => ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy'].includes(Type));

    expect(JSON.stringify(policies)).not.toMatch(/ProcessorRole/);
  }
});

test('needs no other line than the one that names the compute: what instances alone have is kept for the way back', () => {
  const { stack, resources } = deployed({
    compute: ProcessorCompute.onDemand({ memorySize: 3_538 }),
    processor: { size: ManagedInstanceSize.generalPurpose(2), maxVCpuCount: 20 },
  });

  expect(Object.values(resources)).toContainEqual(expect.objectContaining({ Type: 'AWS::Lambda::Function', Properties: expect.objectContaining({ MemorySize: 3_538 }) }));
  expect(warningsOf(stack)).toEqual([expect.stringContaining('must be left out on demand, got size, maxVCpuCount')]);
});

test('takes the pipeline\'s key along, without a word of disks that are not there', () => {
  const stack = new Stack(new App(), 'Test');
  new TelemetryPipeline(stack, 'Telemetry', { compute: ProcessorCompute.onDemand(), encryptionKey: new kms.Key(stack, 'Key') });

  expect(warningsOf(stack)).toEqual([]);
});
