import { setImmediate as turn } from 'node:timers/promises';
import { commitRows, noise } from './commit-rows';
import type { CommitSettings } from '../../../../src/processor/handler/commit/commit-settings';
import { GroupCommit } from '../../../../src/processor/handler/commit/group-commit';
import { BucketWriter } from '../../../../src/processor/handler/commit/object-writer';
import { until } from '../../../fixtures/until';
import { linesOf, WaywardObjectStore, type Fate } from '../../../fixtures/wayward-object-store';

let store: WaywardObjectStore;

/** Waits longer than a test takes, except for what the test is about. */
const groupCommit = (settings: Partial<CommitSettings> = {}, maxAttempts = 1) =>
  new GroupCommit(new BucketWriter(store.client(maxAttempts), 'archive'), { maxWaitMs: 30_000, ...settings });

const names = (count: number, prefix = 'invocation') => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

beforeEach(async () => {
  store = new WaywardObjectStore();
  await store.start();
});
afterEach(async () => store.stop());

test('64 invocations that run at the same time share one object', async () => {
  const commit = groupCommit({ concurrency: 64 });

  const stored = await Promise.all(names(64).map(async name => commit.append(commitRows(name)).stored));

  expect(store.objects).toHaveLength(1);
  const [object] = store.objects;
  expect(linesOf(object)).toEqual(names(64).map(name => `{"from":"${name}"}`));
  expect(new Set(stored)).toEqual(new Set([{ key: object.key, bytes: object.body.byteLength, rows: 64, invocations: 64 }]));
  expect(commit.heldBytes).toBe(0);
});

test('an object is named and typed as one that readers inflate, not HTTP clients', async () => {
  const commit = groupCommit({ concurrency: 1 });

  await commit.append(commitRows('one')).stored;

  expect(store.objects).toEqual([expect.objectContaining({ contentType: 'application/gzip', contentEncoding: undefined })]);
  expect(store.objects[0].key).toMatch(/^events\/dt=2026-11-23\/hour=07\/\d{13}-[0-9a-f-]{36}\.ndjson\.gz$/);
});

