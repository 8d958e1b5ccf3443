import { Duration, Lazy } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import fc from 'fast-check';
import { ManagedInstanceProcessor, ManagedInstanceProcessorOptions, ProcessorNetwork, TelemetryArchive, TelemetryQueue } from '../../src';
import { stackForTest } from '../fixtures/synthesized';

/** A configuration, in plain numbers. */
interface Drawn {
  readonly memory: number;
  readonly ratio: number;
  readonly concurrency?: number;
  readonly environments?: readonly [least: number, most: number];
  readonly vCpuCap: number;
  readonly batchSize: number;
  readonly window: number;
  readonly timeout: number;
  readonly visibility: number;
  readonly retention: number;
  readonly receives: number;
  readonly mappingConcurrency?: number;
  readonly pollers?: readonly [least: number, most: number];
}

/**
 * AWS's limits as its pages state them, written down once more and by themselves: nothing here comes from the rules.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
 */
const LIMITS: { readonly [limit: string]: (drawn: Drawn) => boolean } = {
  'memory from 2 to 32 GB': ({ memory }) => memory >= 2048 && memory <= 32768,
  'a ratio that there is': ({ ratio }) => ratio === 2 || ratio === 4 || ratio === 8,
  'whole vCPUs': ({ memory, ratio }) => memory % (1024 * ratio) === 0 && memory >= 1024 * ratio,
  'up to 1,600 at a time': ({ concurrency: value }) => value === undefined || value >= 1 && value <= 1600,
  'up to 64 for each vCPU': ({ concurrency: value, memory, ratio }) => value === undefined || value * ratio * 1024 <= 64 * memory,
  'up to 15,000 environments': ({ environments: [least, most] = [1, 1] }) => least >= 0 && most >= 0 && least <= 15000 && most <= 15000,
  'environments in order': ({ environments: [least, most] = [1, 1] }) => least <= most,
  'none only together': ({ environments: [least, most] = [1, 1] }) => least > 0 || most === 0,
  'a cap from 2 to 15,000 vCPUs': ({ vCpuCap }) => vCpuCap >= 2 && vCpuCap <= 15000,
  'room for what always runs': ({ vCpuCap, memory, ratio, environments: [least] = [3, 3] }) => vCpuCap >= least * memory / ratio / 1024,
  'up to 10,000 messages': ({ batchSize }) => batchSize >= 1 && batchSize <= 10000,
  'up to five minutes': ({ window }) => window >= 0 && window <= 300,
  'a window above ten messages': ({ batchSize, window }) => batchSize <= 10 || window >= 1,
  'up to ninety minutes': ({ timeout }) => timeout >= 1 && timeout <= 5400,
  'hidden for one run at least': ({ timeout, visibility }) => visibility >= timeout,
  'hidden for twelve hours at most': ({ visibility }) => visibility >= 0 && visibility <= 43200,
  'kept from a minute to two weeks': ({ retention }) => retention >= 60 && retention <= 1209600,
  'received 1 to 1,000 times': ({ receives }) => receives >= 1 && receives <= 1000,
  'from 2 to 1,000 batches': ({ mappingConcurrency: value }) => value === undefined || value >= 2 && value <= 1000,
  'at least 2 to 200 pollers': ({ pollers: [least] = [2, 2] }) => least >= 2 && least <= 200,
  'at most 2 to 10,000 pollers': ({ pollers: [, most] = [2, 2] }) => most >= 2 && most <= 10000,
  'pollers in order': ({ pollers: [least, most] = [2, 2] }) => least <= most,
  'pollers or a limit': ({ pollers, mappingConcurrency }) => pollers === undefined || mappingConcurrency === undefined,
};

/** Values around each limit, so that a rule that is off by one disagrees. */
const around = (...limits: number[]) => fc.constantFrom(...new Set(limits.flatMap(limit => [limit - 1, limit, limit + 1])));
const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>) => fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: odd });
const pair = (limits: fc.Arbitrary<number>) => fc.tuple(limits, limits);

const seconds = (arbitrary: fc.Arbitrary<number>) => arbitrary.map(value => Math.max(0, value));
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq: number) => fc.option(arbitrary, { nil: undefined, freq });
const upTo = (most: number, least = 1) => fc.integer({ min: least, max: most });

