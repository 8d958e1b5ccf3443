import { Duration } from 'aws-cdk-lib';
import { evaluate, type Series } from './metric-math';
import { PipelineAlarm, TelemetryMonitoringOptions, TelemetryPipeline } from '../../src';
import { stackForTest, templateOf } from '../fixtures/synthesized';

interface Query {
  readonly Id: string;
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: { readonly MetricName: string } };
}

interface AlarmProperties {
  readonly Metrics: readonly Query[];
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly AlarmDescription: string;
}

function alarmsOf(monitoring: TelemetryMonitoringOptions = {}): (alarm: PipelineAlarm) => AlarmProperties {
  const stack = stackForTest();
  new TelemetryPipeline(stack, 'Telemetry', { monitoring });
  const alarms = Object.entries(templateOf(stack).findResources('AWS::CloudWatch::Alarm'));
  return alarm => alarms.find(([id]) => id.includes(alarm))![1].Properties as AlarmProperties;
}

const byDefault = alarmsOf();

/** What a metric has, by the beginning of its name. */
type Told = Readonly<Record<string, Series>>;

/** Whether an alarm rings when these were its last periods; none of these alarms takes missing data for bad. */
function rings(alarm: AlarmProperties, told: Told): boolean {
  const { Metrics: queries, Threshold: threshold, EvaluationPeriods: periods, DatapointsToAlarm: bad = periods } = alarm;
  const values: Record<string, Series> = {};
  const [watched, ...others] = queries;
  const metrics = others.filter(({ MetricStat: stat }) => stat !== undefined);
  const steps = others.filter(({ Expression: expression }) => expression !== undefined);
  metrics.forEach(({ Id: id, MetricStat: stat }) => {
    const name = Object.keys(told).find(start => stat!.Metric.MetricName.startsWith(start));
    values[id] = name === undefined ? told.Count.map(() => undefined) : told[name];
  });
  steps.reverse().forEach(({ Id: id, Expression: expression }) => {
    values[id] = evaluate(expression!, values) as Series;
  });
  const result = evaluate(watched.Expression!, values) as Series;
  return result.slice(-periods).filter(value => value !== undefined && value >= threshold).length >= bad;
}

/** The same in each of some periods. */
function each(value: number | undefined, periods = 3): Series {
  return Array.from({ length: periods }, () => value);
}

describe('a total outage rings, however little comes', () => {
  test.each([1, 3, 9, 10, 200])('when every request of %d a minute is answered with 500', aMinute => {
    const requests = each(5 * aMinute);

    expect(rings(byDefault(PipelineAlarm.DOOR_SERVER_ERRORS), { 'Count': requests, '5XXError': requests })).toBe(true);
  });

  test.each([1, 3, 9, 10, 200])('when every request of %d a minute is refused for its key', aMinute => {
    const requests = each(5 * aMinute);

    expect(rings(byDefault(PipelineAlarm.DOOR_CLIENT_ERRORS), { 'Count': requests, '4XXError': requests })).toBe(true);
  });

  test.each([1, 3, 9, 10, 200])('when every request of %d a minute is put off', aMinute => {
    const requests = each(5 * aMinute);
    const told = { 'Count': requests, '4XXError': requests, 'RequestsThrottled': requests };

    expect(rings(byDefault(PipelineAlarm.DOOR_THROTTLED), told)).toBe(true);
    expect(rings(byDefault(PipelineAlarm.DOOR_CLIENT_ERRORS), told)).toBe(false);
  });

  test.each([1, 19, 20, 4_000])('when every event of %d a minute is quarantined', aMinute => {
    const events = each(5 * aMinute);

    expect(rings(byDefault(PipelineAlarm.QUARANTINE_SHARE), { Count: events, EventsAccepted: events, EventsQuarantined: events })).toBe(true);
  });
});