test('rows of different folders go to different objects', async () => {
  const commit = groupCommit({ concurrency: 2 });

  const quarantined = commit.append(commitRows('one', { folder: 'quarantine/dt=2026-11-23/hour=07/' })).stored;
  const events = [commit.append(commitRows('one')).stored, commit.append(commitRows('two')).stored];

  expect(await quarantined).toMatchObject({ key: expect.stringMatching(/^quarantine\//), rows: 1, invocations: 1 });
  expect(await Promise.all(events)).toMatchObject([{ rows: 2, invocations: 2 }, { rows: 2, invocations: 2 }]);
  expect(store.objects).toHaveLength(2);
});

test('lines of one invocation keep their order and their characters', async () => {
  const commit = groupCommit({ concurrency: 1 });
  const texts = ['{"name":"Zoë"}\n', `{"name":"${'日本'.repeat(200_000)}"}\n`, '{"name":"🙂"}\n{"name":"x"}\n'];

  await Promise.all(texts.map(async text => commit.append(commitRows('one', { text })).stored));

  expect(linesOf(store.objects[0]).join('\n')).toBe(texts.join('').trimEnd());
});

describe('an object is stored', () => {
  test('when it is large enough, and later rows go to the next', async () => {
    const commit = groupCommit({ objectBytes: 300_000 });

    const first = ['one', 'two', 'three'].map(async name => commit.append(commitRows(name, { text: noise(1_000_000) })).stored);
    const [{ key, bytes, rows }] = await Promise.all(first);
    const next = commit.append(commitRows('four')).stored;
    await commit.close();

    expect(bytes).toBeGreaterThan(300_000);
    expect(rows).toBe(3);
    expect((await next).key).not.toBe(key);
    expect(store.requests).toHaveLength(2);
  });

  test('when its first rows have waited long enough', async () => {
    const commit = groupCommit({ maxWaitMs: 500 });
    const started = Date.now();

    const first = commit.append(commitRows('one')).stored;
    await turn();
    const second = commit.append(commitRows('two')).stored;

    expect(await first).toEqual(await second);
    expect(Date.now() - started).toBeGreaterThanOrEqual(499);
    expect(store.objects).toHaveLength(1);
  });

  test('in time for the earliest deadline of those who wait', async () => {
    const commit = groupCommit({ flushMarginMs: 5_000 });

    const patient = commit.append(commitRows('patient')).stored;
    const hurried = commit.append(commitRows('hurried', { deadline: Date.now() + 5_100 })).stored;

    expect(await hurried).toEqual(await patient);
    expect(linesOf(store.objects[0])).toHaveLength(2);
  });

  test('when all invocations that can run wait, however often each of them appended', async () => {
    const commit = groupCommit({ concurrency: 3 });

    const early = ['one', 'one', 'one', 'two'].map(async name => commit.append(commitRows(name)).stored);
    await turn();
    await turn();
    expect(commit.heldBytes).toBeGreaterThan(0);
    const last = commit.append(commitRows('three')).stored;

    expect(await Promise.all([...early, last])).toEqual(Array.from({ length: 5 }, () => expect.objectContaining({ rows: 5, invocations: 3 })));
  });

  test('not while one of them has more to append', async () => {
    const commit = groupCommit({ concurrency: 2 });

    const early = [commit.append(commitRows('one')).stored, commit.append(commitRows('two', { more: true })).stored];
    await turn();
    await turn();
    const last = commit.append(commitRows('two')).stored;

    await Promise.all([...early, last]);
    expect(await last).toMatchObject({ rows: 3, invocations: 2 });
  });

  test('when the process comes to its end', async () => {
    const commit = groupCommit();
    const appends = [commit.append(commitRows('one')).stored, commit.append(commitRows('two', { folder: 'quarantine/' })).stored];

    await commit.close();

    expect(store.objects).toHaveLength(2);
    await expect(Promise.all(appends)).resolves.toHaveLength(2);
  });
});

describe('when an object cannot be stored', () => {
  test.each<Fate>(['refuse', 'reset'])('by a fault of kind %s, exactly those with rows in it are told', async fate => {
    store.fateOf = key => key.startsWith('broken/') ? fate : 'store';
    const commit = groupCommit({ concurrency: 3 });

    const broken = [commit.append(commitRows('one', { folder: 'broken/' })).stored, commit.append(commitRows('two', { folder: 'broken/' })).stored];
    const whole = [commit.append(commitRows('two')).stored, commit.append(commitRows('three')).stored];

    expect((await Promise.allSettled(broken)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await Promise.all(whole)).toMatchObject([{ rows: 2 }, { rows: 2 }]);
    expect(commit.heldBytes).toBe(0);
  });

  test('the client tries again, and we do not', async () => {
    store.fateOf = () => store.requests.length < 3 ? 'refuse' : 'store';
    const commit = groupCommit({ concurrency: 1 }, 3);

    await expect(commit.append(commitRows('one')).stored).resolves.toMatchObject({ rows: 1 });
    expect(new Set(store.requests).size).toBe(1);

    store.fateOf = () => 'refuse';
    await expect(commit.append(commitRows('two')).stored).rejects.toThrow();
    expect(store.requests).toHaveLength(6);
  });

  test('a caller who stopped listening causes no unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    store.fateOf = () => 'refuse';
    const commit = groupCommit();

    void commit.append(commitRows('one')).stored;
    void commit.append(commitRows('two', { deadline: Date.now() - 1 })).stored;
    await commit.close();
    await turn();

    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});

test('groups that overlap do not see each other', async () => {
  const answers = new Map<string, (fate: Fate) => void>();
  store.fateOf = async key => new Promise(resolve => answers.set(key, resolve));
  const [left, right] = [groupCommit({ concurrency: 2 }), groupCommit({ concurrency: 2 })];

  const appends = [left, right].flatMap((commit, side) => names(2, `side-${side}`).map(async name => commit.append(commitRows(name)).stored));
  const outcomes = Promise.allSettled(appends);
  await until(() => answers.size === 2, 'both objects on their way');
  const [first, second] = [...answers.values()];
  first('refuse');
  second('store');

  expect((await outcomes).map(({ status }) => status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(new Set(linesOf(store.objects[0]).map(line => line.slice(0, 15))).size).toBe(1);
  expect(left.heldBytes + right.heldBytes).toBe(0);
});

test('objects are stored side by side, but not more than allowed', async () => {
  const answers: ((fate: Fate) => void)[] = [];
  store.fateOf = async () => new Promise(resolve => answers.push(resolve));
  const commit = groupCommit({ maxPuts: 2 });

  const appends = names(3, 'folder').map(async folder => commit.append(commitRows('one', { folder: `${folder}/` })).stored);
  const closed = commit.close();
  await until(() => answers.length === 2, 'two requests');
  await turn();
  expect(store.requests).toHaveLength(2);
  answers[0]('store');
  await until(() => answers.length === 3, 'the third request');
  answers.forEach(answer => answer('store'));

  await closed;
  await expect(Promise.all(appends)).resolves.toHaveLength(3);
});
