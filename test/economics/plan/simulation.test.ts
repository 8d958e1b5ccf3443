import { errorOf, sample, sharedCpu, theory } from './calibration';
import { DEFAULT_CONFIGURATION, DEFAULT_MANAGED_INSTANCES, DEFAULT_ON_DEMAND, type PipelineConfiguration } from '../../../src/economics/configuration';
import { KNOWN_ERRORS } from '../../../src/economics/plan/known-errors';
import { findings } from '../../../src/economics/plan/plan-report';
import { DEFAULT_QUEUE_SIDE, plannedPipeline, type QueueSide } from '../../../src/economics/plan/planned-pipeline';
import { simulate, type PlanOptions } from '../../../src/economics/plan/simulation';
import { daily, spike, steady, type TrafficShape } from '../../../src/economics/plan/traffic-shape';
import { PriceList } from '../../../src/economics/prices/price-list';
import { US_EAST_1 } from '../../../src/economics/prices/us-east-1';

const prices = new PriceList(US_EAST_1);
const SIZE = { eventsPerRequest: 20, bytesPerEvent: 500 };
const OPEN_DOOR = { ...DEFAULT_CONFIGURATION, door: { kind: 'rest', accessLogBytes: 0 } } as const satisfies PipelineConfiguration;
const POLLERS = { ...OPEN_DOOR.mapping, minimumPollers: 60, maximumPollers: 100 };

interface Case extends PlanOptions {
  readonly side?: QueueSide;
  readonly speed?: number; // events a second and vCPU
}

function plan(traffic: TrafficShape, configuration: PipelineConfiguration = DEFAULT_CONFIGURATION, options: Case = {}) {
  const pipeline = plannedPipeline(configuration, options.side ?? DEFAULT_QUEUE_SIDE, SIZE, prices, { eventsPerSecond: options.speed });
  const result = simulate(pipeline, traffic, options);
  return { ...result, breaks: findings(result, pipeline, traffic) };
}

describe('what is known comes out', () => {
  test.each(theory())('$figure, as queueing theory has it', comparison => {
    expect(Math.abs(errorOf(comparison))).toBeLessThan(0.05);
  });

  test.each(sharedCpu())('$figure, as queueing theory has it', comparison => {
    expect(Math.abs(errorOf(comparison))).toBeLessThan(0.05);
  });

  describe('of the load test of AWS\'s sample', () => {
    const { burst, scheduled, figures } = sample();
    const of = (name: string) => figures.find(({ figure }) => figure === name)!;

    test.each(['environments after 10 minutes', 'environments after 15 minutes', 'throttles in the worst minute'])('%s, in both readings', name => {
      const { known, ...simulated } = of(name);

      expect(Math.abs(errorOf({ known, simulated: simulated.burst }))).toBeLessThanOrEqual(0.2);
      expect(Math.abs(errorOf({ known, simulated: simulated.scheduled }))).toBeLessThanOrEqual(0.2);
    });

    test('the queue that is deepest after ten minutes and empties, and throttles that stop, as it was scheduled', () => {
      expect(Math.abs(of('minutes until the queue is deepest').scheduled - 10)).toBeLessThanOrEqual(5);
      expect(of('minutes until throttling stops').scheduled).toBeLessThan(35);
    });

    test('what a plan says of its errors is what comes out', () => {
      const percent = (...pairs: readonly { readonly known: number; readonly simulated: number }[]) =>
        Math.round(Math.max(...pairs.map(pair => 100 * Math.abs(errorOf(pair)))));
      const both = (...names: readonly string[]) => names.map(of)
        .flatMap(({ known, burst: simulated, scheduled: other }) => [{ known, simulated }, { known, simulated: other }]);

      expect(KNOWN_ERRORS).toEqual({
        queueingTheory: percent(...theory(), ...sharedCpu()),
        environments: percent(...both('environments after 10 minutes', 'environments after 15 minutes', 'most environments')),
        throttles: percent(...both('throttles in the worst minute')),
      });
    });

    test('nothing is lost, at three receives', () => {
      expect(burst.messages).toEqual({ sent: 2_350, refused: 0, done: 2_350, left: 0, deadLetters: 0 });
      expect(scheduled.messages).toMatchObject({ left: 0, deadLetters: 0 });
    });
  });
});

test('the same seed gives the same day, and another seed another', () => {
  const day = (seed: number) => simulate(plannedPipeline(DEFAULT_CONFIGURATION, DEFAULT_QUEUE_SIDE, SIZE, prices), daily(200, 5), { seed });

  expect(day(7)).toEqual(day(7));
  expect(day(8)).not.toEqual(day(7));
});

test.each([
  { title: 'a quiet day', traffic: daily(100, 5), configuration: DEFAULT_CONFIGURATION },
  { title: 'a spike', traffic: spike(1_000, 30, 15), configuration: DEFAULT_CONFIGURATION },
  { title: 'a lot', traffic: steady(50_000), configuration: { ...OPEN_DOOR, mapping: POLLERS } },
])('every message of $title is somewhere', ({ traffic, configuration }) => {
  const { messages: { sent, refused, done, left, deadLetters } } = plan(traffic, configuration);

  expect(done + left + deadLetters).toBeCloseTo(sent, 3);
  expect((sent + refused) * SIZE.eventsPerRequest / 86_400).toBeGreaterThan(0.9 * traffic.eventsPerSecond(0));
});

