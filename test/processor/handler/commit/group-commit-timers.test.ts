import { commitRows } from './commit-rows';
import { GroupCommit } from '../../../../src/processor/handler/commit/group-commit';

beforeEach(() => jest.useFakeTimers({ doNotFake: ['Date', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate'] }));
afterEach(() => jest.useRealTimers());

test.each([
  { outcome: 'all is stored', put: async () => {} },
  {
    outcome: 'nothing could be stored',
    put: async () => {
      throw new Error('no bucket of that name');
    },
  },
])('no timer keeps the process from its end after $outcome', async ({ put }) => {
  const commit = new GroupCommit({ put }, { concurrency: 2 });

  const appends = ['one', 'two'].map(async name => commit.append(commitRows(name)).stored);
  expect(jest.getTimerCount()).toBe(3);
  await Promise.allSettled(appends);
  await commit.close();

  expect(jest.getTimerCount()).toBe(0);
});
