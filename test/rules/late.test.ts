import { App, Aspects, CfnOutput, CfnParameter, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ManagedInstanceRules, TelemetryPipeline } from '../../src';
import { stackForTest, warningsOf } from '../fixtures/synthesized';

function pipeline(stack = stackForTest()) {
  const made = new TelemetryPipeline(stack, 'Telemetry');
  const handler = made.processor.function.node.defaultChild as lambda.CfnFunction;
  const provider = made.capacityProvider!.node.defaultChild as lambda.CfnCapacityProvider;
  return { stack, made, handler, provider, synth: () => stack.node.root instanceof App && stack.node.root.synth() };
}

function plainApp(memorySize?: number, options?: lambda.CapacityProviderFunctionOptions) {
  const stack = stackForTest();
  const vpc = new ec2.Vpc(stack, 'Vpc', { natGateways: 1 });
  const provider = new lambda.CapacityProvider(stack, 'Provider', {
    subnets: vpc.privateSubnets, securityGroups: [new ec2.SecurityGroup(stack, 'Group', { vpc })],
  });
  const handler = new lambda.Function(stack, 'Handler', {
    runtime: lambda.Runtime.NODEJS_LATEST, handler: 'index.handler', code: lambda.Code.fromInline('-'), memorySize,
  });
  if (options) {
    provider.addFunction(handler, options);
  }
  return { stack, vpc, provider, handler };
}

describe('what is changed after the constructor is checked at synthesis', () => {
  test('a property of the resource', () => {
    const { handler, synth } = pipeline();

    handler.memorySize = 3_000;

    expect(synth).toThrow('Test/Telemetry/Processor cannot be deployed:\n  - memorySize must be a whole number of vCPUs, a multiple of 4,096 MB');
  });

  test('a property override of the ratio', () => {
    const { handler, synth } = pipeline();

    handler.addPropertyOverride('CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.ExecutionEnvironmentMemoryGiBPerVCpu', 8);

    expect(synth).toThrow('got 4,096 MB (0.5 vCPU)');
  });

  test('property overrides of architecture and instance types, both told at once', () => {
    const { provider, synth } = pipeline();

    provider.addPropertyOverride('InstanceRequirements.Architectures', ['x86_64']);
    provider.addPropertyOverride('InstanceRequirements.AllowedInstanceTypes', ['m7g.xlarge']);

    expect(synth).toThrow(/\[ArchitectureMatch\]\n.*got m7g.xlarge;.*\[InstanceTypeArchitecture\]/);
  });

  test('fewer threads than workers, and not with the threads that the construct sets or a client that needs none', () => {
    const warned = (environment: Record<string, string>) => {
      const stack = stackForTest();
      new TelemetryPipeline(stack, 'Telemetry', { processor: { environment } });
      return warningsOf(stack).some(text => text.includes('[ack: cdk-telemetry-pipeline:RuntimeThreadPool]'));
    };

    expect(warned({ UV_THREADPOOL_SIZE: '1' })).toBe(true);
    expect(warned({ AWS_LAMBDA_NODEJS_WORKER_COUNT: '16' })).toBe(true);
    expect(warned({ UV_THREADPOOL_SIZE: '1', AWS_LAMBDA_NODEJS_USE_ALTERNATIVE_CLIENT_1: 'true' })).toBe(false);
    expect(warned({})).toBe(false);
  });

  test('an aspect', () => {
    const { stack, synth } = pipeline();

    Aspects.of(stack).add({ visit: node => node instanceof lambda.CfnFunction && (node.memorySize = 1_024) });

    expect(synth).toThrow('memorySize must be between 2,048 and 32,768 MB on managed instances, got 1,024 MB [MemorySize]');
  });

  test('a function that joins later', () => {
    const { stack, handler } = plainApp(3_000);
    const { provider } = plainAppProvider(stack);
    ManagedInstanceRules.check(stack);

    provider.addFunction(handler);

    expect(() => warningsOf(stack)).toThrow('Test/Handler cannot be deployed:\n  - memorySize must be a whole number of vCPUs');
  });

  test('the timeout of the queue', () => {
    const { made, synth } = pipeline();

    (made.queue.queue.node.defaultChild as sqs.CfnQueue).visibilityTimeout = 30;

    expect(synth).toThrow('visibilityTimeout must be at least the processor\'s timeout of 1 minute, got 30 seconds');
  });
});

