import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, NestedStack, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { assembledConfiguration } from '../../src/cli/economics/assembled-configuration';
import { DEFAULT_CONFIGURATION, DEFAULT_NETWORK, DEFAULT_ON_DEMAND } from '../../src/economics/configuration';
import {
  ArchiveCompression, IngestionAuth, IngestionDoor, ManagedInstanceSize, ProcessorCompute, ProcessorNetwork,
  TelemetryPipeline, TelemetryPipelineProps,
} from '../../src/index';

process.env.CDK_VALIDATION ??= 'false';

const folder = mkdtempSync(join(tmpdir(), 'configuration-'));
afterAll(() => rmSync(folder, { recursive: true }));

function configurationOf(make: (stack: Stack) => TelemetryPipelineProps) {
  const outdir = mkdtempSync(join(folder, 'app-'));
  const app = new App({ outdir });
  const stack = new Stack(app, 'Telemetry');
  new TelemetryPipeline(stack, 'Pipeline', make(stack));
  app.synth();
  return assembledConfiguration(outdir, undefined).pipeline;
}

test('the default pipeline is what is priced where there is no app', () => {
  expect(configurationOf(() => ({}))).toEqual(DEFAULT_CONFIGURATION);
});

test('ordinary Lambda is read with its memory and what stands ready, and without a network', () => {
  const { compute, network } = configurationOf(() => ({ compute: ProcessorCompute.onDemand({ provisionedConcurrency: 3 }) }));

  expect(compute).toEqual({ ...DEFAULT_ON_DEMAND, provisionedConcurrency: 3 });
  expect(network).toEqual({ endpointZones: 0, natGateways: 0, addresses: 0 });
});

test('sizes, instance types, scaling and pollers are those of the template', () => {
  const { compute, mapping, handler } = configurationOf(() => ({
    processor: {
      size: ManagedInstanceSize.memoryOptimized(2),
      architecture: lambda.Architecture.X86_64,
      minExecutionEnvironments: 6,
      maxExecutionEnvironments: 12,
      maxVCpuCount: 64,
      instanceTypeFilter: lambda.InstanceTypeFilter.allow([new ec2.InstanceType('r7i.xlarge')]),
      scalingOptions: lambda.ScalingOptions.manual([lambda.TargetTrackingScalingPolicy.cpuUtilization(70)]),
      provisionedPollers: { minimumPollers: 10, maximumPollers: 40 },
      maxBatchingWindow: Duration.seconds(30),
      compression: ArchiveCompression.ZSTD,
      maxFlushWait: Duration.seconds(5),
    },
  }));

  expect(compute).toEqual({
    kind: 'managedInstances',
    architecture: 'x86_64',
    memoryMiB: 16_384,
    vCpus: 2,
    concurrency: 32,
    minimumEnvironments: 6,
    maximumEnvironments: 12,
    cpuTarget: 0.7,
    maxVCpuCount: 64,
    allowedTypes: ['r7i.xlarge'],
    excludedTypes: [],
  });
  expect(mapping).toEqual({ batchSize: 10_000, windowSeconds: 30, minimumPollers: 10, maximumPollers: 40 });
  expect(handler).toMatchObject({ compression: 'zstd', maxWaitSeconds: 5 });
});

test('NAT gateways are counted with their addresses', () => {
  const { network } = configurationOf(() => ({ processor: { network: ProcessorNetwork.natGateways(2) } }));

  expect(network).toEqual({ endpointZones: 0, natGateways: 2, addresses: 2, logsThrough: 'nat' });
});

describe('a VPC of one\'s own', () => {
  const NAT = { natGateways: 1, maxAzs: 3 };
  const existing = (make: (stack: Stack) => ec2.IVpc, vpcSubnets?: ec2.SubnetSelection) =>
    configurationOf(stack => ({ processor: { network: ProcessorNetwork.existing(make(stack), { vpcSubnets }) } }));

  test('with NAT and no endpoint for S3, stored objects go through NAT as the logs do', () => {
    const { network } = existing(stack => new ec2.Vpc(stack, 'Own', NAT));

    expect(network).toEqual({ endpointZones: 0, natGateways: 1, addresses: 1, logsThrough: 'nat', objectsThrough: 'nat' });
  });

  test('a gateway endpoint takes them off NAT', () => {
    const gatewayEndpoints = { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } };

    expect(existing(stack => new ec2.Vpc(stack, 'Own', { ...NAT, gatewayEndpoints })).network).not.toHaveProperty('objectsThrough');
    expect(existing(stack => new ec2.Vpc(stack, 'Own', { ...NAT, gatewayEndpoints: { Table: { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB } } })).network)
      .toMatchObject({ objectsThrough: 'nat' });
  });

  test('interface endpoints are counted for each zone, and take what is theirs', () => {
    const { network } = existing(stack => {
      const vpc = new ec2.Vpc(stack, 'Own', NAT);
      vpc.addInterfaceEndpoint('Logs', { service: ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS });
      vpc.addInterfaceEndpoint('S3', { service: ec2.InterfaceVpcEndpointAwsService.S3 });
      return vpc;
    });

    expect(network).toMatchObject({ endpointZones: 4, natGateways: 1, logsThrough: 'endpoint', objectsThrough: 'endpoint' });
  });

  test('endpoints and gateways of another VPC are not those of the function', () => {
    const { network } = configurationOf(stack => {
      new ec2.Vpc(stack, 'Another', NAT);
      return {};
    });

    expect(network).toEqual(DEFAULT_NETWORK);
  });

  test('one that is imported has no price, and that is told', () => {
    const { network, unpriced } = existing(stack => ec2.Vpc.fromVpcAttributes(stack, 'Shared', {
      vpcId: 'vpc-1', availabilityZones: ['a', 'b', 'c'], privateSubnetIds: ['subnet-1', 'subnet-2', 'subnet-3'], privateSubnetRouteTableIds: ['r', 'r', 'r'],
    }));

    expect(network).toEqual({ endpointZones: 0, natGateways: 0, addresses: 0 });
    expect(unpriced).toContain('network of another stack or account');
  });
});

