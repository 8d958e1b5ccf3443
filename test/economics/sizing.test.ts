import * as fc from 'fast-check';
import { PriceList } from '../../src/economics/prices/price-list';
import { US_EAST_1 } from '../../src/economics/prices/us-east-1';
import { sizeFor } from '../../src/economics/sizing/size-for';
import type { SizedFigures } from '../../src/economics/sizing/sizes';
import { ManagedInstanceSize, TelemetryPipeline, TelemetryTraffic } from '../../src/index';
import { PROCESSOR_RULES } from '../../src/processor/processor-rules';
import { ProcessorFacts } from '../../src/processor/rules/processor-facts';
import { stackForTest, warningsOf } from '../fixtures/synthesized';

const prices = new PriceList(US_EAST_1);

function size(traffic: TelemetryTraffic): SizedFigures {
  return sizeFor(traffic, prices).figures;
}

function factsOf(figures: SizedFigures, { eventsPerSecond, bytesPerEvent = 500, peakFactor = 1 }: TelemetryTraffic): ProcessorFacts {
  const { throttlingRateLimit, executionEnvironmentMemoryGiBPerVCpu: memoryGiBPerVCpu, ...props } = figures;
  return {
    ...props,
    memoryGiBPerVCpu,
    alwaysRunning: figures.minExecutionEnvironments,
    workerCount: figures.memorySize / (memoryGiBPerVCpu * 1_024),
    batchSize: 10_000,
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

  fc.assert(fc.property(traffic, it => {
    const facts = factsOf(size(it), it);

    expect(PROCESSOR_RULES.filter(rule => !rule.holds(facts)).map(rule => rule.message(facts))).toEqual([]);
  }), { numRuns: 300 });
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
