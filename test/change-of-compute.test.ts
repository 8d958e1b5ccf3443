import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import { ManagedInstanceSize, ProcessorCompute, TelemetryPipeline, TelemetryPipelineProps } from '../src';
import { generatedPart } from './fixtures/generated-part';
import { warningsOf } from './fixtures/synthesized';
import { Deployed, TemplateChanges, templateChanges } from './fixtures/template-changes';

function deployed(props: TelemetryPipelineProps): Deployed {
  const stack = new Stack(new App(), 'Test');
  new TelemetryPipeline(stack, 'Telemetry', props);
  return Template.fromStack(stack).toJSON() as Deployed;
}

const onEach = (monitoring: TelemetryPipelineProps['monitoring']) => ({
  'managed': deployed({ monitoring, compute: ProcessorCompute.managedInstances() }),
  'on demand': deployed({ monitoring, compute: ProcessorCompute.onDemand() }),
  'provisioned': deployed({ monitoring, compute: ProcessorCompute.onDemand({ provisionedConcurrency: 4 }) }),
});

type Compute = keyof ReturnType<typeof onEach>;
type Counts = Readonly<Record<string, number>>;

const watched = onEach({});
const unwatched = onEach({ enabled: false });

/** How many resources of each type a deployment creates, updates, replaces, deletes and leaves behind. */
function counted(before: Deployed, after: Deployed): Record<keyof TemplateChanges, Counts> {
  const typesOf = { ...before.Resources, ...after.Resources };
  const count = (ids: readonly string[]) => together(...ids.map(id => ({ [typesOf[id].Type]: 1 })));
  const { created, updated, replaced, deleted, left } = templateChanges(before, after);
  return { created: count(created), updated: count(updated), replaced: count(replaced), deleted: count(deleted), left: count(left) };
}

function together(...counts: Counts[]): Counts {
  const sums: Record<string, number> = {};
  counts.flatMap(it => Object.entries(it)).forEach(([type, count]) => { sums[type] = (sums[type] ?? 0) + count; });
  return sums;
}

const FUNCTION = { 'AWS::IAM::Policy': 1, 'AWS::IAM::Role': 1, 'AWS::Lambda::EventSourceMapping': 1, 'AWS::Lambda::Function': 1, 'AWS::Logs::LogGroup': 1 };
const ALIAS = { 'AWS::Lambda::Alias': 1, 'AWS::Lambda::Version': 1 };
const NETWORK = {
  'AWS::EC2::FlowLog': 1,
  'AWS::EC2::RouteTable': 3,
  'AWS::EC2::SecurityGroup': 2,
  'AWS::EC2::Subnet': 3,
  'AWS::EC2::SubnetRouteTableAssociation': 3,
  'AWS::EC2::VPC': 1,
  'AWS::EC2::VPCEndpoint': 2,
  'AWS::IAM::Policy': 1,
  'AWS::IAM::Role': 1,
  'AWS::Logs::LogGroup': 1,
};
const PROVIDER = { 'AWS::IAM::Role': 1, 'AWS::Lambda::CapacityProvider': 1, 'AWS::Logs::LogGroup': 1 };
const WATCH_OF_INSTANCES = { 'AWS::CloudWatch::Alarm': 5, 'AWS::Logs::MetricFilter': 1 };

const INSTANCES = together(FUNCTION, NETWORK, PROVIDER);
const PROVISIONED = together(FUNCTION, ALIAS);
const WATCH_OF_EITHER = { 'AWS::CloudWatch::Alarm': 5, 'AWS::CloudWatch::Dashboard': 1 };
const MAPPING = { 'AWS::Lambda::EventSourceMapping': 1 };
const NONE = {};

interface Touched {
  readonly created: Counts;
  readonly updated: Counts;
  readonly deleted: Counts;
}

interface Move extends Touched {
  readonly from: Compute;
  readonly to: Compute;
  /** What it does besides when the pipeline is monitored. */
  readonly monitoring: Touched;
}

