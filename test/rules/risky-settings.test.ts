import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ManagedInstanceProcessor, ManagedInstanceRules, ProcessorNetwork, TelemetryArchive, TelemetryQueue } from '../../src';

process.env.CDK_VALIDATION ??= 'false';

/** A function on managed instances as a team writes it with aws-cdk-lib, all of it valid. */
function plainApp() {
  const stack = new Stack(new App(), 'Test', { env: { account: '111111111111', region: 'eu-west-1' } });
  const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 3, natGateways: 1 });
  const securityGroup = new ec2.SecurityGroup(stack, 'Group', { vpc });
  const provider = new lambda.CapacityProvider(stack, 'Provider', {
    subnets: vpc.privateSubnets, securityGroups: [securityGroup], architectures: [lambda.Architecture.ARM_64],
  });
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_24_X,
    architecture: lambda.Architecture.ARM_64,
    handler: 'index.handler',
    code: lambda.Code.fromInline('-'),
    memorySize: 4_096,
    timeout: Duration.minutes(1),
  });
  provider.addFunction(handler, { executionEnvironmentMemoryGiBPerVCpu: 4, perExecutionEnvironmentMaxConcurrency: 64 });
  const deadLetters = new sqs.Queue(stack, 'DeadLetters', { retentionPeriod: Duration.days(14) });
  const queue = new sqs.Queue(stack, 'Queue', {
    visibilityTimeout: Duration.minutes(7), deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
  });
  const mapping = new lambda.EventSourceMapping(stack, 'Mapping', {
    target: handler, eventSourceArn: queue.queueArn, batchSize: 1_000, maxBatchingWindow: Duration.seconds(10), reportBatchItemFailures: true,
  });
  ManagedInstanceRules.check(stack);

  return {
    stack,
    vpc,
    queue,
    fn: handler.node.defaultChild as lambda.CfnFunction,
    provider: provider.node.defaultChild as lambda.CfnCapacityProvider,
    mapping: mapping.node.defaultChild as lambda.CfnEventSourceMapping,
    l2: provider,
  };
}

type Parts = ReturnType<typeof plainApp>;

const MANAGED = 'CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig';
const ratio = ({ fn }: Parts, value: number) => fn.addPropertyOverride(`${MANAGED}.ExecutionEnvironmentMemoryGiBPerVCpu`, value);
const concurrency = ({ fn }: Parts, value: number) => fn.addPropertyOverride(`${MANAGED}.PerExecutionEnvironmentMaxConcurrency`, value);
const scaling = ({ fn }: Parts, least?: number, most?: number) => {
  fn.functionScalingConfig = { minExecutionEnvironments: least, maxExecutionEnvironments: most };
};
const instanceTypes = ({ provider }: Parts, ...types: string[]) => provider.addPropertyOverride('InstanceRequirements.AllowedInstanceTypes', types);
const cap = ({ provider }: Parts, value: number) => provider.addPropertyOverride('CapacityProviderScalingConfig.MaxVCpuCount', value);
/** What the synthesis of a changed app says: errors, or warnings. */
function verdict(change: (parts: Parts) => void): string {
  const parts = plainApp();
  change(parts);
  try {
    const annotations = Annotations.fromStack(parts.stack);
    return annotations.findWarning('*', Match.anyValue()).map(({ entry }) => `warning: ${entry.data}`).join('\n');
  } catch (error) {
    return `error: ${(error as Error).message}`;
  }
}

