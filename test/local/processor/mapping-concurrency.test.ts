import { setTimeout as sleep } from 'node:timers/promises';
import { THROTTLED, type InvokeOutcome } from '../../../src/local/processor/invoke-outcome';
import { until } from '../../fixtures/until';
import { ALL_DONE, numbered, watchMapping } from '../../fixtures/watched-mapping';

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

  test('begins with five batches, after idle times too, and grows while all of them are under way', async () => {
    await watched.startMapping({ batchSize: 1, invoke: slowly(700) });
    await sleep(1000);

    await watched.send(...numbered(30));
    await until(() => running >= 5, 'five batches run');
    await sleep(50);
    const atFirst = running;
    await until(() => watched.handled === 30, 'all messages were handled');

    expect(atFirst).toBeLessThanOrEqual(6);
    expect(peak).toBeGreaterThan(6);
    expect(peak).toBeLessThan(20);
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
    await watched.startQueue({ visibilityTimeoutSeconds: 1 });
    await watched.send('patient');

    await watched.startMapping({ invoke: async ({ Records: [{ attributes }] }) => (attributes.ApproximateReceiveCount === '1' ? THROTTLED : ALL_DONE) });
    await until(() => watched.reports.some(({ failed }) => failed === 0), 'the message was handled');

    expect(watched.reports.map(({ failed }) => failed)).toEqual([1, 0]);
    expect(watched.notices).toEqual(['a batch of 1 messages failed: TooManyRequestsException: Rate Exceeded.']);
  });
});
