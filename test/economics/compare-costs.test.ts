import { Duration, Lazy } from 'aws-cdk-lib';
import { CostComparison, CostComparisonOptions, CostEstimate, ProcessorCompute, TelemetryPipeline, TelemetryPipelineProps } from '../../src/index';
import { stackForTest } from '../fixtures/synthesized';

const TRAFFIC = { eventsPerSecond: 2_000 };

function compare(options: Partial<CostComparisonOptions> = {}, props: TelemetryPipelineProps = {}): CostComparison {
  return new TelemetryPipeline(stackForTest(), 'Telemetry', props).compareCosts({ ...TRAFFIC, ...options });
}

function part({ parts }: CostEstimate, name: string): number {
  return parts.find(it => it.name === name)?.usdPerMonth ?? 0;
}

test('the three computes stand beside each other, the own one as `estimateCost` tells it', () => {
  const pipeline = new TelemetryPipeline(stackForTest(), 'Telemetry', { compute: ProcessorCompute.onDemand() });
  const { managedInstances, onDemand, provisionedConcurrency } = pipeline.compareCosts(TRAFFIC);

  expect(onDemand).toEqual(pipeline.estimateCost(TRAFFIC));
  expect([managedInstances, onDemand, provisionedConcurrency].map(({ compute }) => compute))
    .toEqual(['managed instances', 'on demand', 'provisioned concurrency']);
  expect(part(managedInstances, 'EC2 instances')).toBeCloseTo(3 * 730 * 0.0816, 2);
});

test('break-evens are named by what costs less from there on; with the library\'s handler and list prices there is none', () => {
  const slow = compare({ handlerEventsPerSecond: 1_000, savingsPlanDiscount: 0.72 }).breakEvens;

  expect(compare().breakEvens).toEqual([]);
  expect(slow.at(-1)).toEqual({ eventsPerSecond: expect.any(Number), cheaper: 'managed instances' });
  expect(slow.map(({ eventsPerSecond }) => eventsPerSecond)).toEqual(slow.map(({ eventsPerSecond }) => eventsPerSecond).sort((a, b) => a - b));
});

test('a handler that waits makes managed instances pay earlier', () => {
  const first = (handlerWait: Duration) => compare({ handlerWait }).breakEvens[0]?.eventsPerSecond ?? Infinity;

  expect(first(Duration.seconds(10))).toBeLessThan(first(Duration.seconds(3)));
});

test('batching by clients is the largest lever', () => {
  const { batching } = compare();

  expect(batching.map(({ eventsPerRequest }) => eventsPerRequest)).toEqual([1, 5, 20, 100]);
  expect(batching[0].usdPerMillionEvents).toBeGreaterThan(10 * batching[2].usdPerMillionEvents);
});

test('own prices replace the library\'s, and what they do not have is marked in another region', () => {
  const prices = { region: 'eu-west-1', asOf: '2026-11-27', usd: { 'ec2.m7g.large': 0.05, 'sqs.standard.request': 0 } };
  const { managedInstances, unsurePrices } = compare({ prices });

  expect(managedInstances).toMatchObject({ region: 'eu-west-1', pricesAsOf: '2026-11-27' });
  expect(part(managedInstances, 'EC2 instances')).toBeCloseTo(3 * 730 * 0.05, 6);
  expect(part(managedInstances, 'SQS requests')).toBe(0);
  expect(unsurePrices).toContainEqual(expect.objectContaining({ key: 's3.put', confidence: 'low', source: expect.stringContaining('the price of us-east-1') }));
  expect(unsurePrices.map(({ key }) => key)).not.toContain('ec2.m7g.large');
});

test('a Savings Plan is taken off the instances of the comparison', () => {
  expect(part(compare({ savingsPlanDiscount: 0.5 }).managedInstances, 'EC2 instances'))
    .toBeCloseTo(part(compare().managedInstances, 'EC2 instances') / 2, 6);
});

test.each<{ readonly options: Partial<CostComparisonOptions>; readonly says: string }>([
  { options: { savingsPlanDiscount: 72 }, says: 'savingsPlanDiscount must be from 0 to 1, got 72' },
  { options: { handlerEventsPerSecond: 0 }, says: 'handlerEventsPerSecond must be above 0, got 0' },
  { options: { eventsPerSecond: 0 }, says: 'eventsPerSecond must be above 0, got 0' },
  { options: { savingsPlanDiscount: Lazy.number({ produce: () => 0.5 }) }, says: 'savingsPlanDiscount must be known at synthesis' },
  { options: { prices: { region: '', asOf: '2026-11-27', usd: {} } }, says: 'prices: region must be the name of a region, got ""' },
  { options: { prices: { region: 'eu-west-1', asOf: 'today', usd: {} } }, says: 'prices: asOf must be the day of the prices, as YYYY-MM-DD, got "today"' },
  { options: { prices: { region: 'eu-west-1', asOf: '2026-11-27', usd: { 's3.gett': 1 } } }, says: 'prices["s3.gett"] must be ec2. with an instance type, or one of' },
  { options: { prices: { region: 'eu-west-1', asOf: '2026-11-27', usd: { 's3.put': -1 } } }, says: 'prices["s3.put"] must be a number of at least 0, got -1' },
])('refuses what cannot be: $says', ({ options, says }) => {
  expect(() => compare(options)).toThrow(says);
});
