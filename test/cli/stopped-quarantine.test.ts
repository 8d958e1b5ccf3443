import { StoredQuarantine } from './stored-quarantine';

const HOUR_MS = 3_600_000;
const OBJECTS = 5;
const ROWS = 40;

let stored: StoredQuarantine;

beforeEach(async () => {
  stored = new StoredQuarantine();
  await stored.start();
  for (let hour = 1; hour <= OBJECTS; hour += 1) {
    stored.put(`hour-${hour}`, ROWS, new Date(Date.now() - hour * HOUR_MS));
  }
});
afterEach(async () => stored.stop());

/** Ends with Ctrl-C while the third object is read. */
async function stoppedWhileLooking(...args: string[]) {
  const { child, ended } = stored.begin(...args);
  let objects = 0;
  stored.disturb = async (request, forward) => {
    objects += request.url.includes('x-id=GetObject') && request.url.includes('/quarantine/') ? 1 : 0;
    if (objects === 3) {
      child.kill('SIGINT');
      await new Promise(resolve => setTimeout(resolve, 200));
    }
    return forward(request);
  };
  return ended;
}

describe('stopped while it looks, it does not tell a part for the whole', () => {
  test('a replay', async () => {
    const { status, stdout } = await stoppedWhileLooking('replay', '--send');

    expect(status).toBe(130);
    expect(stdout).toContain('stopped while looking; 80 rows so far, nothing was sent');
    expect(stdout).not.toContain('nothing to send');
    expect(stored.sent).toBe(0);
  });

  test('a replay, in JSON', async () => {
    const { stdout } = await stoppedWhileLooking('replay', '--send', '--json');

    expect(JSON.parse(stdout)).toMatchObject({ dry_run: false, complete: false, to_send: 80, sent: 0 });
  });

  test('a dry run, in JSON', async () => {
    const { stdout } = await stoppedWhileLooking('replay', '--json');

    expect(JSON.parse(stdout)).toMatchObject({ dry_run: true, complete: false });
    expect(await stored.ask('replay')).toMatchObject({ dry_run: true, complete: true, to_send: OBJECTS * ROWS });
  });

  test.each(['list', 'show'])('%s', async action => {
    const { status, stdout } = await stoppedWhileLooking(action, ...action === 'show' ? ['--limit', '1000'] : []);

    expect(status).toBe(130);
    expect(stdout).toContain('stopped while looking; 80 rows so far');
  });
});
