import * as fc from 'fast-check';
import type { OwnHandler } from '../../src/economics/cost/load';
import { daily, quietAndBusy, spike, steady, type TrafficShape } from '../../src/economics/plan/traffic-shape';
import { PriceList } from '../../src/economics/prices/price-list';
import { US_EAST_1 } from '../../src/economics/prices/us-east-1';
import { sizeByPlan } from '../../src/economics/sizing/size-by-plan';
import { sizeFor } from '../../src/economics/sizing/size-for';
import type { SizedFigures } from '../../src/economics/sizing/sizes';
import { settleTraffic } from '../../src/economics/traffic';
import { ManagedInstanceSize, TelemetryPipeline, TelemetryTraffic } from '../../src/index';
import { PROCESSOR_RULES } from '../../src/processor/processor-rules';
import { ProcessorFacts } from '../../src/processor/rules/processor-facts';
import { stackForTest, warningsOf } from '../fixtures/synthesized';

const prices = new PriceList(US_EAST_1);

function size(traffic: TelemetryTraffic, ownHandler?: OwnHandler): SizedFigures {
  return sizeFor(traffic, prices, ownHandler).figures;
}

function factsOf(figures: SizedFigures, { eventsPerSecond, bytesPerEvent = 500, peakFactor = 1 }: TelemetryTraffic): ProcessorFacts {
  const { throttlingRateLimit, executionEnvironmentMemoryGiBPerVCpu: memoryGiBPerVCpu, ...props } = figures;
  return {
    ...props,
    memoryGiBPerVCpu,
    alwaysRunning: figures.minExecutionEnvironments,
    workerCount: figures.memorySize / (memoryGiBPerVCpu * 1_024),
    maxBatchingWindow: 10,
    provisioned: figures.minimumPollers !== undefined,
    expectedBytesPerSecond: eventsPerSecond * peakFactor * bytesPerEvent,
  };
}

test('what is advised breaks no rule of the processor, whatever the traffic', () => {
  const traffic = fc.record({
    eventsPerSecond: fc.double({ min: 0.01, max: 200_000, noNaN: true }),
    eventsPerRequest: fc.integer({ min: 1, max: 500 }),
    bytesPerEvent: fc.integer({ min: 10, max: 2_000 }),
    peakFactor: fc.integer({ min: 1, max: 20 }),
  });
  const handler = fc.record({
    eventsPerSecond: fc.option(fc.double({ min: 1, max: 100_000, noNaN: true }), { nil: undefined }),
    waitSeconds: fc.option(fc.double({ min: 0, max: 60, noNaN: true }), { nil: undefined }),
  });

  fc.assert(fc.property(traffic, handler, (it, ownHandler) => {
    const { beyond } = sizeFor(it, prices, ownHandler);
    fc.pre(beyond.length === 0);
    const facts = factsOf(size(it, ownHandler), it);

    expect(PROCESSOR_RULES.filter(rule => !rule.holds(facts)).map(rule => rule.message(facts))).toEqual([]);
  }), { numRuns: 300 });
});

test('says that a capacity provider has no room for what always runs and two instances more', () => {
  const { beyond } = sizeFor({ eventsPerSecond: 3_741, eventsPerRequest: 1, bytesPerEvent: 10 }, prices, { eventsPerSecond: 1 });

  expect(beyond).toEqual(['15,008 vCPUs are needed, and a capacity provider has 15,000 at most; so spread the clients over several pipelines']);
});

test.each([
  { eventsPerSecond: 50, peakFactor: 5 },
  { eventsPerSecond: 2_000, peakFactor: 5 },
  { eventsPerSecond: 50_000, peakFactor: 5 },
  { eventsPerSecond: 400_000, peakFactor: 3 },
])('a pipeline of the advised sizes carries $eventsPerSecond events/s and $peakFactor times as many without a warning', traffic => {
  const { throttlingRateLimit, minimumPollers, maximumPollers, ...figures } = size(traffic);
  const { minExecutionEnvironments, maxExecutionEnvironments, maxVCpuCount, perExecutionEnvironmentMaxConcurrency } = figures;
  const stack = stackForTest();
  const vCpus = figures.memorySize / 4_096;

  new TelemetryPipeline(stack, 'Telemetry', {
    expectedTraffic: traffic,
    ingestion: { throttlingRateLimit },
    processor: {
      size: ManagedInstanceSize.generalPurpose(vCpus),
      perExecutionEnvironmentMaxConcurrency,
      minExecutionEnvironments,
      maxExecutionEnvironments,
      maxVCpuCount,
      provisionedPollers: minimumPollers === undefined ? undefined : { minimumPollers, maximumPollers },
    },
  });

  expect(warningsOf(stack).filter(text => text.includes('[ack: cdk-telemetry-pipeline:'))).toEqual([]);
});

test('little traffic needs no more than the default, and no pollers', () => {
  expect(size({ eventsPerSecond: 50, peakFactor: 5 })).toEqual({
    memorySize: 4_096,
    executionEnvironmentMemoryGiBPerVCpu: 4,
    perExecutionEnvironmentMaxConcurrency: 16,
    minExecutionEnvironments: 3,
    maxExecutionEnvironments: 6,
    maxVCpuCount: 20,
    throttlingRateLimit: 19,
    batchSize: 10_000,
    timeout: 60,
  });
});

