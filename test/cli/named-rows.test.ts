import { StoredQuarantine } from './stored-quarantine';
import { withoutProgress } from './without-progress';

let stored: StoredQuarantine;

beforeEach(async () => {
  stored = new StoredQuarantine();
  await stored.start();
  stored.put('new', 20, new Date());
  stored.put('old', 1, new Date(Date.now() - 48 * 3_600_000));
});
afterEach(async () => stored.stop());

async function said(...args: string[]) {
  const { status, stderr } = await stored.run(...args);
  return { status, stderr: withoutProgress(stderr) };
}

const NOT_FOUND = /^telemetry-pipeline: old-0, nosuch: not in quarantine since 20.*Z and until 20.*Z; give --since$/m;

test('shows the rows that are named, and tells which it did not find', async () => {
  const { status, stdout, stderr } = await stored.run('show', 'new-15', 'old-0', 'nosuch', '--json');

  expect(JSON.parse(stdout)).toMatchObject({ id: 'new-15' });
  expect(status).toBe(1);
  expect(stderr).toMatch(NOT_FOUND);
  expect(await said('show', 'new-15', 'old-0', '--since', '3d')).toEqual({ status: 0, stderr: '' });
});

test('replays the rows that are named, and tells which it did not find', async () => {
  expect(await stored.run('replay', 'new-15', 'old-0', 'nosuch')).toMatchObject({ status: 1, stderr: expect.stringMatching(NOT_FOUND) });
  expect(await stored.ask('replay', 'new-15', 'old-0', 'nosuch', '--send')).toMatchObject({ sent: 1, missing: ['old-0', 'nosuch'] });
  expect(await said('replay', 'new-15')).toEqual({ status: 0, stderr: '' });
});

test('a limit below the ids that are named says nothing of those that it left out', async () => {
  expect(await said('show', 'new-15', 'new-16', '--limit', '1')).toEqual({ status: 0, stderr: '' });
});
