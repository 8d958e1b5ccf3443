import { setTimeout as sleep } from 'node:timers/promises';
import { THROTTLED, type InvokeOutcome } from '../../../src/local/processor/invoke-outcome';
import { until } from '../../fixtures/until';
import { ALL_DONE, numbered, watchMapping } from '../../fixtures/watched-mapping';

/** Lambda adds 300 a minute. */
const MS_BEFORE_ANOTHER_ONE = 200;

const watched = watchMapping();

describe('concurrency', () => {
  let running = 0;
  let peak = 0;
  const slowly = (ms: number) => async (): Promise<InvokeOutcome> => {
    running += 1;
    peak = Math.max(peak, running);
    await sleep(ms);
    running -= 1;
    return ALL_DONE;
  };

  beforeEach(() => { running = peak = 0; });

  test('begins with five batches, after idle times too, and grows by one at a time while all of them are under way', async () => {
    const begunAt: number[] = [];
    let finish = () => {};
    const finished = new Promise<InvokeOutcome>(resolve => { finish = () => resolve(ALL_DONE); });
    const invoke = async () => {
      begunAt.push(performance.now());
      return finished;
    };
    await watched.startMapping({ batchSize: 1, invoke });
    await sleep(1000);

    await watched.send(...numbered(30));
    await until(() => begunAt.length >= 10, 'ten batches run');
    finish();
    await until(() => watched.handled === 30, 'all messages were handled');

    expect(begunAt[4] - begunAt[0]).toBeLessThan(2 * MS_BEFORE_ANOTHER_ONE);
    expect(begunAt[9] - begunAt[0]).toBeGreaterThan(3.9 * MS_BEFORE_ANOTHER_ONE);
  });

  test('stays within the limit of the mapping', async () => {
    await watched.send(...numbered(12));

    await watched.startMapping({ batchSize: 1, maximumConcurrency: 2, invoke: slowly(100) });
    await until(() => watched.handled === 12, 'all messages were handled');

    expect(peak).toBe(2);
  });
});

describe('a throttled function', () => {
  test('is invoked again with the same messages, which are received only once', async () => {
    let throttles = 3;
    await watched.send('patient');

    await watched.startMapping({ invoke: async () => (throttles-- > 0 ? THROTTLED : ALL_DONE) });
    await until(() => watched.handled === 1, 'the message was handled');

    expect(watched.events).toHaveLength(4);
    expect(new Set(watched.events.map(({ Records }) => Records[0].attributes.ApproximateReceiveCount))).toEqual(new Set(['1']));
    expect(watched.notices).toEqual([]);
  });

  test('gets its messages back from the queue once they are visible again', async () => {
    await watched.stopQueue();
    await watched.startQueue({ visibilityTimeoutSeconds: 3 });
    await watched.send('patient');

    await watched.startMapping({ invoke: async ({ Records: [{ attributes }] }) => (attributes.ApproximateReceiveCount === '1' ? THROTTLED : ALL_DONE) });
    await until(() => watched.reports.some(({ failed }) => failed === 0), 'the message was handled');

    expect(watched.reports.map(({ failed }) => failed)).toEqual([1, 0]);
    expect(watched.notices).toEqual(['a batch of 1 messages failed: TooManyRequestsException: Rate Exceeded.']);
  });
});
