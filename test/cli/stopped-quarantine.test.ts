import { StoredQuarantine } from './stored-quarantine';
import { until } from '../fixtures/until';

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
      await new Promise(resolve => setTimeout(resolve, 500));
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

/** Ends with Ctrl-C when so many replays are in the queue, long before all of them are. */
async function stoppedWhileSending(replays: number, rate: number, ...args: string[]): Promise<string> {
  const { child, ended } = stored.begin('replay', '--send', '--rate', String(rate), ...args);
  await until(() => stored.sent >= replays, 'replays in the queue', 30_000);
  child.kill('SIGINT');
  return (await ended).stdout;
}

describe('the command that it prints goes on', () => {
  test('with the rows that were meant, however much later it is given', async () => {
    let begun = false;
    stored.disturb = async (request, forward) => {
      if (!begun) { // it has looked at the clock
        begun = true;
        stored.put('edge', 100, new Date(Date.now() - 6 * HOUR_MS)); // of the last six hours then, and of none that begin later
      }
      return forward(request);
    };
    const stdout = await stoppedWhileSending(20, 100, '--since', '6h', '--reason', 'not_json');
    stored.put('later', 10, new Date());

    expect(stdout).toMatch(/this goes on with the other \d+:\n.*--reason not_json .*--since 20[^ ]*Z --until 20[^ ]*Z$/m);
    expect(await stored.runPrinted(stdout)).toMatchObject({ complete: true });
    expect(stored.noted().sort()).toEqual([...stored.ids()].filter(id => !id.startsWith('later')).sort());
  });

  test('with as many as the limit still allows', async () => {
    await stored.runPrinted(await stoppedWhileSending(20, 15, '--limit', '60'));

    expect(stored.sent).toBe(60);
  });

  test('where it was, though all were replayed before', async () => {
    await stored.run('replay', '--send', '--rate', '3000');
    await stored.runPrinted(await stoppedWhileSending(OBJECTS * ROWS + 20, 100, '--again'));

    expect(stored.sent).toBe(2 * OBJECTS * ROWS);
  });

  test('after a dry run with what it showed', async () => {
    const { stdout } = await stored.run('replay', '--since', '150m');
    stored.put('later', 10, new Date());

    expect(stdout).toMatch(/Nothing was sent\. This does:\ntelemetry-pipeline quarantine replay .*--send$/m);
    expect(await stored.runPrinted(stdout)).toMatchObject({ sent: 2 * ROWS, since: expect.stringMatching(/Z$/), until: expect.stringMatching(/Z$/) });
  });
});
