import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../fixtures/until';
import { numbered, watchMapping } from '../../fixtures/watched-mapping';

const watched = watchMapping();

describe('a batch', () => {
  test('is invoked at once without a window, however small it is', async () => {
    await watched.startMapping({ batchSize: 10, maximumBatchingWindowSeconds: 0 });

    await watched.send('alone');

    await until(() => watched.handled === 1, 'the message was handled', 10_000); // and no long poll of 20 seconds waited for more
  });

  test('waits for its window when it is not full', async () => {
    await watched.startMapping({ batchSize: 100, maximumBatchingWindowSeconds: 3, maximumConcurrency: 1 });
    const startedAt = Date.now();

    await watched.send('early');
    await sleep(300);
    await watched.send(...numbered(24));
    await until(() => watched.handled === 25, 'all messages were handled');

    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(2_900);
    expect(watched.events.map(({ Records }) => Records.length)).toEqual([25]);
  });

  test('is invoked before its window is over when it is full', async () => {
    await watched.send(...numbered(20));

    await watched.startMapping({ batchSize: 20, maximumBatchingWindowSeconds: 300, maximumConcurrency: 1 });
    await until(() => watched.handled === 20, 'all messages were handled');

    expect(watched.events.map(({ Records }) => Records.length)).toEqual([20]);
  });

  test('never exceeds six megabytes, and what had no room comes in the next one', async () => {
    const large = numbered(8).map(name => name.padEnd(1_000_000));
    await Promise.all(large.map(async body => watched.send(body)));

    await watched.startMapping({ batchSize: 100, maximumBatchingWindowSeconds: 5, maximumConcurrency: 1 });
    await until(() => watched.handled === 8, 'all messages were handled');

    expect(watched.events.map(({ Records }) => Records.length)).toEqual([6, 2]);
    expect(Math.max(...watched.events.map(event => Buffer.byteLength(JSON.stringify(event))))).toBeLessThanOrEqual(6 * 1024 * 1024);
  });
});
