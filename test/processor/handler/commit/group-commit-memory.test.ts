import { setImmediate as turn } from 'node:timers/promises';
import { commitRows, noise } from './commit-rows';
import type { CommitSettings } from '../../../../src/processor/handler/commit/commit-settings';
import { GroupCommit } from '../../../../src/processor/handler/commit/group-commit';
import { BucketWriter } from '../../../../src/processor/handler/commit/object-writer';
import { DeadlinePassedError } from '../../../../src/processor/handler/commit/pending-append';
import { until } from '../../../fixtures/until';
import { WaywardObjectStore, type Fate } from '../../../fixtures/wayward-object-store';

const MEGABYTE = 1_000_000;

let store: WaywardObjectStore;
const groupCommit = (settings: Partial<CommitSettings> = {}) =>
  new GroupCommit(new BucketWriter(store.client(), 'archive'), { maxWaitMs: 30_000, ...settings });

/** Appends noise in the name of many, and notes the order in which they were stored, and the most that was held. */
function appendMany(commit: GroupCommit, count: number, bytes: number) {
  const watch = { order: [] as number[], mostHeld: 0 };
  const appends = Array.from({ length: count }, async (_, index) => {
    const append = commit.append(commitRows(`invocation-${index}`, { text: noise(bytes) })).stored;
    watch.mostHeld = Math.max(watch.mostHeld, commit.heldBytes);
    const stored = await append;
    watch.mostHeld = Math.max(watch.mostHeld, commit.heldBytes);
    watch.order.push(index);
    return stored;
  });
  return { watch, stored: Promise.all(appends) };
}

beforeEach(async () => {
  store = new WaywardObjectStore();
  await store.start();
});
afterEach(async () => store.stop());

test('rows beyond the memory wait in order, and objects that keep it from them are stored early', async () => {
  const commit = groupCommit({ maxHeldBytes: 3 * MEGABYTE });

  const { watch, stored } = appendMany(commit, 20, MEGABYTE);
  await until(() => store.objects.length >= 4, 'objects stored with nothing but the lack of room to cause it');
  await commit.close();

  // Rows of the same object are next to each other: none overtook another on its way in.
  const keys = (await stored).map(({ key }) => key);
  expect(keys).toEqual([...keys].sort((one, other) => keys.indexOf(one) - keys.indexOf(other)));
  expect(watch.order).toHaveLength(20);
  expect(watch.mostHeld).toBeLessThanOrEqual(3 * MEGABYTE);
  expect(store.objects.reduce((rows, { body }) => rows + body.byteLength, 0)).toBeGreaterThan(14 * MEGABYTE);
  expect(commit.heldBytes).toBe(0);
});

test('rows for which compression makes room go to the same object', async () => {
  const commit = groupCommit({ maxHeldBytes: 4 * MEGABYTE, concurrency: 20 });

  const appends = Array.from({ length: 20 }, async (_, index) => commit.append(commitRows(`invocation-${index}`, { text: 'x'.repeat(MEGABYTE / 2) })).stored);

  expect(await Promise.all(appends)).toContainEqual(expect.objectContaining({ rows: 20 }));
});

test('rows that get in when an object is stored do not keep out those behind them', async () => {
  let answer = (_fate: Fate) => {};
  store.fateOf = async () => new Promise(resolve => answer = resolve);
  const commit = groupCommit({ maxHeldBytes: MEGABYTE, objectBytes: 1 });

  const first = commit.append(commitRows('first', { text: noise(MEGABYTE) })).stored;
  await until(() => store.requests.length === 1, 'the first request');
  const behind = ['a', 'b', 'c'].map(async folder => commit.append(commitRows(folder, { folder: `${folder}/`, text: noise(400_000) })).stored);
  store.fateOf = () => 'store';
  answer('store');
  await until(() => store.objects.length === 2, 'an object stored to make room');
  await commit.close();

  await expect(Promise.all([first, ...behind])).resolves.toHaveLength(4);
});

test('memory does not grow while nothing can be stored, and all is told in the end', async () => {
  store.fateOf = () => 'hang';
  const commit = groupCommit({ maxHeldBytes: 3 * MEGABYTE, maxPuts: 1, putTimeoutMs: 200 });
  let mostHeld = 0;

  const appends = Array.from({ length: 12 }, async (_, index) =>
    commit.append(commitRows(`invocation-${index}`, { text: noise(MEGABYTE), deadline: Date.now() + 1_500 })).stored);
  const outcomes = Promise.allSettled(appends);
  const watching = setInterval(() => mostHeld = Math.max(mostHeld, commit.heldBytes), 1);
  const statuses = (await outcomes).map(({ status }) => status);
  await until(() => commit.heldBytes === 0, 'the memory is given back');
  clearInterval(watching);

  expect(new Set(statuses)).toEqual(new Set(['rejected']));
  expect(mostHeld).toBeGreaterThan(MEGABYTE);
  expect(mostHeld).toBeLessThanOrEqual(3 * MEGABYTE + 64 * 1024);
});

test('rows that are larger than all of the memory are let in alone', async () => {
  const commit = groupCommit({ maxHeldBytes: MEGABYTE });

  const before = commit.append(commitRows('before')).stored;
  const large = commit.append(commitRows('large', { text: noise(2 * MEGABYTE) })).stored;
  const after = commit.append(commitRows('after')).stored;
  await before;
  await until(() => store.objects.length === 2, 'the large object');
  await commit.close();

  expect(store.objects.map(({ body }) => body.byteLength > MEGABYTE)).toEqual([false, true, false]);
  expect((await large).rows).toBe(1);
  expect((await after).rows).toBe(1);
});

test('rows that wait for room leave at their deadline, and let those behind them in', async () => {
  store.fateOf = () => 'hang';
  const commit = groupCommit({ maxHeldBytes: MEGABYTE, concurrency: 1, answerMarginMs: 0 });

  const hanging = commit.append(commitRows('hanging', { text: noise(MEGABYTE / 2) })).stored;
  await until(() => store.requests.length === 1, 'the request that hangs');
  const large = commit.append(commitRows('large', { text: noise(MEGABYTE), deadline: Date.now() + 100 })).stored;
  const small = commit.append(commitRows('small')).stored;
  const held = commit.heldBytes;
  store.fateOf = () => 'store';
  await expect(large).rejects.toThrow(DeadlinePassedError);

  await expect(small).resolves.toMatchObject({ rows: 1 });
  expect(held).toBeLessThan(MEGABYTE / 2);
  void hanging;
});

test('a quick small append does not overtake one that waits', async () => {
  const commit = groupCommit({ maxHeldBytes: MEGABYTE });
  const order: string[] = [];

  const appends = [['first', MEGABYTE], ['second', MEGABYTE], ['third', 10]].map(async ([name, bytes]) => {
    await commit.append(commitRows(String(name), { text: noise(Number(bytes)) })).stored;
    order.push(String(name));
  });
  await turn();
  await until(() => order.length > 0, 'the first is stored');
  await commit.close();
  await Promise.all(appends);

  expect(order).toEqual(['first', 'second', 'third']);
});

test('an object on its way to the store holds as many bytes as it has', async () => {
  const held: number[] = [];
  const commit = new GroupCommit({ put: async ({ body }) => void held.push(commit.heldBytes - body.byteLength) }, { concurrency: 1 });

  await commit.append(commitRows('one', { text: noise(MEGABYTE) })).stored;

  expect(held).toEqual([0]);
});