describe('nobody is woken', () => {
  test.each([
    { who: 'by a client that sends a bad request a minute beside two good ones', refused: each(5), requests: each(15) },
    { who: 'by a scanner that sends forty requests at once where there is no other traffic', refused: [0, 40, 0], requests: [0, 40, 0] },
    { who: 'by one bad request in each five minutes, where nothing else comes', refused: each(1), requests: each(1) },
    { who: 'by less than the share that you allow', refused: each(9), requests: each(100) },
    { who: 'where nothing comes', refused: each(undefined), requests: each(undefined) },
  ])('$who', ({ refused, requests }) => {
    expect(rings(byDefault(PipelineAlarm.DOOR_CLIENT_ERRORS), { 'Count': requests, '4XXError': refused })).toBe(false);
  });

  test.each([
    { who: 'by a request that fails now and then', failed: [1, 0, 1], requests: each(5) },
    { who: 'by less than one in a hundred', failed: each(9), requests: each(1_000) },
  ])('$who', ({ failed, requests }) => {
    expect(rings(byDefault(PipelineAlarm.DOOR_SERVER_ERRORS), { 'Count': requests, '5XXError': failed })).toBe(false);
  });

  test('by a client whose events are a third of few, and all bad', () => {
    expect(rings(byDefault(PipelineAlarm.QUARANTINE_SHARE), { Count: each(30), EventsAccepted: each(30), EventsQuarantined: each(10) })).toBe(false);
  });
});

describe('the text of an alarm says the numbers that it goes by', () => {
  test.each([
    { alarm: PipelineAlarm.DOOR_CLIENT_ERRORS, says: '10 % of the requests or more, or half where fewer than 50 requests come in 5 minutes, for 15 minutes.' },
    { alarm: PipelineAlarm.DOOR_THROTTLED, says: '1 % of the requests or more, or half where fewer than 50 requests come in 5 minutes, with 429 for 15 minutes.' },
    { alarm: PipelineAlarm.DOOR_SERVER_ERRORS, says: '1 % of the requests or more for 15 minutes.' },
    { alarm: PipelineAlarm.QUARANTINE_SHARE, says: '5 % of the events or more, or half where fewer than 100 events come in 5 minutes, have been quarantined for 15 minutes.' },
  ])('$alarm', ({ alarm, says }) => {
    expect(byDefault(alarm).AlarmDescription).toContain(says);
  });

  test('and does not speak of half, where you allow more than that', () => {
    const { Threshold: threshold, AlarmDescription: description } = alarmsOf({ maxClientErrorShare: 60 })(PipelineAlarm.DOOR_CLIENT_ERRORS);

    expect(threshold).toBe(60);
    expect(description).toContain('60 % of the requests or more for 15 minutes.');
  });
});

describe('silence', () => {
  const DAY = 288;
  const alarm = byDefault(PipelineAlarm.DOOR_SILENT);

  /** A day in steps of five minutes: nothing is published of a step without requests. */
  function day(...parts: readonly (readonly [value: number | undefined, steps: number])[]): Told {
    const counted = parts.flatMap(([value, steps]) => each(value, steps));
    expect(counted).toHaveLength(DAY);
    return { Count: counted };
  }

  test.each([
    { what: 'an hour without requests after a day of them', told: day([20, 276], [undefined, 12]), expected: true },
    { what: 'an hour without requests after a single one', told: day([undefined, 275], [1, 1], [undefined, 12]), expected: true },
    { what: 'most of a day without requests', told: day([20, 1], [undefined, 287]), expected: true },
    { what: 'less than an hour without requests', told: day([20, 277], [undefined, 11]), expected: false },
    { what: 'a request after hours without one', told: day([20, 144], [undefined, 143], [1, 1]), expected: false },
    { what: 'a quiet night, long over', told: day([20, 100], [undefined, 100], [20, 88]), expected: false },
    { what: 'requests now and then', told: day(...Array.from({ length: 32 }, () => [[1, 1], [undefined, 8]] as const).flat()), expected: false },
    { what: 'a pipeline that no client has used yet', told: day([undefined, 288]), expected: false },
  ])('$what rings: $expected', ({ told, expected }) => {
    expect(rings(alarm, told)).toBe(expected);
  });

  test('of as long as you say rings', () => {
    const own = alarmsOf({ silence: Duration.hours(6) })(PipelineAlarm.DOOR_SILENT);

    expect(rings(own, day([20, 217], [undefined, 71]))).toBe(false);
    expect(rings(own, day([20, 216], [undefined, 72]))).toBe(true);
    expect(own.AlarmDescription).toContain('for 6 hours; within the 24 hours before now there were some.');
  });
});
