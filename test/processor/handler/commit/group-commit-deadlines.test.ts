import { commitRows, noise } from './commit-rows';
import type { CommitSettings } from '../../../../src/processor/handler/commit/commit-settings';
import { GroupCommit } from '../../../../src/processor/handler/commit/group-commit';
import { BucketWriter } from '../../../../src/processor/handler/commit/object-writer';
import { DeadlinePassedError } from '../../../../src/processor/handler/commit/pending-append';
import { until } from '../../../fixtures/until';
import { WaywardObjectStore, type Fate } from '../../../fixtures/wayward-object-store';

let store: WaywardObjectStore;
const groupCommit = (settings: Partial<CommitSettings> = {}) =>
  new GroupCommit(new BucketWriter(store.client(), 'archive'), { maxWaitMs: 30_000, answerMarginMs: 0, flushMarginMs: 0, ...settings });

beforeEach(async () => {
  store = new WaywardObjectStore();
  await store.start();
});
afterEach(async () => store.stop());

test('rows whose deadline passed are not even taken', async () => {
  const commit = groupCommit();

  const append = commit.append(commitRows('late', { deadline: Date.now() })).stored;

  expect(commit.heldBytes).toBe(0);
  await expect(append).rejects.toThrow(DeadlinePassedError);
});

test('a caller whose deadline passes is not told of an object that is stored later, and the others are', async () => {
  let answer = (_fate: Fate) => {};
  store.fateOf = async () => new Promise(resolve => answer = resolve);
  const commit = groupCommit({ concurrency: 2, answerMarginMs: 30_000 });
  const deadline = Date.now() + 31_000;

  const late = commit.append(commitRows('late', { deadline })).stored;
  const patient = commit.append(commitRows('patient')).stored;
  await until(() => store.requests.length === 1, 'the object is on its way');
  await expect(late).rejects.toThrow(/^rows were not stored before the deadline of the invocation, 20/);
  expect(Date.now()).toBeLessThan(deadline);
  answer('store');

  expect(await patient).toMatchObject({ rows: 2, invocations: 2 });
  expect(store.abandoned).toEqual([]);
});

test('an answer that comes late because the event loop lagged is not given', async () => {
  const deadline = Date.now() + 1_000;
  const commit = new GroupCommit({
    put: async () => {
      while (Date.now() <= deadline) { /* nothing else can run */ }
    },
  }, { concurrency: 1, answerMarginMs: 0, flushMarginMs: 0 });

  await expect(commit.append(commitRows('late', { deadline })).stored).rejects.toThrow(/too late to answer/);
});

test('a request is aborted once nobody is left who could use its answer', async () => {
  store.fateOf = () => 'hang';
  const commit = groupCommit({ concurrency: 2 });

  const appends = [1_000, 1_200].map(async milliseconds => commit.append(commitRows(`${milliseconds}`, { deadline: Date.now() + milliseconds })).stored);
  await expect(appends[0]).rejects.toThrow(DeadlinePassedError);
  expect(store.abandoned).toEqual([]);
  await expect(appends[1]).rejects.toThrow(DeadlinePassedError);

  await until(() => store.abandoned.length === 1, 'the request is given up');
  await until(() => commit.heldBytes === 0, 'the memory is given back');
});

test('an object that waits for its turn is dropped once nobody is left who could use it', async () => {
  store.fateOf = key => key.startsWith('hanging/') ? 'hang' : 'store';
  const commit = groupCommit({ maxPuts: 1 });

  const hanging = commit.append(commitRows('one', { folder: 'hanging/', deadline: Date.now() + 2_000 })).stored;
  void commit.close();
  await until(() => store.requests.length === 1, 'the hanging request');
  const queued = commit.append(commitRows('two', { deadline: Date.now() + 100 })).stored;
  await expect(queued).rejects.toThrow(DeadlinePassedError);
  await expect(hanging).rejects.toThrow(DeadlinePassedError);
  await commit.close();

  expect(store.requests).toHaveLength(1);
  expect(commit.heldBytes).toBe(0);
});

test('an open object that nobody waits for any more is dropped, and the next rows go to a new one', async () => {
  const commit = groupCommit({ flushMarginMs: -600_000 });

  const late = commit.append(commitRows('late', { text: noise(2_000_000), deadline: Date.now() + 5 })).stored;
  const next = late.then(() => undefined, async () => commit.append(commitRows('next')).stored);
  await expect(late).rejects.toThrow(DeadlinePassedError);
  await commit.close();

  expect(await next).toMatchObject({ rows: 1, invocations: 1 });
  expect(store.objects).toHaveLength(1);
  expect(commit.heldBytes).toBe(0);
});

test('a request that hangs is given up after a while, whatever the deadlines', async () => {
  store.fateOf = () => 'hang';
  const commit = groupCommit({ concurrency: 1, putTimeoutMs: 100 });

  await expect(commit.append(commitRows('one')).stored).rejects.toThrow(/^events\/.* was not stored within 100 ms$/);

  await until(() => store.abandoned.length === 1, 'the request is given up');
  expect(commit.heldBytes).toBe(0);
});
