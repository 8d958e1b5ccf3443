import { App, Annotations as Notes, CfnParameter, Lazy, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { DEFAULT_CONFIGURATION } from '../../src/economics/configuration';
import { estimateCost } from '../../src/economics/cost-estimate';
import { PriceList } from '../../src/economics/prices/price-list';
import { US_EAST_1 } from '../../src/economics/prices/us-east-1';
import { IngestionDoor, ProcessorCompute, TelemetryPipeline, TelemetryPipelineProps, TelemetryTraffic } from '../../src/index';
import { stackForTest, templateOf, warningsOf } from '../fixtures/synthesized';

const MODEST: TelemetryTraffic = { eventsPerSecond: 2_000 };

function pipeline(props: TelemetryPipelineProps, stack = stackForTest()) {
  return { stack, made: new TelemetryPipeline(stack, 'Telemetry', props) };
}

function trafficWarnings(props: TelemetryPipelineProps): string[] {
  return warningsOf(pipeline(props).stack).filter(text => text.includes('[ack: cdk-telemetry-pipeline:Traffic'));
}

test('a pipeline tells what it costs, and a template of it would be priced the same', () => {
  const { made } = pipeline({});

  const { unsurePrices, fleets, events, ...expected } = estimateCost(DEFAULT_CONFIGURATION, MODEST, new PriceList(US_EAST_1));
  expect(made.estimateCost(MODEST)).toEqual(expected);
});

test.each([
  { title: 'an HTTP API on ordinary Lambda', props: { ingestion: { door: IngestionDoor.httpApi() }, compute: ProcessorCompute.onDemand() } },
  { title: 'environments that stand ready', props: { compute: ProcessorCompute.onDemand({ provisionedConcurrency: 2 }) } },
])('the estimate follows what the pipeline has: $title', ({ props }) => {
  const { made } = pipeline(props);

  const { compute, parts, usdPerMonth } = made.estimateCost(MODEST);

  expect(compute).not.toBe('managed instances');
  expect(parts.map(({ name }) => name)).toEqual(expect.arrayContaining(['API requests', 'duration', 'S3 storage']));
  expect(usdPerMonth).toBeLessThan(pipeline({}).made.estimateCost(MODEST).usdPerMonth);
});

test('an escape hatch changes the estimate of what is synthesized', () => {
  const { made } = pipeline({});
  const before = made.estimateCost(MODEST).usdPerMonth;

  const handler = made.processor.function.node.defaultChild as lambda.CfnFunction;
  handler.functionScalingConfig = { minExecutionEnvironments: 12, maxExecutionEnvironments: 12 };

  expect(made.estimateCost(MODEST).usdPerMonth).toBeGreaterThan(before + 300);
});

test('with expected traffic, the cost stands in an output and in a note', () => {
  const { stack } = pipeline({ expectedTraffic: MODEST });
  const text = /^about 1,\d{3}\.\d\d USD a month on managed instances, 0\.\d\d for a million events: API requests .* and others; prices of us-east-1, 2026-11-25$/;

  const outputs = templateOf(stack).findOutputs('*', { Description: 'What the expected traffic costs a month, by the price list of the library' });
  const notes = Annotations.fromStack(stack).findInfo('/Test/Telemetry/ExpectedCost', Match.stringLikeRegexp('USD a month'));

  expect(Object.values(outputs)).toEqual([expect.objectContaining({ Value: expect.stringMatching(text) })]);
  expect(notes).toHaveLength(1);
});

test('without it, nothing is added', () => {
  const { stack } = pipeline({});

  expect(templateOf(stack).findOutputs('*', { Description: Match.stringLikeRegexp('costs a month') })).toEqual({});
  expect(Annotations.fromStack(stack).findInfo('/Test/Telemetry/ExpectedCost', Match.stringLikeRegexp('USD'))).toEqual([]);
});

test('traffic that the pipeline carries is not warned of', () => {
  expect(trafficWarnings({ expectedTraffic: { ...MODEST, peakFactor: 4 } })).toEqual([]);
});

test('each thing that is too small for the busiest hours is named at once', () => {
  const warnings = trafficWarnings({
    expectedTraffic: { eventsPerSecond: 50_000, peakFactor: 20 },
    processor: { minExecutionEnvironments: 3, maxExecutionEnvironments: 4, maxVCpuCount: 20 },
  });

  const rules = warnings.map(text => /:(Traffic\w+)\]/.exec(text)![1]);
  expect(rules.sort()).toEqual(['TrafficEnvironments', 'TrafficMapping', 'TrafficThrottling', 'TrafficVCpus']);
  expect(warnings.join('\n')).toContain('expectedTraffic must have at most 5 MB/s, what the mapping hands over, got 525 MB/s; set provisionedPollers');
});

test('requests that SQS would refuse are warned of', () => {
  const warnings = trafficWarnings({ expectedTraffic: { eventsPerSecond: 10, eventsPerRequest: 1_000, bytesPerEvent: 2_000 } });

  expect(warnings).toEqual([expect.stringContaining('expectedTraffic must have at most 1,048,576 bytes in a request, got 2,000,500')]);
});

