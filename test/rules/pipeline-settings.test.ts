import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import {
  ManagedInstanceProcessorOptions, ManagedInstanceRules, ManagedInstanceSize, ProcessorNetwork, TelemetryPipeline, TelemetryPipelineProps,
} from '../../src';
import { warningsOf } from '../fixtures/synthesized';

/** The resources of a pipeline, for the settings that no prop has. */
interface Resources {
  readonly stack: Stack;
  readonly handler: lambda.CfnFunction;
  readonly provider: lambda.CfnCapacityProvider;
  readonly mapping: lambda.CfnEventSourceMapping;
}

type Build = (stack: Stack) => void;

const ENVIRONMENT = { account: '111111111111', region: 'eu-west-1' };
const newStack = () => new Stack(new App(), 'Test', { env: ENVIRONMENT });

const pipeline = (props: TelemetryPipelineProps, change: (resources: Resources) => void = () => {}): Build => stack => {
  const { processor, capacityProvider } = new TelemetryPipeline(stack, 'Telemetry', props);
  change({
    stack,
    handler: processor.function.node.defaultChild as lambda.CfnFunction,
    provider: capacityProvider!.node.defaultChild as lambda.CfnCapacityProvider,
    mapping: processor.eventSourceMapping.node.defaultChild as lambda.CfnEventSourceMapping,
  });
};
const processor = (options: ManagedInstanceProcessorOptions) => pipeline({ processor: options });
const changed = (change: (resources: Resources) => void) => pipeline({}, change);
const allow = (...names: string[]) => lambda.InstanceTypeFilter.allow(names.map(name => new ec2.InstanceType(name)));

const inVpc = (props: ec2.VpcProps, selection: ec2.SubnetSelection): Build => stack => {
  const vpc = new ec2.Vpc(stack, 'Vpc', props);
  processor({ network: ProcessorNetwork.existing(vpc, { vpcSubnets: selection }) })(stack);
};
const ISOLATED: ec2.VpcProps = { natGateways: 0, subnetConfiguration: [{ name: 'Isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] };

const attachedTwice: Build = stack => {
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_24_X, handler: 'i.h', code: lambda.Code.fromInline('-'), memorySize: 4_096,
  });
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 1 });
  const provider = new lambda.CapacityProvider(stack, 'Provider', {
    subnets: vpc.privateSubnets, securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })],
  });
  provider.addFunction(handler.currentVersion);
  ManagedInstanceRules.check(stack);
};

