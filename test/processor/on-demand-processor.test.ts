import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { OnDemandProcessor, OnDemandProcessorProps, ProcessorNetwork, ProcessorOptions, TelemetryArchive } from '../../src';
import { OnDemandOptions } from '../../src/processor';
import { ENVIRONMENT } from '../../src/wire/environment';
import { stackForTest, templateOf, warningsOf } from '../fixtures/synthesized';

function processor(options: ProcessorOptions & OnDemandOptions = {}) {
  const stack = stackForTest();
  const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.minutes(10) });
  const archive = new TelemetryArchive(stack, 'Archive');
  const props: OnDemandProcessorProps = { queue, archive, ...options };
  return { stack, queue, archive, made: new OnDemandProcessor(stack, 'Processor', props) };
}

describe('by default', () => {
  const { stack, queue, archive, made } = processor();
  const template = templateOf(stack);

  test('runs the bundled handler on one vCPU of arm64, without instances and without a network', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Architectures: ['arm64'],
      MemorySize: 1_769,
      Timeout: 60,
      CapacityProviderConfig: Match.absent(),
      VpcConfig: Match.absent(),
    });
    template.resourceCountIs('AWS::Lambda::CapacityProvider', 0);
    template.resourceCountIs('AWS::EC2::VPC', 0);
  });

  test('tells the handler that it is alone, so that it waits for nobody before it stores', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          [ENVIRONMENT.workerConcurrency]: '1',
          [ENVIRONMENT.maxHeldBytes]: String(Math.floor(1_769 * 1_024 * 1_024 / 4)),
          [ENVIRONMENT.archiveBucket]: stack.resolve(archive.bucket.bucketName),
        },
      },
    });
  });

  test('takes the same batches as on managed instances, and gives back only what failed', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: stack.resolve(queue.queueArn),
      FunctionName: stack.resolve(made.function.functionName),
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  test('gives its role no permission but logs, the archive and the queue', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] }),
          Match.objectLike({ Action: 's3:PutObject' }),
          Match.objectLike({ Action: Match.arrayWith(['sqs:ReceiveMessage', 'sqs:DeleteMessage']), Resource: stack.resolve(queue.queueArn) }),
        ],
      },
    });
    template.hasResourceProperties('AWS::IAM::Role', { ManagedPolicyArns: Match.absent() });
  });

  test('warns of nothing', () => expect(warningsOf(stack)).toEqual([]));
});

test('keeps environments ready, and has the queue read by them', () => {
  const { stack } = processor({ provisionedConcurrency: 4 });
  const template = templateOf(stack);
  const [alias] = Object.keys(template.findResources('AWS::Lambda::Alias', { Properties: { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 4 } } }));

  const [mapping] = Object.values(template.findResources('AWS::Lambda::EventSourceMapping'));

  expect(JSON.stringify(mapping.Properties.FunctionName)).toContain(JSON.stringify({ Ref: alias }));
  expect(warningsOf(stack)).toEqual([]);
});

test('keeps a part of the account\'s concurrency for itself', () => {
  const { stack } = processor({ reservedConcurrentExecutions: 50, maxConcurrency: 50 });

  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { ReservedConcurrentExecutions: 50 });
  expect(warningsOf(stack)).toEqual([]);
});

test('goes through a network where one is given, but not for its logs', () => {
  const { stack, made } = processor({ network: ProcessorNetwork.vpcEndpoints() });
  const template = templateOf(stack);

  template.hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SubnetIds: stack.resolve(made.vpc!.isolatedSubnets.map(({ subnetId }) => subnetId)) } });
  template.resourcePropertiesCountIs('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface' }, 0);
  template.hasResourceProperties('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' });
  template.hasResourceProperties('AWS::IAM::Role', {
    ManagedPolicyArns: [{ 'Fn::Join': ['', Match.arrayWith([':iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole'])] }],
  });
});

test.each<{ refused: string; options: ProcessorOptions & OnDemandOptions; rule: string }>([
  { refused: 'too little memory', options: { memorySize: 127 }, rule: 'OnDemandMemory' },
  { refused: 'memory that only managed instances have', options: { memorySize: 16_384 }, rule: 'OnDemandMemory' },
  { refused: 'a timeout that only managed instances have', options: { timeout: Duration.minutes(16) }, rule: 'OnDemandTimeout' },
  { refused: 'more ready environments than are reserved', options: { provisionedConcurrency: 3, reservedConcurrentExecutions: 2 }, rule: 'OnDemandProvisioned' },
  { refused: 'a batch that no mapping gives', options: { batchSize: 10_001 }, rule: 'BatchSize' },
])('refuses $refused', ({ options, rule }) => {
  expect(() => processor(options)).toThrow(new RegExp(`Test/Processor cannot be deployed:[^]+\\[${rule}\\]`));
});

test('refuses at synthesis what an escape hatch has made of it', () => {
  const { stack, made } = processor();

  (made.function.node.defaultChild as lambda.CfnFunction).memorySize = 10_241;

  expect(() => templateOf(stack)).toThrow('memorySize must be between 128 and 10,240 MB on demand, got 10,241 MB [OnDemandMemory]');
});

test('warns of more concurrent batches than are reserved, which end up as dead letters', () => {
  const { stack } = processor({ reservedConcurrentExecutions: 10 });

  expect(warningsOf(stack)).toEqual([expect.stringContaining('maxConcurrency must be at most reservedConcurrentExecutions, 10, got none')]);
});