describe('memory for the batches that the traffic keeps running at once', () => {
  const small = { memorySize: 2_048, executionEnvironmentMemoryGiBPerVCpu: 2, perExecutionEnvironmentMaxConcurrency: 64, maxVCpuCount: 400 };
  const provisionedPollers = { minimumPollers: 10, maximumPollers: 2_000 };
  const expectedTraffic = { eventsPerSecond: 1_000_000 };
  const memoryWarnings = (processor: TelemetryPipelineProps['processor']) =>
    trafficWarnings({ expectedTraffic, ingestion: { throttlingRateLimit: 100_000 }, processor: { ...small, provisionedPollers, ...processor } })
      .filter(text => text.includes('TrafficMemory'));

  test('few environments hold too many of them', () => {
    expect(memoryWarnings({ minExecutionEnvironments: 3, maxExecutionEnvironments: 4 })).toEqual([
      expect.stringMatching(/^memorySize must hold the \d+ batches .* at once in an environment, about [23],\d{3} MB by our estimate, got 2,048 MB; raise it/),
    ]);
  });

  test('many environments share them', () => {
    expect(memoryWarnings({ minExecutionEnvironments: 60, maxExecutionEnvironments: 100 })).toEqual([]);
  });

  test('an environment that takes few at once needs no more', () => {
    expect(memoryWarnings({ minExecutionEnvironments: 3, maxExecutionEnvironments: 4, perExecutionEnvironmentMaxConcurrency: 16 })).toEqual([]);
  });
});

test('on demand there is no limit of 5 MB/s, but one of what runs at the same time', () => {
  const expectedTraffic = { eventsPerSecond: 50_000, peakFactor: 20 };
  const ingestion = { throttlingRateLimit: 100_000 };

  expect(trafficWarnings({ expectedTraffic, ingestion, compute: ProcessorCompute.onDemand() })).toEqual([]);
  expect(trafficWarnings({ expectedTraffic, ingestion, compute: ProcessorCompute.onDemand({ reservedConcurrentExecutions: 20 }) }).join())
    .toContain('must be at least 28 for the expected traffic by our estimate, got 20');
});

test('a warning is acknowledged like any other', () => {
  const { stack, made } = pipeline({ expectedTraffic: { eventsPerSecond: 50_000 }, ingestion: { throttlingRateLimit: 10_000 } });

  Notes.of(made).acknowledgeWarning('cdk-telemetry-pipeline:TrafficMapping', 'a test of the queue');

  expect(warningsOf(stack).filter(text => text.includes(':Traffic'))).toEqual([]);
});

test('traffic that cannot be is refused at once', () => {
  expect(() => pipeline({ expectedTraffic: { eventsPerSecond: -1 } })).toThrow('eventsPerSecond must be above 0, got -1');
});

describe('what cannot be estimated breaks no synthesis', () => {
  const only = (...types: string[]) => lambda.InstanceTypeFilter.allow(types.map(type => new ec2.InstanceType(type)));
  const costOf = (stack: Stack) => Object.values(templateOf(stack).findOutputs('*', { Description: Match.stringLikeRegexp('costs a month') }))[0].Value as unknown;

  test('a family that the price list lacks is priced like the nearest', () => {
    expect(trafficWarnings({ expectedTraffic: MODEST, processor: { instanceTypeFilter: only('m8g.large') } })).toEqual([]);
  });

  test('a type that holds no environment is warned of, and what does not need it is checked', () => {
    const { stack } = pipeline({ expectedTraffic: { eventsPerSecond: 50_000 }, processor: { instanceTypeFilter: only('c7g.large') } });
    const warnings = warningsOf(stack).filter(text => text.includes(':Traffic'));

    expect(warnings.join('\n')).toContain('cannot be estimated because the price list of us-east-1 must have an instance type that may be launched');
    expect(warnings.map(text => /:(Traffic\w+)\]/.exec(text)![1]).sort()).toEqual(['TrafficEstimate', 'TrafficMapping', 'TrafficThrottling']);
    expect(costOf(stack)).toBe('cannot be estimated');
  });

  test.each([
    { property: 'MemorySize', path: 'MemorySize' },
    { property: 'MinExecutionEnvironments', path: 'FunctionScalingConfig.MinExecutionEnvironments' },
  ])('a parameter for $property is warned of', ({ path }) => {
    const { stack, made } = pipeline({ expectedTraffic: { eventsPerSecond: 50_000 } });
    const resource = made.processor.function.node.defaultChild as lambda.CfnFunction;
    resource.addPropertyOverride(path, new CfnParameter(stack, 'Given', { type: 'Number' }).valueAsNumber);

    const warnings = warningsOf(stack).filter(text => text.includes(':Traffic'));

    expect(warnings.map(text => /:(Traffic\w+)\]/.exec(text)![1]).sort()).toEqual(['TrafficEstimate', 'TrafficMapping', 'TrafficThrottling']);
    expect(warnings.join()).toContain(`${path} of Test/Telemetry/Processor/Function/Resource must be known to be priced, got a value that is known only at deployment`);
  });

  test('it can be acknowledged', () => {
    const { stack, made } = pipeline({ expectedTraffic: MODEST, processor: { instanceTypeFilter: only('c7g.large') } });

    Notes.of(made).acknowledgeWarning('cdk-telemetry-pipeline:TrafficEstimate', 'the size is a test');

    expect(warningsOf(stack).filter(text => text.includes(':Traffic'))).toEqual([]);
  });

  test('traffic that is known only at deployment is refused by its name', () => {
    const eventsPerSecond = Lazy.number({ produce: () => 5 });

    expect(() => pipeline({ expectedTraffic: { eventsPerSecond } }))
      .toThrow('expectedTraffic.eventsPerSecond must be known at synthesis, got a value that is known only at deployment');
    expect(() => pipeline({}).made.estimateCost({ eventsPerSecond }))
      .toThrow('eventsPerSecond must be known at synthesis');
  });
});

test('stacks of an app do not count in each other', () => {
  const app = new App();
  const [first, second] = ['First', 'Second'].map(id => pipeline({}, new Stack(app, id)).made);

  expect(first.estimateCost(MODEST)).toEqual(second.estimateCost(MODEST));
});