const MOVES: readonly Move[] = [
  {
    from: 'managed',
    to: 'on demand',
    created: FUNCTION,
    updated: NONE,
    deleted: INSTANCES,
    monitoring: { created: NONE, updated: WATCH_OF_EITHER, deleted: WATCH_OF_INSTANCES },
  },
  {
    from: 'on demand',
    to: 'managed',
    created: INSTANCES,
    updated: NONE,
    deleted: FUNCTION,
    monitoring: { created: WATCH_OF_INSTANCES, updated: WATCH_OF_EITHER, deleted: NONE },
  },
  {
    from: 'managed',
    to: 'provisioned',
    created: PROVISIONED,
    updated: NONE,
    deleted: INSTANCES,
    monitoring: { created: NONE, updated: WATCH_OF_EITHER, deleted: WATCH_OF_INSTANCES },
  },
  {
    from: 'provisioned',
    to: 'managed',
    created: INSTANCES,
    updated: NONE,
    deleted: PROVISIONED,
    monitoring: { created: WATCH_OF_INSTANCES, updated: WATCH_OF_EITHER, deleted: NONE },
  },
  {
    from: 'on demand',
    to: 'provisioned',
    created: ALIAS,
    updated: MAPPING,
    deleted: NONE,
    monitoring: { created: NONE, updated: NONE, deleted: NONE },
  },
  {
    from: 'provisioned',
    to: 'on demand',
    created: NONE,
    updated: MAPPING,
    deleted: ALIAS,
    monitoring: { created: NONE, updated: NONE, deleted: NONE },
  },
];

describe.each(MOVES)('from $from to $to', ({ from, to, created, updated, deleted, monitoring }) => {
  test('without monitoring touches this and nothing else, replaces nothing and leaves nothing behind', () => {
    expect(counted(unwatched[from], unwatched[to])).toEqual({ created, updated, replaced: {}, deleted, left: {} });
  });

  test('with monitoring moves the alarms that stay in place, and makes or takes away those that only instances have', () => {
    expect(counted(watched[from], watched[to])).toEqual({
      created: together(created, monitoring.created),
      updated: together(updated, monitoring.updated),
      replaced: {},
      deleted: together(deleted, monitoring.deleted),
      left: {},
    });
  });

  test('leaves the door, both queues, the bucket and the tables as they are, and what else a template says', () => {
    const kept = ({ Resources: resources }: Deployed) =>
      Object.fromEntries(Object.entries(resources).filter(([id]) => /^Telemetry(Ingestion|Queue|Archive)/.test(id)));
    const types = new Set(Object.values(kept(watched[from])).map(({ Type: type }) => type));

    expect([...types]).toEqual(expect.arrayContaining(['AWS::ApiGateway::Method', 'AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::Glue::Table']));
    expect(kept(watched[to])).toEqual(kept(watched[from]));
    expect({ ...watched[to], Resources: {} }).toEqual({ ...watched[from], Resources: {} });
  });

  test('makes all anew below an id of its own, so that nothing is changed into what Lambda refuses', () => {
    const changes = templateChanges(unwatched[from], unwatched[to]);
    const prefix = (compute: Compute) => compute === 'managed' ? /^TelemetryProcessor/ : /^TelemetryOnDemandProcessor/;

    changes.created.forEach(id => expect(id).toMatch(prefix(to)));
    changes.deleted.forEach(id => expect(id).toMatch(prefix(from)));
  });
});

test('between on demand and provisioned, one mapping stays and invokes the alias or the function', () => {
  const mapped = (compute: Compute) =>
    Object.values(watched[compute].Resources).find(({ Type: type }) => type === 'AWS::Lambda::EventSourceMapping')!.Properties!;
  const { FunctionName: plain, ...rest } = mapped('on demand');
  const { FunctionName: alias, ...restOfAlias } = mapped('provisioned');

  expect(restOfAlias).toEqual(rest);
  expect(plain).toEqual({ Ref: expect.stringMatching(/^TelemetryOnDemandProcessorFunction/) });
  expect(JSON.stringify(alias)).toMatch(/"Ref":"TelemetryOnDemandProcessorLive\w+".+":live"/);
});