function plainAppProvider(stack: Stack) {
  return { provider: stack.node.findChild('Provider') as lambda.CapacityProvider };
}

describe('functions and providers made with aws-cdk-lib', () => {
  test('are refused like the pipeline\'s, across stacks', () => {
    const { stack, provider } = plainApp();
    const other = new Stack(stack.node.root as App, 'Other');
    const handler = new lambda.Function(other, 'Handler', {
      runtime: lambda.Runtime.PYTHON_3_12, handler: 'index.handler', code: lambda.Code.fromInline('-'), memorySize: 2_048, architecture: lambda.Architecture.ARM_64,
    });
    provider.addFunction(handler);
    ManagedInstanceRules.check(stack.node.root);

    expect(() => warningsOf(other)).toThrow(/Other\/Handler cannot be deployed:\n.*\[RuntimeVersion\]\n.*instances, x86_64, got arm64;.*\[ArchitectureMatch\]/);
  });

  test('pass in silence when they fit', () => {
    const { stack } = plainApp(4_096, { executionEnvironmentMemoryGiBPerVCpu: 4 });
    ManagedInstanceRules.check(stack);

    expect(warningsOf(stack)).toEqual([]);
  });

  test('pass in silence when their settings are known only at deployment', () => {
    const { stack, handler, provider } = plainApp();
    const size = new CfnParameter(stack, 'Size', { type: 'Number' });
    (handler.node.defaultChild as lambda.CfnFunction).memorySize = size.valueAsNumber;
    provider.addFunction(handler, { executionEnvironmentMemoryGiBPerVCpu: size.valueAsNumber });
    ManagedInstanceRules.check(stack);

    expect(warningsOf(stack)).toEqual([]);
  });

  test('are told of an alias that is attached in vain', () => {
    const { stack, handler, provider } = plainApp(4_096);
    ManagedInstanceRules.check(stack);

    provider.addFunction(handler.addAlias('live'));

    expect(warningsOf(stack)).toEqual([expect.stringContaining('[ack: cdk-telemetry-pipeline:FunctionAlias]')]);
  });

  test('are told of an event source on what is not published', () => {
    const { stack, handler } = plainApp(4_096, { executionEnvironmentMemoryGiBPerVCpu: 4 });
    ManagedInstanceRules.check(stack);

    handler.latestVersion.addEventSource(new SqsEventSource(new sqs.Queue(stack, 'Queue')));

    expect(() => warningsOf(stack)).toThrow('[MappingUnpublished]');
  });

  test('are checked once, however often that is asked for', () => {
    const { stack } = plainApp(undefined, {});
    ManagedInstanceRules.check(stack);
    ManagedInstanceRules.check(stack);
    ManagedInstanceRules.check(stack.node.root);

    expect(warningsOf(stack)).toHaveLength(1);
  });

  test('are left alone when they have no capacity provider', () => {
    const { stack } = plainApp(128);
    ManagedInstanceRules.check(stack);

    expect(warningsOf(stack)).toEqual([]);
  });
});

test('a pipeline is checked by itself, and not again by its app', () => {
  const { stack, handler, made } = pipeline();
  ManagedInstanceRules.check(stack);
  handler.addPropertyOverride('VpcConfig', { SubnetIds: [] });
  new CfnOutput(stack, 'Out', { value: made.processor.function.functionArn });

  expect(warningsOf(stack)).toEqual([expect.stringContaining('[ack: cdk-telemetry-pipeline:FunctionVpc]')]);
});