/** Invalid and risky settings of a pipeline, given by props and by escape hatches; 21 of their kind pass aws-cdk-lib in silence. */
const settings: { setting: string; build: Build; refused?: string; warned?: string; says: string }[] = [
  {
    setting: '1: less than 2 GB',
    build: processor({ memorySize: 1_024, executionEnvironmentMemoryGiBPerVCpu: 2 }),
    refused: 'MemorySize',
    says: 'got 1,024 MB',
  },
  { setting: '2: more than 32 GB', build: processor({ memorySize: 65_536 }), refused: 'MemorySize', says: 'got 65,536 MB' },
  {
    setting: '3: 2,048 MB at ratio 8',
    build: processor({ memorySize: 2_048, executionEnvironmentMemoryGiBPerVCpu: 8 }),
    refused: 'MemoryWholeVCpus',
    says: 'set executionEnvironmentMemoryGiBPerVCpu to 2',
  },
  {
    setting: '4: no memory at ratio 4',
    build: changed(({ handler }) => handler.addPropertyDeletionOverride('MemorySize')),
    warned: 'MemoryUnset',
    says: 'got none',
  },
  {
    setting: '5: ratio 3',
    build: processor({ memorySize: 3_072, executionEnvironmentMemoryGiBPerVCpu: 3 }),
    refused: 'MemoryPerVCpu',
    says: 'must be 2, 4 or 8, got 3',
  },
  {
    setting: '6: 3,000 MB',
    build: processor({ memorySize: 3_000, executionEnvironmentMemoryGiBPerVCpu: 2 }),
    refused: 'MemoryWholeVCpus',
    says: 'set it to 2,048 MB or 4,096 MB',
  },
  {
    setting: '7: 65 batches on 1 vCPU',
    build: processor({ perExecutionEnvironmentMaxConcurrency: 65 }),
    refused: 'ConcurrencyPerVCpu',
    says: 'got 65; lower it',
  },
  { setting: '8: 1,601 batches', build: processor({ perExecutionEnvironmentMaxConcurrency: 1_601 }), refused: 'ConcurrencyRange', says: 'got 1,601' },
  {
    setting: '9: another architecture than the provider',
    build: changed(({ handler }) => { handler.architectures = ['x86_64']; }),
    refused: 'ArchitectureMatch',
    says: 'got x86_64',
  },
  {
    setting: '10: two architectures',
    build: changed(({ provider }) => provider.addPropertyOverride('InstanceRequirements.Architectures', ['arm64', 'x86_64'])),
    refused: 'ArchitectureSingle',
    says: 'got arm64 and arm64 with x86_64',
  },
  {
    setting: '11: arm64 with c6i',
    build: processor({ instanceTypeFilter: allow('c6i.xlarge') }),
    refused: 'InstanceTypeArchitecture',
    says: 'got c6i.xlarge',
  },
  {
    setting: '12: t3.micro',
    build: processor({ instanceTypeFilter: allow('t3.micro'), architecture: lambda.Architecture.X86_64 }),
    warned: 'InstanceTypeBurstable',
    says: 'got t3.micro',
  },
  {
    setting: '13: an instance too small',
    build: processor({ size: ManagedInstanceSize.computeOptimized(8), instanceTypeFilter: allow('c7g.xlarge') }),
    refused: 'InstanceTypeVCpus',
    says: '8 vCPU',
  },
  {
    setting: '14: Python 3.12',
    build: changed(({ handler }) => { handler.runtime = 'python3.12'; }),
    refused: 'RuntimeVersion',
    says: 'must be python3.13 or newer',
  },
  {
    setting: '15: Node.js 20',
    build: changed(({ handler }) => { handler.runtime = 'nodejs20.x'; }),
    refused: 'RuntimeVersion',
    says: 'must be nodejs22.x or newer',
  },
  { setting: '16: Ruby', build: changed(({ handler }) => { handler.runtime = 'ruby3.4'; }), refused: 'RuntimeLanguage', says: 'got ruby3.4' },
  {
    setting: '17: a VPC of the function',
    build: changed(({ handler }) => { handler.vpcConfig = { subnetIds: ['subnet-1'] }; }),
    warned: 'FunctionVpc',
    says: 'likely',
  },
  {
    setting: '18: reserved concurrency',
    build: changed(({ handler }) => { handler.reservedConcurrentExecutions = 5; }),
    warned: 'FunctionReserved',
    says: 'got 5',
  },
  {
    setting: '19: provisioned concurrency',
    build: changed(({ stack, handler }) => new lambda.CfnAlias(stack, 'Alias', {
      functionName: handler.ref,
      functionVersion: '1',
      name: 'live',
      provisionedConcurrencyConfig: { provisionedConcurrentExecutions: 2 },
    })),
    warned: 'FunctionProvisioned',
    says: 'got 2',
  },
  {
    setting: '20: SnapStart',
    build: changed(({ handler }) => { handler.snapStart = { applyOn: 'PublishedVersions' }; }),
    warned: 'FunctionSnapStart',
    says: 'got PublishedVersions',
  },
  {
    setting: '21: a cap of 12 for 3 × 8 vCPU',
    build: processor({ size: ManagedInstanceSize.generalPurpose(8), maxVCpuCount: 12 }),
    refused: 'CapacityOfMinimum',
    says: '24 for 3 of 8 vCPU, got 12',
  },
  { setting: '22: a cap without headroom', build: processor({ maxVCpuCount: 12 }), warned: 'CapacityHeadroom', says: 'got 12' },
  {
    setting: '23: a CPU target of 120',
    build: changed(({ provider }) => provider.addPropertyOverride('CapacityProviderScalingConfig.ScalingPolicies', [{ TargetValue: 120 }])),
    refused: 'ScalingCpuTarget',
    says: 'got 120',
  },
  {
    setting: '24: isolated subnets without endpoints',
    build: inVpc(ISOLATED, { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }),
    warned: 'NetworkLogs',
    says: 'lost',
  },
  {
    setting: '25: one subnet',
    build: inVpc({ natGateways: 1, maxAzs: 1 }, { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }),
    warned: 'SubnetZones',
    says: 'got 1 in one',
  },
  {
    setting: '26: public subnets',
    build: inVpc({ natGateways: 0 }, { subnetType: ec2.SubnetType.PUBLIC }),
    warned: 'SubnetPublic',
    says: 'must be private',
  },
  {
    setting: '27: at least 0, at most 5',
    build: processor({ minExecutionEnvironments: 0, maxExecutionEnvironments: 5 }),
    refused: 'ScalingZero',
    says: 'got 0 and 5',
  },
  {
    setting: '28: at least 5, at most 4',
    build: processor({ minExecutionEnvironments: 5, maxExecutionEnvironments: 4 }),
    refused: 'ScalingOrder',
    says: 'got 5 and 4',
  },
  {
    setting: '29: one bound alone',
    build: processor({ minExecutionEnvironments: 5 }),
    warned: 'ScalingBoth',
    says: 'got no maxExecutionEnvironments',
  },
  {
    setting: '30: nothing published for the mapping',
    build: changed(({ handler }) => { handler.publishToLatestPublished = false; }),
    warned: 'MappingStale',
    says: 'got false',
  },
  {
    setting: '31: hidden shorter than a run',
    build: pipeline({ queue: { visibilityTimeout: Duration.seconds(30) } }),
    refused: 'QueueVisibilityCoversProcessor',
    says: 'got 30 seconds',
  },
  {
    setting: '32: hidden for one run',
    build: pipeline({ queue: { visibilityTimeout: Duration.minutes(1) } }),
    warned: 'QueueVisibilitySixfold',
    says: 'six times',
  },
  {
    setting: '33: a window without partial batches',
    build: changed(({ mapping }) => { mapping.functionResponseTypes = undefined; }),
    warned: 'MappingPartialBatch',
    says: 'got none',
  },
  {
    setting: '34: dead letters that expire first',
    build: pipeline({ queue: { deadLetterRetentionPeriod: Duration.days(3) } }),
    warned: 'QueueDeadLetterOutlives',
    says: 'got 3 days after 4 days',
  },
  {
    setting: '35: 100 messages without a window',
    build: processor({ batchSize: 100, maxBatchingWindow: Duration.seconds(0) }),
    refused: 'BatchNeedsWindow',
    says: 'got 0 seconds for 100',
  },
  {
    setting: '36: a limit of 1 and pollers',
    build: processor({ maxConcurrency: 1, provisionedPollers: {} }),
    refused: 'PollersOrConcurrency',
    says: 'got 1; the pollers',
  },
  { setting: '37: a version attached for the function', build: attachedTwice, warned: 'FunctionAlias', says: 'changes nothing' },
  {
    setting: '38: a role that may not log',
    build: stack => {
      const operatorRole = new iam.Role(stack, 'Own', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
      processor({ operatorRole })(stack);
    },
    warned: 'OperatorRoleLogs',
    says: 'logs:PutLogEvents',
  },
  { setting: '39: tracing without a way to X-Ray', build: processor({ tracing: lambda.Tracing.ACTIVE }), warned: 'NetworkTracing', says: 'xray' },
  {
    setting: '40: a service without an endpoint',
    build: changed(({ stack, handler }) => handler.addPropertyOverride('Environment.Variables.NEXT', new sqs.Queue(stack, 'Next').queueUrl)),
    warned: 'NetworkServices',
    says: 'got none to sqs',
  },
  {
    setting: '41: more than the mapping hands over',
    build: processor({ expectedBytesPerSecond: 20_000_000 }),
    warned: 'MappingRate',
    says: 'got 20 MB/s',
  },
  { setting: '42: too few tries', build: pipeline({ queue: { maxReceiveCount: 2 } }), warned: 'QueueReceivesWhileScaling', says: 'got 2' },
];

function refusalOf(build: Build): string {
  const stack = newStack();
  try {
    build(stack);
    warningsOf(stack);
    return 'nothing';
  } catch (error) {
    return (error as Error).message;
  }
}

test.each(settings.filter(({ refused }) => refused))('setting $setting is refused by $refused', ({ build, refused, says }) => {
  const findings = refusalOf(build).split('\n');

  const finding = findings.find(line => line.includes(`[${refused}]`));
  expect(finding).toMatch(/^ +- \w.* must .*, got /);
  expect(finding).toContain(says);
});

test.each(settings.filter(({ warned }) => warned))('setting $setting is warned of by $warned', ({ build, warned, says }) => {
  const stack = newStack();

  build(stack);

  const ours = warningsOf(stack).filter(text => text.includes('cdk-telemetry-pipeline:'));
  expect(ours).toContainEqual(expect.stringMatching(new RegExp(`${says}.*\\[ack: cdk-telemetry-pipeline:${warned}\\]$`)));
  expect(new Set(ours).size).toBe(ours.length);
});

const size = (stack: Stack) => new CfnParameter(stack, 'Size', { type: 'Number' }).valueAsNumber;

const valid: { setting: string; build: Build }[] = [
  { setting: 'the default', build: pipeline({}) },
  {
    setting: '4,096 MB at ratio 4 on arm64 with 64 batches',
    build: processor({ memorySize: 4_096, executionEnvironmentMemoryGiBPerVCpu: 4, perExecutionEnvironmentMaxConcurrency: 64 }),
  },
  { setting: 'the smallest size', build: processor({ size: ManagedInstanceSize.computeOptimized(1) }) },
  { setting: 'the largest size, whose cap follows from it', build: processor({ size: ManagedInstanceSize.computeOptimized(16) }) },
  { setting: 'memory from a parameter', build: stack => processor({ memorySize: size(stack) })(stack) },
  {
    setting: 'bounds from a parameter',
    build: stack => {
      const bound = size(stack);
      processor({ minExecutionEnvironments: bound, maxExecutionEnvironments: bound, maxVCpuCount: bound })(stack);
    },
  },
  {
    setting: 'batches and pollers from a parameter',
    build: stack => {
      const number = size(stack);
      processor({ batchSize: number, provisionedPollers: { minimumPollers: number, maximumPollers: number } })(stack);
    },
  },
  {
    setting: 'a provider of another stack',
    build: stack => {
      const other = new TelemetryPipeline(new Stack(stack.node.root as App, 'Other', { env: ENVIRONMENT }), 'First');
      processor({ capacityProvider: other.capacityProvider })(stack);
    },
  },
  {
    setting: 'an imported provider',
    build: stack => processor({ capacityProvider: lambda.CapacityProvider.fromCapacityProviderName(stack, 'Imported', 'shared') })(stack),
  },
  { setting: 'NAT gateways and tracing', build: processor({ network: ProcessorNetwork.natGateways(1), tracing: lambda.Tracing.ACTIVE }) },
  {
    setting: 'pollers for 20 MB/s',
    build: processor({ expectedBytesPerSecond: 20_000_000, provisionedPollers: { minimumPollers: 2, maximumPollers: 20 } }),
  },
  { setting: 'types of the architecture', build: processor({ instanceTypeFilter: allow('m7g.large', 'm8g.xlarge') }) },
  { setting: 'switched off', build: processor({ minExecutionEnvironments: 0, maxExecutionEnvironments: 0 }) },
  {
    setting: 'an imported VPC',
    build: stack => {
      const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['subnet-1', 'subnet-2'] });
      processor({ network: ProcessorNetwork.existing(vpc) })(stack);
    },
  },
];

test.each(valid)('$setting passes without a word', ({ build }) => {
  const stack = newStack();

  build(stack);

  expect(warningsOf(stack).filter(text => text.includes('cdk-telemetry-pipeline:'))).toEqual([]);
});