/** The settings that were tried on aws-cdk-lib 2.276: 21 passed in silence, 8 gave a built-in warning, 6 were refused, 2 crashed. */
const settings: { number: number; setting: string; says: RegExp; change: (parts: Parts) => void }[] = [
  { number: 1, setting: '1,024 MB', says: /^error: .*2,048 and 32,768 MB.*got 1,024 MB.*\[MemorySize\]/s, change: ({ fn }) => { fn.memorySize = 1_024; } },
  {
    number: 2,
    setting: '2,048 MB at 8 GiB per vCPU',
    says: /^error: .*multiple of 8,192 MB.*got 2,048 MB.*set .*\[MemoryWholeVCpus\]/s,
    change: parts => { parts.fn.memorySize = 2_048; ratio(parts, 8); },
  },
  { number: 3, setting: 'no memory at 4 GiB per vCPU', says: /memorySize.*\[?(ack: cdk-telemetry-pipeline:)?MemoryUnset\]?/s, change: ({ fn }) => { fn.memorySize = undefined; } },
  { number: 4, setting: 'a ratio of 3', says: /^error: .*must be 2, 4 or 8, got 3 \[MemoryPerVCpu\]/s, change: parts => ratio(parts, 3) },
  { number: 5, setting: '3,000 MB', says: /^error: .*got 3,000 MB.*\[MemoryWholeVCpus\]/s, change: ({ fn }) => { fn.memorySize = 3_000; } },
  { number: 6, setting: '65 batches at a time on one vCPU', says: /^error: .*64.*got 65.*\[ConcurrencyPerVCpu\]/s, change: parts => concurrency(parts, 65) },
  {
    number: 7,
    setting: 'a function for arm64 on instances of x86_64',
    says: /^error: .*x86_64.*got arm64.*\[ArchitectureMatch\]/s,
    change: ({ provider }) => provider.addPropertyOverride('InstanceRequirements.Architectures', ['x86_64']),
  },
  {
    number: 8,
    setting: 'c6i on arm64',
    says: /^error: .*arm64 only, got c6i.2xlarge.*\[InstanceTypeArchitecture\]/s,
    change: parts => instanceTypes(parts, 'c6i.2xlarge'),
  },
  { number: 9, setting: 't4g.medium', says: /warning: .*C, M and R, got t4g.medium.*InstanceTypeBurstable/s, change: parts => instanceTypes(parts, 't4g.medium', 'm7g.xlarge') },
  { number: 10, setting: 'Python 3.12', says: /^error: .*3\.13.*got python3\.12.*\[RuntimeVersion\]/s, change: ({ fn }) => { fn.runtime = 'python3.12'; } },
  {
    number: 11,
    setting: 'a VPC of the function\'s own',
    says: /warning: .*FunctionVpc/s,
    change: ({ fn }) => { fn.vpcConfig = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] }; },
  },
  { number: 12, setting: 'reserved concurrency', says: /warning: .*got 10.*FunctionReserved/s, change: ({ fn }) => { fn.reservedConcurrentExecutions = 10; } },
  {
    number: 13,
    setting: 'a cap of 12 for three environments of 8 vCPU',
    says: /^error: .*24.*got 12.*\[CapacityOfMinimum\]/s,
    change: parts => { parts.fn.memorySize = 32_768; cap(parts, 12); },
  },
  {
    number: 14,
    setting: 'isolated subnets without endpoints',
    says: /warning: .*NetworkLogs/s,
    change: parts => {
      const isolated = new ec2.Vpc(parts.stack, 'Isolated', {
        natGateways: 0, maxAzs: 3, subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
      });
      parts.provider.vpcConfig = { subnetIds: isolated.isolatedSubnets.map(({ subnetId }) => subnetId), securityGroupIds: ['sg-1'] };
    },
  },
  {
    number: 15,
    setting: 'one subnet',
    says: /warning: .*SubnetZones/s,
    change: ({ provider, vpc }) => { provider.vpcConfig = { subnetIds: [vpc.privateSubnets[0].subnetId], securityGroupIds: ['sg-1'] }; },
  },
  {
    number: 16,
    setting: 'public subnets',
    says: /warning: .*SubnetPublic/s,
    change: ({ provider, vpc }) => { provider.vpcConfig = { subnetIds: vpc.publicSubnets.map(({ subnetId }) => subnetId), securityGroupIds: ['sg-1'] }; },
  },
  { number: 17, setting: 'from 0 to 5 environments', says: /^error: .*got 0 and 5 \[ScalingZero\]/s, change: parts => scaling(parts, 0, 5) },
  { number: 18, setting: 'an event source on what is never published', says: /warning: .*MappingStale/s, change: ({ fn }) => { fn.publishToLatestPublished = false; } },
  {
    number: 19,
    setting: 'hidden for one run',
    says: /warning: .*visibilityTimeout.*6 minutes/s,
    change: ({ queue }) => { (queue.node.defaultChild as sqs.CfnQueue).visibilityTimeout = 60; },
  },
  { number: 20, setting: 'batches that fail as a whole', says: /warning: .*MappingPartialBatch/s, change: ({ mapping }) => { mapping.functionResponseTypes = undefined; } },
  {
    number: 21,
    setting: 'dead letters that expire with the queue',
    says: /warning: .*QueueDeadLetterOutlives/s,
    change: ({ queue }) => { (queue.node.defaultChild as sqs.CfnQueue).messageRetentionPeriod = 1_209_600; },
  },
  { number: 22, setting: '36,864 MB', says: /^error: .*32,768 MB.*got 36,864 MB.*\[MemorySize\]/s, change: ({ fn }) => { fn.memorySize = 36_864; } },
  { number: 23, setting: '1,601 batches at a time', says: /^error: .*1,600.*got 1,601 \[ConcurrencyRange\]/s, change: parts => concurrency(parts, 1_601) },
  {
    number: 24,
    setting: 'a CPU target of 101 percent',
    says: /^error: .*0 and 100 percent, got 101 \[ScalingCpuTarget\]/s,
    change: ({ provider }) => provider.addPropertyOverride('CapacityProviderScalingConfig', {
      ScalingMode: 'Manual', ScalingPolicies: [{ PredefinedMetricType: 'LambdaCapacityProviderAverageCPUUtilization', TargetValue: 101 }],
    }),
  },
  {
    number: 25,
    setting: 'two architectures',
    says: /^error: .*\[ArchitectureSingle\]/s,
    change: ({ provider }) => provider.addPropertyOverride('InstanceRequirements.Architectures', ['arm64', 'x86_64']),
  },
  { number: 26, setting: 'up to 15,001 environments', says: /^error: .*15,000.*15,001 \[ScalingRange\]/s, change: parts => scaling(parts, 3, 15_001) },
  { number: 27, setting: 'a timeout of 91 minutes', says: /^error: .*\[TimeoutRange\]/s, change: ({ fn }) => { fn.timeout = 5_460; } },
  {
    number: 28,
    setting: 'hidden for less than one run',
    says: /^error: .*at least the processor's timeout of 1 minute, got 30 seconds.*\[QueueVisibilityCoversProcessor\]/s,
    change: ({ queue }) => { (queue.node.defaultChild as sqs.CfnQueue).visibilityTimeout = 30; },
  },
  { number: 29, setting: 'a batch of 11 without a window', says: /^error: .*at least 1 second.*\[BatchNeedsWindow\]/s, change: ({ mapping }) => { mapping.maximumBatchingWindowInSeconds = 0; } },
  { number: 30, setting: 'a cap of 1 vCPU', says: /^error: .*2 and 15,000, got 1 \[CapacityVCpuCount\]/s, change: parts => cap(parts, 1) },
  { number: 31, setting: 'a cap of 15,001 vCPUs', says: /^error: .*2 and 15,000, got 15,001 \[CapacityVCpuCount\]/s, change: parts => cap(parts, 15_001) },
  {
    number: 32,
    setting: 'no subnet',
    says: /^error: .*\[SubnetCount\]/s,
    change: ({ provider }) => { provider.vpcConfig = { subnetIds: [], securityGroupIds: ['sg-1'] }; },
  },
  {
    number: 33,
    setting: 'six security groups',
    says: /^error: .*got 6.*\[SecurityGroupCount\]/s,
    change: ({ provider, vpc }) => {
      provider.vpcConfig = { subnetIds: vpc.privateSubnets.map(({ subnetId }) => subnetId), securityGroupIds: ['a', 'b', 'c', 'd', 'e', 'f'].map(id => `sg-${id}`) };
    },
  },
  {
    number: 34,
    setting: 'pollers beside a limit of concurrency',
    says: /^error: .*\[PollersOrConcurrency\]/s,
    change: ({ mapping }) => {
      mapping.scalingConfig = { maximumConcurrency: 5 };
      mapping.provisionedPollerConfig = { minimumPollers: 2, maximumPollers: 5 };
    },
  },
  { number: 35, setting: 'a limit of one batch at a time', says: /^error: .*2 and 1,000, got 1 \[MappingConcurrency\]/s, change: ({ mapping }) => { mapping.scalingConfig = { maximumConcurrency: 1 }; } },
];