test('pollers cover the busiest hours with half as much to spare, and a larger environment comes before too many small ones', () => {
  const figures = size({ eventsPerSecond: 400_000, peakFactor: 10 });

  expect(figures).toMatchObject({ minimumPollers: 200, maximumPollers: 3_150 });
  expect(figures.memorySize).toBeGreaterThan(4_096);
  expect(figures.maxExecutionEnvironments).toBeLessThanOrEqual(60);
});

test('each prop comes with its reason', () => {
  const { props, rates } = sizeFor({ eventsPerSecond: 50_000, peakFactor: 5 }, prices);

  expect(props.every(({ reason }) => reason.length > 10)).toBe(true);
  expect(props.find(({ prop }) => prop === 'processor.provisionedPollers')).toEqual({
    prop: 'processor.provisionedPollers',
    value: '{ minimumPollers: 27, maximumPollers: 197 }',
    reason: '1 MB/s each; 26.3 MB/s come all day and 131 in the busiest hours, and half as much again is spare',
  });
  expect(props.find(({ prop }) => prop === 'ingestion.throttlingRateLimit')!.reason).toContain('above the 10,000 that an account has at first');
  expect(rates).toMatchObject([{ phase: 'steady', requests: 2_500, megabytes: 26.25 }, { phase: 'busiest hours', requests: 12_500, megabytes: 131.25 }]);
});

describe('by a simulated day', () => {
  const byPlan = (traffic: TelemetryTraffic, shape: TrafficShape, ownHandler?: OwnHandler) => sizeByPlan({ traffic, shape, prices, ownHandler });
  const eventsPerSecond = 6_000;

  test.each([
    { title: 'a quiet day', traffic: { eventsPerSecond: 50, peakFactor: 5 }, shape: daily(50, 5) },
    { title: 'a large one', traffic: { eventsPerSecond: 50_000, peakFactor: 5 }, shape: daily(50_000, 5) },
    { title: 'small messages, of which the mapping counts more than the events', traffic: { eventsPerSecond, eventsPerRequest: 1 }, shape: steady(eventsPerSecond) },
    { title: 'a spike', traffic: { eventsPerSecond: 2_000, peakFactor: 5 }, shape: spike(2_000, 5, 15) },
    { title: 'a spike at a slow handler', traffic: { eventsPerSecond: 2_000, peakFactor: 5 }, shape: spike(2_000, 5, 15), ownHandler: { eventsPerSecond: 1_000 } },
    { title: 'an hour of ten times as much', traffic: { eventsPerSecond: 3_000, peakFactor: 10 }, shape: quietAndBusy(settleTraffic({ eventsPerSecond: 3_000, peakFactor: 10 })) },
    { title: 'a handler of seconds for an event', traffic: { eventsPerSecond: 10, peakFactor: 3 }, shape: daily(10, 3), ownHandler: { eventsPerSecond: 0.5 } },
  ])('$title is carried: nothing is refused, late, or lost', ({ traffic, shape, ownHandler }) => {
    const { left, day } = byPlan(traffic, shape, ownHandler);

    expect(left).toEqual([]);
    expect(day!.messages).toMatchObject({ refused: 0, deadLetters: 0 });
    expect(day!.oldestSeconds).toBeLessThan(330);
  });

  test('sizes are raised no further than that takes, and say what raised them', () => {
    const traffic = { eventsPerSecond: 2_000, peakFactor: 5 };
    const slow = { eventsPerSecond: 1_000 };
    const [smooth, sudden] = [daily(2_000, 5), spike(2_000, 5, 15)].map(shape => byPlan(traffic, shape, slow));

    expect(sudden.figures.minExecutionEnvironments).toBeGreaterThan(smooth.figures.minExecutionEnvironments);
    expect(smooth.figures.minExecutionEnvironments).toBe(size(traffic, slow).minExecutionEnvironments);
    expect(sudden.props.find(({ prop }) => prop === 'processor.minExecutionEnvironments')!.reason).toMatch(/^by a simulated day: with \d+, /);
  });

  test('a slow handler gets fewer batches at a time, then longer runs, then smaller batches', () => {
    const at = (speed: number) => {
      const figures = size({ eventsPerSecond: 100 }, { eventsPerSecond: speed });
      const { perExecutionEnvironmentMaxConcurrency: concurrency, memorySize, timeout, batchSize } = figures;
      return { perVCpu: concurrency / (memorySize / 4_096), timeout, batchSize };
    };

    expect(at(100_000)).toEqual({ perVCpu: 16, timeout: 60, batchSize: 10_000 });
    expect(at(2_000)).toEqual({ perVCpu: 5, timeout: 60, batchSize: 10_000 });
    expect(at(100)).toEqual({ perVCpu: 1, timeout: 230, batchSize: 10_000 });
    expect(at(2)).toMatchObject({ perVCpu: 1, timeout: 900, batchSize: 44 });
  });

  test('what one pipeline cannot do is said, and no day is simulated', () => {
    const { beyond, day } = byPlan({ eventsPerSecond: 1e12 }, steady(1e12));

    expect(day).toBeUndefined();
    expect(beyond.join()).toContain('pollers are needed, and a mapping has 10,000 at most; so spread the clients over several pipelines');
  });
});