test('the page shows what CloudFormation does on each move', () => {
  const moves = MOVES.map(({ from, to }) => ({ title: `${from} → ${to}`, ...counted(watched[from], watched[to]) }));
  const types = [...new Set(moves.flatMap(it => [it.created, it.updated, it.replaced, it.deleted].flatMap(Object.keys)))].sort();
  const cell = (move: typeof moves[number], type: string) => [
    ['+', move.created[type]], ['~', move.updated[type]], ['±', move.replaced[type]], ['−', move.deleted[type]],
  ].filter(([, count]) => count !== undefined).map(([mark, count]) => `${mark}${count}`).join(' ');
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const current = [
    line(['resource', ...moves.map(({ title }) => title)]),
    line(['---', ...moves.map(() => '---')]),
    ...types.map(type => line([`\`${type.replace('AWS::', '')}\``, ...moves.map(move => cell(move, type))])),
  ].join('\n');

  expect(generatedPart('compute.md', 'changes', current)).toBe(current);
});

test('lets both functions write and read until the old one is gone: what each may do stands in its own role', () => {
  for (const { Resources: resources } of Object.values(unwatched)) {
    const policies = Object.values(resources).filter(({ Type: type }) => ['AWS::S3::BucketPolicy', 'AWS::SQS::QueuePolicy'].includes(type));

    expect(policies.length).toBeGreaterThan(1);
    expect(JSON.stringify(policies)).not.toMatch(/ProcessorRole/);
  }
});

test('needs no other line than the one that names the compute: what instances alone have is kept for the way back', () => {
  const stack = new Stack(new App(), 'Test');
  new TelemetryPipeline(stack, 'Telemetry', {
    compute: ProcessorCompute.onDemand({ memorySize: 3_538 }),
    processor: { size: ManagedInstanceSize.generalPurpose(2), maxVCpuCount: 20 },
  });

  Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 3_538 });
  expect(warningsOf(stack)).toEqual([expect.stringContaining('must be left out on demand, got size, maxVCpuCount')]);
});

test('takes the pipeline\'s key along, without a word of disks that are not there', () => {
  const stack = new Stack(new App(), 'Test');
  new TelemetryPipeline(stack, 'Telemetry', { compute: ProcessorCompute.onDemand(), encryptionKey: new kms.Key(stack, 'Key') });

  expect(warningsOf(stack)).toEqual([]);
});

describe('a change that CloudFormation makes by a new resource', () => {
  const mapping = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { BatchSize: 10, EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] } } };
  const before = { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'old', DelaySeconds: 0 } }, Mapping: mapping } };

  test('is a replacement, and so is that of what names it where it cannot be pointed elsewhere', () => {
    const queue = { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'new' } };
    const changes = templateChanges(before, { Resources: { ...before.Resources, Queue: queue } });

    expect(changes).toEqual({ created: [], updated: [], replaced: ['Queue', 'Mapping'], deleted: [], left: [] });
  });

  test('is told from an update in place, and from another order of the same settings', () => {
    const queue = { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: 0, QueueName: 'old' } };
    const larger = { ...mapping, Properties: { ...mapping.Properties, BatchSize: 20 } };
    const changes = templateChanges(before, { Resources: { Queue: queue, Mapping: larger } });

    expect(changes).toEqual({ created: [], updated: ['Mapping'], replaced: [], deleted: [], left: [] });
  });

  test('must be known of each type that changes', () => {
    const after = (Size: number) => ({ Resources: { Volume: { Type: 'AWS::EC2::Volume', Properties: { Size } } } });

    expect(() => templateChanges(after(1), after(2))).toThrow('REPLACING must have AWS::EC2::Volume, whose Size changed');
  });

  test('is told from a removal after which the resource is still there', () => {
    expect(templateChanges({ Resources: { Logs: { Type: 'AWS::Logs::LogGroup', DeletionPolicy: 'Retain' } } }, { Resources: {} }).left).toEqual(['Logs']);
  });
});