test.each(settings)('$number: $setting does not pass in silence', ({ change, says }) => {
  expect(verdict(change)).toMatch(says);
});

test('36: a capacity provider that is only known by its ARN takes our function, where addFunction does not exist', () => {
  const { stack } = plainApp();
  const capacityProvider = lambda.CapacityProvider.fromCapacityProviderArn(
    stack, 'Imported', 'arn:aws:lambda:eu-west-1:111111111111:capacity-provider:shared',
  );

  expect(() => new ManagedInstanceProcessor(stack, 'Processor', {
    queue: new TelemetryQueue(stack, 'Own').queue, archive: new TelemetryArchive(stack, 'Archive'), capacityProvider,
  })).not.toThrow();
});

test('37: an alias that is attached in vain is found, where addFunction says nothing', () => {
  const says = verdict(({ stack, l2 }) => {
    const handler = new lambda.Function(stack, 'Other', {
      runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('-'),
    });
    l2.addFunction(new lambda.Alias(stack, 'Live', { aliasName: 'live', version: handler.currentVersion }));
  });

  expect(says).toMatch(/^warning: addFunction must be given the function itself.*FunctionAlias/s);
});

test('the app that all of them change is valid and says nothing', () => {
  expect(verdict(() => {})).toBe('');
});

test.each([
  { title: 'instance types that fit', change: (parts: Parts) => instanceTypes(parts, 'm7g.xlarge', 'm8g.2xlarge') },
  { title: 'a runtime that is a token', change: ({ fn, stack }: Parts) => { fn.runtime = lambda.determineLatestNodeRuntime(stack).name; } },
  { title: 'bounds that belong together', change: (parts: Parts) => scaling(parts, 3, 30) },
  { title: 'a function that is switched off', change: (parts: Parts) => scaling(parts, 0, 0) },
  { title: '32 GB at 8 GiB per vCPU', change: (parts: Parts) => { parts.fn.memorySize = 32_768; ratio(parts, 8); concurrency(parts, 256); } },
  {
    title: 'pollers of its own', change: ({ mapping }: Parts) => { mapping.provisionedPollerConfig = { minimumPollers: 2, maximumPollers: 10_000 }; },
  },
])('$title pass in silence', ({ change }) => {
  expect(verdict(change)).toBe('');
});

test('a network of two zones with both endpoints passes in silence', () => {
  const stack = new Stack(new App(), 'Test');
  new ManagedInstanceProcessor(stack, 'Processor', {
    queue: new TelemetryQueue(stack, 'Queue').queue,
    archive: new TelemetryArchive(stack, 'Archive'),
    network: ProcessorNetwork.vpcEndpoints({ availabilityZones: 2 }),
  });

  expect(Annotations.fromStack(stack).findWarning('*', Match.anyValue())).toEqual([]);
});