const drawn: fc.Arbitrary<Drawn> = fc.record({
  memory: mostly(upTo(16).map(n => n * 2048), fc.oneof(around(2048, 4096, 8192, 32768), upTo(40000, 128))),
  ratio: mostly(fc.constantFrom(2, 4, 8), fc.constantFrom(1, 3, 5, 6, 16)),
  concurrency: maybe(mostly(upTo(64), around(1, 64, 128, 512, 1024, 1600)), 5),
  environments: maybe(mostly(fc.tuple(upTo(5), upTo(50, 5)), pair(around(1, 3, 15000))), 5),
  vCpuCap: mostly(upTo(400, 40), around(2, 3, 12, 24, 48, 15000)),
  batchSize: mostly(upTo(10000), around(1, 10, 10000)),
  window: seconds(mostly(upTo(300), around(1, 300))),
  timeout: seconds(mostly(upTo(900), around(1, 5400))),
  visibility: seconds(mostly(upTo(40000, 5400), around(1, 60, 900, 43200))),
  retention: seconds(mostly(upTo(1000000, 60), around(60, 1209600))),
  receives: mostly(upTo(1000), around(1, 1000)),
  mappingConcurrency: maybe(mostly(upTo(1000, 2), around(2, 1000)), 2),
  pollers: maybe(mostly(fc.tuple(upTo(200, 2), upTo(10000, 200)), pair(around(2, 200, 10000))), 2),
});

function optionsOf(config: Drawn, token: (value: number) => number = value => value): ManagedInstanceProcessorOptions {
  return {
    memorySize: token(config.memory),
    executionEnvironmentMemoryGiBPerVCpu: token(config.ratio),
    perExecutionEnvironmentMaxConcurrency: config.concurrency === undefined ? undefined : token(config.concurrency),
    minExecutionEnvironments: config.environments && token(config.environments[0]),
    maxExecutionEnvironments: config.environments && token(config.environments[1]),
    maxVCpuCount: config.vCpuCap,
    batchSize: token(config.batchSize),
    maxBatchingWindow: Duration.seconds(config.window),
    timeout: Duration.seconds(config.timeout),
    maxConcurrency: config.mappingConcurrency,
    provisionedPollers: config.pollers && { minimumPollers: config.pollers[0], maximumPollers: config.pollers[1] },
  };
}

// One stack for all, since only constructor rules are asked: a network of its own for each would make the test slow.
const stack = stackForTest();
const archive = new TelemetryArchive(stack, 'Archive');
const patient = new sqs.Queue(stack, 'Patient', { visibilityTimeout: Duration.hours(12) });
const capacity = new ManagedInstanceProcessor(stack, 'Capacity', { queue: patient, archive });
const network = ProcessorNetwork.existing(capacity.vpc!, { vpcSubnets: { subnets: capacity.vpc!.isolatedSubnets } });
let built = 0;

/** Ids of the rules that refuse a configuration. */
function refusals(config: Drawn, token?: (value: number) => number): string[] {
  built += 1;
  const queue = idsOf(() => {
    new TelemetryQueue(stack, `Queue${built}`, {
      visibilityTimeout: Duration.seconds(config.visibility),
      retentionPeriod: Duration.seconds(config.retention),
      maxReceiveCount: token?.(config.receives) ?? config.receives,
      processorTimeout: Duration.seconds(config.timeout),
    });
  });
  const processor = idsOf(() => {
    new ManagedInstanceProcessor(stack, `Processor${built}`, { queue: patient, archive, network, ...optionsOf(config, token) });
  });
  return [...queue, ...processor];
}

function idsOf(build: () => void): string[] {
  try {
    build();
    return [];
  } catch (error) {
    const ids = [...(error as Error).message.matchAll(/\[([A-Z]\w+)\]$/gm)].map(([, id]) => id);
    if (ids.length === 0) {
      throw error; // not one of ours
    }
    return ids;
  }
}

test('refuses exactly what AWS\'s limits refuse', () => {
  fc.assert(fc.property(drawn, config => {
    const broken = Object.entries(LIMITS).filter(([, holds]) => !holds(config)).map(([limit]) => limit);

    expect({ broken, refused: refusals(config).length > 0 }).toEqual({ broken, refused: broken.length > 0 });
  }), { numRuns: 3_000, seed: 20261123 });
}, 300_000);

test('has no false alarm for numbers that are known only at deployment', () => {
  const token = (value: number) => Lazy.number({ produce: () => value });
  const fitting = drawn.filter(config => Object.values(LIMITS).every(holds => holds(config)));

  fc.assert(fc.property(fitting, config => {
    expect(refusals(config, token)).toEqual([]);
  }), { numRuns: 300, seed: 20261123 });
}, 300_000);

test('the oracle lets the default through', () => {
  const config = { memory: 4096, ratio: 4, vCpuCap: 40, batchSize: 10000, window: 10, timeout: 60, visibility: 370, retention: 345600, receives: 5 };

  expect(Object.values(LIMITS).every(holds => holds(config))).toBe(true);
  expect(refusals(config)).toEqual([]);
});
