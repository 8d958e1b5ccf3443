import { request, type OutgoingHttpHeaders } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { LocalPage, type ShownRun } from '../../../src/local/page/local-page';
import { until } from '../../fixtures/until';

const QUIET: ReturnType<ShownRun['counters']> = {
  replies: {},
  queue: { visible: 0, inFlight: 0, delayed: 0, oldestAgeSeconds: 0, sent: 0, deleted: 0 },
  deadLetters: { held: 0, deleted: 0 },
  processor: { invocations: 0, messagesGathered: 0, messagesInHand: 0, messagesReleased: 0, batches: 0, failed: 0, processes: 1 },
  archive: { down: false, tables: {} },
};

const crashes: number[] = [];
let looks = 0;
let page: LocalPage;
let url: URL;

beforeEach(async () => {
  crashes.length = 0;
  looks = 0;
  page = new LocalPage();
  const run: ShownRun = {
    counters: () => {
      looks += 1;
      return QUIET;
    },
    killHandler: () => crashes.push(1),
    setArchiveDown: () => {},
  };
  url = new URL(await page.start(run, { stackName: 'Shop', url: 'http://127.0.0.1:9/prod/', queueUrl: '', archiveFolder: '' }, 0));
});
afterEach(async () => page.stop());

/** Node's fetch would not let a caller choose Host, Origin and Sec-Fetch-Site. */
async function ask(method: string, path: string, headers: OutgoingHttpHeaders = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    request(new URL(path, url), { method, headers }, response => {
      response.destroy();
      resolve(response.statusCode!);
    }).on('error', reject).end();
  });
}

test.each([
  { title: 'the page by another name of this machine', method: 'GET', path: '/', headers: { host: 'rebound.example' } },
  { title: 'the page by its address and a port of another', method: 'GET', path: '/', headers: { host: '127.0.0.1:1' } },
  { title: 'the counters to another site', method: 'GET', path: '/live', headers: { 'sec-fetch-site': 'cross-site' } },
  { title: 'a fault from another site', method: 'POST', path: '/faults/handler-crash', headers: { origin: 'https://evil.example' } },
  { title: 'a fault from another page of this machine', method: 'POST', path: '/faults/handler-crash', headers: { origin: 'http://127.0.0.1:1' } },
  { title: 'a fault without an origin', method: 'POST', path: '/faults/handler-crash', headers: {} },
  { title: 'a fault from a page without an origin', method: 'POST', path: '/faults/handler-crash', headers: { origin: 'null' } },
])('refuses $title', async ({ method, path, headers }) => {
  expect(await ask(method, path, headers)).toBe(403);
  expect(crashes).toEqual([]);
});

test('does what its own page asks for', async () => {
  expect(await ask('GET', '/')).toBe(200);
  expect(await ask('POST', '/faults/handler-crash', { origin: url.origin })).toBe(200);
  expect(crashes).toEqual([1]);
});

test('sends a test event nowhere but to the door', async () => {
  const send = async (path: string) => (await fetch(new URL('events', url), {
    method: 'POST', headers: { origin: url.origin }, body: JSON.stringify({ path, body: '{}', header: '', copies: 1 }),
  })).json();

  expect(await send('http://127.0.0.2/x')).toEqual({ error: expect.stringContaining('the path must be below http://127.0.0.1:9/prod/') });
});

test('looks at the counters a few times a second, and only while somebody looks at it', async () => {
  await sleep(500);
  expect(looks).toBe(0);

  const leave = new AbortController();
  const startedAt = performance.now();
  await fetch(new URL('live', url), { signal: leave.signal });
  await until(() => looks >= 4, 'several looks');
  expect(performance.now() - startedAt).toBeGreaterThan(700);

  leave.abort();
  await until(async () => {
    const before = looks;
    await sleep(700);
    return looks === before;
  }, 'no look any more');
});
