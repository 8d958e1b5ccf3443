import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ManagedInstanceProcessor, ManagedInstanceProcessorOptions, TelemetryArchive } from '../../src';
import { ENVIRONMENT } from '../../src/wire/environment';
import { stackForTest, templateOf } from '../fixtures/synthesized';

const PREFIXES = ['events/*', 'quarantine/*'];

function processor(options: ManagedInstanceProcessorOptions = {}, stack = stackForTest()) {
  const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.minutes(10) });
  const archive = new TelemetryArchive(stack, 'Archive');
  return { stack, queue, archive, processor: new ManagedInstanceProcessor(stack, 'Processor', { queue, archive, ...options }) };
}

function managed(settings: object) {
  return { CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: Match.objectLike(settings) } };
}

describe('by default', () => {
  const { stack, queue, archive, processor: made } = processor();
  const template = templateOf(stack);

  test('runs the bundled handler on one vCPU of arm64 with 4 GB', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Architectures: ['arm64'],
      MemorySize: 4_096,
      Timeout: 60,
      ...managed({
        CapacityProviderArn: stack.resolve(made.capacityProvider.capacityProviderArn),
        ExecutionEnvironmentMemoryGiBPerVCpu: 4,
        PerExecutionEnvironmentMaxConcurrency: 16,
      }),
      PublishToLatestPublished: true,
    });
  });

  test('leaves the environments\' number to Lambda, which starts three', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { FunctionScalingConfig: Match.absent() });
  });

  test('puts a lid on the bill and gives the provider no name that would block its replacement', () => {
    template.hasResourceProperties('AWS::Lambda::CapacityProvider', {
      CapacityProviderName: Match.absent(),
      CapacityProviderScalingConfig: { MaxVCpuCount: 40, ScalingMode: 'Auto' },
      InstanceRequirements: { Architectures: ['arm64'] },
    });
  });

  test('runs one worker thread for each vCPU, with threads to spare for compression', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ AWS_LAMBDA_NODEJS_WORKER_COUNT: '1', UV_THREADPOOL_SIZE: '6' }) },
    });
  });

  test('tells the handler where the archive is and lets it write there', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: Match.objectLike({ [ENVIRONMENT.archiveBucket]: stack.resolve(archive.bucket.bucketName) }) },
    });
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ Action: 's3:PutObject', Resource: stack.resolve(PREFIXES.map(prefix => archive.bucket.arnForObjects(prefix))) })]),
      }),
      Roles: [stack.resolve((made.grantPrincipal as iam.Role).roleName)],
    });
  });

  test('takes batches of up to 6 MB that gathered for ten seconds, and gives back only what failed', () => {
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
      EventSourceArn: stack.resolve(queue.queueArn),
      FunctionName: stack.resolve(made.function.functionName),
      BatchSize: 10_000,
      MaximumBatchingWindowInSeconds: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: Match.absent(),
    });
  });

  test('keeps both logs for a month in groups that go with the stack', () => {
    const kept = { Properties: Match.objectLike({ RetentionInDays: 30 }), DeletionPolicy: 'Delete' };

    template.allResources('AWS::Logs::LogGroup', kept);
    template.hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogFormat: 'JSON', LogGroup: stack.resolve(made.logGroup.logGroupName) } });
    template.hasResourceProperties('AWS::Lambda::CapacityProvider', { TelemetryConfig: { LoggingConfig: { LogGroup: Match.anyValue() } } });
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
  });
});

test('derives workers, threads and concurrency from the vCPUs', () => {
  const { stack } = processor({ memorySize: 32_768, executionEnvironmentMemoryGiBPerVCpu: 8 });

  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
    MemorySize: 32_768,
    Environment: { Variables: Match.objectLike({ AWS_LAMBDA_NODEJS_WORKER_COUNT: '4', UV_THREADPOOL_SIZE: '12' }) },
    ...managed({ ExecutionEnvironmentMemoryGiBPerVCpu: 8, PerExecutionEnvironmentMaxConcurrency: 64 }),
  });
});

test('passes on what it is told about scaling', () => {
  const { stack } = processor({
    minExecutionEnvironments: 3,
    maxExecutionEnvironments: 12,
    maxVCpuCount: 64,
    perExecutionEnvironmentMaxConcurrency: 8,
    maxConcurrency: 50,
    scalingOptions: lambda.ScalingOptions.manual([lambda.TargetTrackingScalingPolicy.cpuUtilization(50)]),
    architecture: lambda.Architecture.X86_64,
  });
  const template = templateOf(stack);

  template.hasResourceProperties('AWS::Lambda::Function', {
    Architectures: ['x86_64'],
    FunctionScalingConfig: { MinExecutionEnvironments: 3, MaxExecutionEnvironments: 12 },
    ...managed({ PerExecutionEnvironmentMaxConcurrency: 8 }),
  });
  template.hasResourceProperties('AWS::Lambda::CapacityProvider', {
    CapacityProviderScalingConfig: Match.objectLike({ MaxVCpuCount: 64, ScalingMode: 'Manual' }), InstanceRequirements: { Architectures: ['x86_64'] },
  });
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { ScalingConfig: { MaximumConcurrency: 50 } });
});

