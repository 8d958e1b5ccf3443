import { existsSync, mkdirSync } from 'fs';
import { join } from 'path';
import { StoredQuarantine } from './stored-quarantine';

const ROWS = 3_000;

let stored: StoredQuarantine;

beforeEach(async () => {
  stored = new StoredQuarantine();
  await stored.start();
  stored.put('row', ROWS, new Date());
});
afterEach(async () => stored.stop());

const noted = () => existsSync(join(stored.folder, 'unnoted-replays.ndjson'));

/** S3 refuses everything from the first note of a replay on; how many landed, SQS tells. */
async function replayInOutage() {
  stored.disturb = async (request, forward) => {
    stored.archive.down ||= request.method === 'PUT';
    return forward(request);
  };
  const ended = await stored.run('replay', '--send', '--rate', '3000');
  stored.disturb = async (request, forward) => forward(request);
  stored.archive.down = false;
  return ended;
}

test('what landed while S3 could not note it is not sent twice', async () => {
  const { status, stderr } = await replayInOutage();
  const landed = stored.sent;

  expect(status).toBe(1);
  expect(landed).toBeGreaterThanOrEqual(500);
  expect(stderr).toContain(`S3 PutObject: Service is unable to handle request.; ${landed} sent, not noted: they would be sent twice without `);
  expect(await stored.ask('replay')).toMatchObject({ to_send: ROWS - landed, replayed_before: landed });

  expect(await stored.ask('replay', '--send', '--rate', '3000')).toMatchObject({ sent: ROWS - landed, complete: true });
  expect(stored.noted().sort()).toEqual([...stored.ids()].sort());
  expect(noted()).toBe(false);
});

test('a second outage forgets nothing of the first', async () => {
  await replayInOutage();
  await replayInOutage();
  const landed = stored.sent;

  expect(await stored.ask('replay')).toMatchObject({ to_send: ROWS - landed, replayed_before: landed });
});

test('what another bucket could not note stays in the file', async () => {
  await replayInOutage();
  const landed = stored.sent;
  mkdirSync(join(stored.folder, 'other'));

  await stored.runOn('other', 'replay', '--send');

  expect(await stored.ask('replay')).toMatchObject({ replayed_before: landed });
});

test('says so when no file can be written either', async () => {
  stored.disturb = async (request, forward) => {
    if (request.method === 'PUT' && !noted()) {
      mkdirSync(join(stored.folder, 'unnoted-replays.ndjson'));
      stored.archive.down = true;
    }
    return forward(request);
  };

  expect((await stored.run('replay', '--send')).stderr).toContain('they would be sent twice, since a file cannot note them either: ');
});
