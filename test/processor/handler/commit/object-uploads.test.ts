import { ObjectUploads } from '../../../../src/processor/handler/commit/object-uploads';
import { BucketWriter } from '../../../../src/processor/handler/commit/object-writer';
import { until } from '../../../fixtures/until';
import { WaywardObjectStore } from '../../../fixtures/wayward-object-store';

let store: WaywardObjectStore;
beforeEach(async () => {
  store = new WaywardObjectStore();
  await store.start();
});
afterEach(async () => store.stop());

const never = () => new AbortController().signal;
const object = (key: string) => ({ key, body: Buffer.from(key), contentType: 'text/plain' });
const uploads = (settings = {}) => new ObjectUploads(new BucketWriter(store.client(), 'archive'), { maxPuts: 1, putTimeoutMs: 15_000, ...settings });

test('a hanging request lets the next one in when its time is over', async () => {
  store.fateOf = key => key === 'hanging' ? 'hang' : 'store';
  const queue = uploads({ putTimeoutMs: 100 });

  const outcomes = await Promise.allSettled(['hanging', 'next'].map(async key => queue.put(object(key), never())));

  expect(outcomes).toEqual([
    { status: 'rejected', reason: expect.objectContaining({ message: 'hanging was not stored within 100 ms', cause: expect.objectContaining({ name: 'AbortError' }) }) },
    { status: 'fulfilled', value: undefined },
  ]);
});

test('an object that is abandoned before its turn is never sent', async () => {
  store.fateOf = key => key === 'hanging' ? 'hang' : 'store';
  const queue = uploads();
  const [hanging, waiting] = [new AbortController(), new AbortController()];

  const first = queue.put(object('hanging'), hanging.signal);
  const second = queue.put(object('waiting'), waiting.signal);
  waiting.abort();
  await expect(second).rejects.toThrow('aborted');
  await until(() => store.requests.length === 1, 'the first is sent');
  hanging.abort();
  await expect(first).rejects.toThrow('aborted');
  await queue.put(object('next'), never());

  expect(store.requests).toEqual(['hanging', 'next']);
});

test('an object that was abandoned already takes nobody\'s turn', async () => {
  const queue = uploads();

  await expect(queue.put(object('abandoned'), AbortSignal.abort())).rejects.toThrow('aborted');
  await queue.put(object('next'), never());

  expect(store.requests).toEqual(['next']);
});

test('leaving after the turn came aborts the request alone', async () => {
  let hang = true;
  store.fateOf = () => hang ? 'hang' : 'store';
  const queue = uploads();
  const [first, second] = [new AbortController(), new AbortController()];

  const puts = [queue.put(object('first'), first.signal), queue.put(object('second'), second.signal)];
  await until(() => store.requests.length === 1, 'the first is sent');
  first.abort();
  await expect(puts[0]).rejects.toThrow('aborted');
  await until(() => store.requests.length === 2, 'the second is sent');
  second.abort();
  await expect(puts[1]).rejects.toThrow('aborted');
  hang = false;
  await queue.put(object('third'), never());

  expect(store.objects.map(({ key }) => key)).toEqual(['third']);
});