describe('what belongs to a pipeline', () => {
  const withPaths = (make: (stack: Stack) => void) => {
    const outdir = mkdtempSync(join(folder, 'app-'));
    const app = new App({ outdir, context: { 'aws:cdk:enable-path-metadata': true } });
    make(new Stack(app, 'Telemetry'));
    app.synth();
    return outdir;
  };

  test('two pipelines of a stack do not count in each other, and each is named by its path', () => {
    const outdir = withPaths(stack => {
      new TelemetryPipeline(stack, 'First');
      new TelemetryPipeline(stack, 'Second', { encryptionKey: new kms.Key(stack, 'Key') });
    });

    expect(() => assembledConfiguration(outdir, undefined)).toThrow('or one of Telemetry/First, Telemetry/Second');
    expect(assembledConfiguration(outdir, 'Telemetry/First').pipeline).toEqual(DEFAULT_CONFIGURATION);
    expect(assembledConfiguration(outdir, 'Telemetry/Second').pipeline).toMatchObject({ keys: 1, alarmMetrics: DEFAULT_CONFIGURATION.alarmMetrics });
  });

  test('alarms, keys and functions of others in the stack are not the pipeline\'s; keys and secrets that it uses are', () => {
    const outdir = withPaths(stack => {
      new kms.Key(stack, 'Foreign');
      new lambda.Function(stack, 'Job', { runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromInline('0') })
        .metricErrors().createAlarm(stack, 'Failed', { threshold: 1, evaluationPeriods: 1 });
      const encryptionKey = new kms.Key(stack, 'Key');
      const bucket = new s3.Bucket(stack, 'Own', { encryption: s3.BucketEncryption.KMS, encryptionKey: new kms.Key(stack, 'BucketKey') });
      new TelemetryPipeline(stack, 'Pipeline', { encryptionKey, archive: { bucket } });
    });

    const { keys, alarmMetrics, unpriced } = assembledConfiguration(outdir, undefined).pipeline;

    expect({ keys, alarmMetrics }).toEqual({ keys: 2, alarmMetrics: DEFAULT_CONFIGURATION.alarmMetrics });
    expect(unpriced.join()).not.toContain('function Job');
  });

  test('a pipeline of a nested stack is read from its template', () => {
    const outdir = withPaths(stack => {
      new TelemetryPipeline(new NestedStack(stack, 'Inner'), 'Pipeline', { encryptionKey: new kms.Key(stack, 'Key') });
    });

    const { pipeline, subject } = assembledConfiguration(outdir, undefined);

    expect(pipeline).toMatchObject({ ...DEFAULT_CONFIGURATION, queueKeyReuseSeconds: 300 });
    expect(subject).toMatch(/^stack TelemetryInner/);
  });
});

test('a queue with a key of one\'s own calls it for each of its data keys', () => {
  const { queueKeyReuseSeconds, keys } = configurationOf(stack => ({ encryptionKey: new kms.Key(stack, 'Key') }));

  expect({ queueKeyReuseSeconds, keys }).toEqual({ queueKeyReuseSeconds: 300, keys: 1 });
});

test('an HTTP API with keys of its own, and a bucket that encrypts each object and forgets', () => {
  const configuration = configurationOf(stack => ({
    ingestion: { door: IngestionDoor.httpApi(), authorization: IngestionAuth.none() },
    archive: {
      bucket: new s3.Bucket(stack, 'Own', {
        encryption: s3.BucketEncryption.KMS,
        encryptionKey: new kms.Key(stack, 'Key'),
        bucketKeyEnabled: false,
        lifecycleRules: [{ expiration: Duration.days(90) }],
      }),
    },
  }));

  expect(configuration).toMatchObject({ door: { kind: 'http' }, encryptsEachObject: true, expirationDays: 90, keys: 1, network: DEFAULT_NETWORK });
  expect(configuration.door?.accessLogBytes).toBeGreaterThan(200);
});

test('without cdk.out the default pipeline is taken, and a folder that was asked for must be there', () => {
  const before = process.cwd();
  process.chdir(folder);
  try {
    expect(assembledConfiguration(undefined, undefined)).toMatchObject({ pipeline: DEFAULT_CONFIGURATION, subject: 'the default pipeline; there is no cdk.out here' });
    expect(() => assembledConfiguration('nowhere', undefined)).toThrow('run `cdk synth` first');
  } finally {
    process.chdir(before);
  }
});