test('passes on what it is told about batches, events and logs', () => {
  const { stack } = processor({
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(2),
    timeout: Duration.minutes(2),
    maxEventBytes: 65_536,
    environment: { LOG_LEVEL: 'debug' },
    logRetention: logs.RetentionDays.ONE_WEEK,
  });
  const template = templateOf(stack);

  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { BatchSize: 100, MaximumBatchingWindowInSeconds: 2 });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Timeout: 120,
    Environment: { Variables: Match.objectLike({ LOG_LEVEL: 'debug', [ENVIRONMENT.maxEventBytes]: '65536' }) },
  });
  template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 7 });
});

test('joins a capacity provider of another stack, and makes no network of its own', () => {
  const app = new App();
  const first = processor({}, new Stack(app, 'First'));
  const second = processor({ capacityProvider: first.processor.capacityProvider }, new Stack(app, 'Second'));
  const template = templateOf(second.stack);

  template.resourceCountIs('AWS::Lambda::CapacityProvider', 0);
  template.resourceCountIs('AWS::EC2::VPC', 0);
  template.hasResourceProperties('AWS::Lambda::Function', managed({ CapacityProviderArn: { 'Fn::ImportValue': Match.anyValue() } }));
  expect(second.processor.vpc).toBeUndefined();
});

test('lets its handler be granted more, and measured', () => {
  const { stack, processor: made } = processor();

  new sqs.Queue(stack, 'Other').grantSendMessages(made);

  templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: Match.objectLike({ Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['sqs:SendMessage']) })]) }),
  });
  expect([made.metricInvocations(), made.metricErrors(), made.metricThrottles(), made.metricDuration()].map(({ metricName }) => metricName))
    .toEqual(['Invocations', 'Errors', 'Throttles', 'Duration']);
});

const refused: { rule: string; refuses: string; options: ManagedInstanceProcessorOptions; message: string }[] = [
  {
    rule: 'MemorySize',
    refuses: '1,024 MB',
    options: { memorySize: 1_024, executionEnvironmentMemoryGiBPerVCpu: 2 },
    message: 'memorySize must be between 2,048 and 32,768 MB on managed instances, got 1,024 MB [MemorySize]',
  },
  {
    rule: 'MemorySize',
    refuses: '36,864 MB',
    options: { memorySize: 36_864 },
    message: 'memorySize must be between 2,048 and 32,768 MB on managed instances, got 36,864 MB [MemorySize]',
  },
  {
    rule: 'MemoryPerVCpu',
    refuses: '3 GiB',
    options: { executionEnvironmentMemoryGiBPerVCpu: 3 },
    message: 'executionEnvironmentMemoryGiBPerVCpu must be 2, 4 or 8, got 3 [MemoryPerVCpu]',
  },
  {
    rule: 'MemoryWholeVCpus',
    refuses: 'half a vCPU',
    options: { memorySize: 2_048 },
    message: 'memorySize must be a whole number of vCPUs, a multiple of 4,096 MB at 4 GiB per vCPU, got 2,048 MB (0.5 vCPU); '
      + 'set it to 4,096 MB, or set executionEnvironmentMemoryGiBPerVCpu to 2 [MemoryWholeVCpus]',
  },
  {
    rule: 'MemoryWholeVCpus',
    refuses: 'one and a half',
    options: { memorySize: 3_072, executionEnvironmentMemoryGiBPerVCpu: 2 },
    message: 'memorySize must be a whole number of vCPUs, a multiple of 2,048 MB at 2 GiB per vCPU, got 3,072 MB (1.5 vCPU); '
      + 'set it to 2,048 MB or 4,096 MB [MemoryWholeVCpus]',
  },
];

test.each(refused)('$rule refuses $refuses', ({ options, message }) => {
  expect(() => processor(options)).toThrow(`Test/Processor cannot be deployed:\n  - ${message}`);
});

test.each([2, 4, 8].flatMap(ratio => [1, 2, 3, 4].map(cores => ({ ratio, cores }))))('takes $cores vCPU at $ratio GiB each', ({ ratio, cores }) => {
  expect(() => processor({ memorySize: cores * ratio * 1_024, executionEnvironmentMemoryGiBPerVCpu: ratio })).not.toThrow();
});

test('lets a size pass that is known only at deployment', () => {
  const memorySize = Lazy.number({ produce: () => 4_096 });

  const { stack } = processor({ memorySize });

  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', { MemorySize: 4_096, Environment: { Variables: Match.objectLike({ UV_THREADPOOL_SIZE: '6' }) } });
});