test('nothing breaks when the default pipeline has little to do', () => {
  const { breaks, mostEnvironments, oldestSeconds } = plan(daily(500, 3));

  expect(breaks).toEqual([]);
  expect(mostEnvironments).toBe(3);
  expect(oldestSeconds).toBeLessThanOrEqual(10 + 1);
});

test('5 MB/s is what breaks first at managed instances, and pollers mend it', () => {
  const tooMuch = plan(steady(11_000));
  const mapping = { ...DEFAULT_CONFIGURATION.mapping, minimumPollers: 2, maximumPollers: 8 };
  const mended = plan(steady(11_000), { ...DEFAULT_CONFIGURATION, mapping });

  expect(tooMuch.breaks[0]).toMatchObject({ trouble: 'mappingBytes', change: 'set processor.provisionedPollers with maximumPollers: 8' });
  expect(tooMuch.messages.left).toBeGreaterThan(1_000_000);
  expect(mended.breaks).toEqual([]);
});

test('ordinary Lambda has no such limit', () => {
  const { breaks, instanceHours } = plan(steady(11_000), { ...DEFAULT_CONFIGURATION, compute: DEFAULT_ON_DEMAND });

  expect(breaks).toEqual([]);
  expect(instanceHours).toBe(0);
});

test('the door refuses what is above its throttle', () => {
  const { breaks, messages } = plan(spike(1_000, 40, 15));

  expect(breaks[0]).toMatchObject({ trouble: 'doorRefuses', change: 'raise the throttle of the door to 2,000, or let clients send more events in a request' });
  expect(messages.refused).toBeCloseTo(1_000 * 900, -5);
});

test('short batches that wait for nothing come one after the other, not in lumps', () => {
  const { mostEnvironments, averageWaitSeconds } = simulate({
    queue: DEFAULT_QUEUE_SIDE.queue,
    timeoutSeconds: 60,
    mapping: { batchSize: 1, windowSeconds: 0 },
    compute: DEFAULT_ON_DEMAND,
    message: { events: 1, bytes: 1_000, mostInBatch: 1, cpuSeconds: 0, batchWaitSeconds: 0.1 },
  }, { ...steady(200), seconds: 3_600 });

  expect(mostEnvironments).toBeLessThan(3 * 200 * 0.1); // 20 on average
  expect(averageWaitSeconds).toBeLessThan(0.1);
});

describe('a handler that is slow', () => {
  const slow = { ...OPEN_DOOR, mapping: { batchSize: 100, windowSeconds: 1 } };
  const LONG_RUNS = { ...DEFAULT_QUEUE_SIDE, timeoutSeconds: 900, queue: { ...DEFAULT_QUEUE_SIDE.queue, visibilitySeconds: 5_400 } };

  test('gets environments, twice as many within five minutes, up to the cap of vCPUs', () => {
    const roomy = { ...slow, compute: { ...DEFAULT_MANAGED_INSTANCES, cpuTarget: 0.2 } }; // which would want five times as many
    const { minutes, mostEnvironments, breaks } = plan(spike(500, 20, 120), roomy, { speed: 500, side: LONG_RUNS });
    const atNoon = minutes[719].environments;

    expect(minutes[719 + 6].environments).toBe(2 * atNoon);
    expect(mostEnvironments).toBe(35); // 40 vCPUs are five instances of 8, of which Lambda keeps one each
    expect(breaks.map(({ trouble }) => trouble)).toContain('capacity');
  });

  test('loses them again, slowly', () => {
    const { minutes } = plan(spike(500, 6, 30), slow, { speed: 500, side: LONG_RUNS });
    const end = 720 + 30;

    expect(minutes[end + 10].environments).toBeGreaterThan(0.9 * minutes[end].environments); // one of the last may have been too many already
    expect(minutes.at(-1)!.environments).toBeLessThan(minutes[end].environments);
  });

  test('sends messages to the dead-letter queue when they are throttled for as often as they may be received', () => {
    const side = { ...LONG_RUNS, queue: { ...LONG_RUNS.queue, visibilitySeconds: 60, maxReceiveCount: 2 } };
    const { messages, breaks } = plan(spike(100, 100, 60), slow, { speed: 100, side });

    expect(messages.deadLetters).toBeGreaterThan(0);
    expect(breaks.map(({ trouble }) => trouble)).toEqual(expect.arrayContaining(['throttles', 'deadLetters']));
  });

  test('is told of runs that take longer than the timeout', () => {
    const { breaks } = plan(steady(2_000), slow, { speed: 20, side: { ...LONG_RUNS, timeoutSeconds: 30 } });

    expect(breaks.map(({ trouble }) => trouble)).toContain('timeouts');
  });
});
