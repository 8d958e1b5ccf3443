/**
 * Posts requests as Segment's client sends them, 20 events in each, in a process of its own. A request is sent when it is due,
 * whatever became of those before it, and its latency counts from then on. `bench/local-page.ts` starts it.
 */
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { fullBatches } from '../telemetry-traffic';

/** What became of the posts. */
export interface SendOutcome {
  readonly posts: number;
  /** Posts that were not answered with 200, by status or by code of the error. */
  readonly failed: Readonly<Record<string, number>>;
  /** From the first post to the last answer. */
  readonly seconds: number;
  /** For each post that was answered with 200, in the order of the answers: when, in milliseconds since 1970, and after how long. */
  readonly answeredAt: readonly number[];
  readonly latencies: readonly number[];
}

export const EVENTS_PER_POST = 20;
const CONNECTIONS = 64;

/** The kept connections are used in turn, as those of many devices are. */
const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, scheduling: 'fifo' });

async function send(url: string, seconds: number, eventsPerSecond: number): Promise<SendOutcome> {
  const bodies = bodiesFor(seconds * eventsPerSecond / EVENTS_PER_POST);
  const spacing = 1_000 * EVENTS_PER_POST / eventsPerSecond;
  const failed: Record<string, number> = {};
  const answeredAt: number[] = [];
  const latencies: number[] = [];
  const startedAt = performance.now();

  const underWay = [];
  for (const [index, body] of bodies.entries()) {
    const dueAt = startedAt + index * spacing;
    while (performance.now() < dueAt) {
      await sleep(1);
    }
    underWay.push(post(url, body).then(outcome => {
      if (outcome === 200) {
        answeredAt.push(Date.now());
        latencies.push(performance.now() - dueAt);
      } else {
        failed[outcome] = (failed[outcome] ?? 0) + 1;
      }
    }));
  }
  await Promise.all(underWay);
  agent.destroy();
  return { posts: bodies.length, failed, seconds: (performance.now() - startedAt) / 1_000, answeredAt, latencies };
}

function bodiesFor(posts: number): Buffer[] {
  const bodies: Buffer[] = [];
  for (let batches = 1; bodies.length < posts; batches *= 2) {
    bodies.splice(0, bodies.length, ...fullBatches(batches).flat().map(({ body }) => Buffer.from(body)));
  }
  return bodies.slice(0, posts);
}

/** Status of the answer, or the code of the error. */
async function post(url: string, body: Buffer): Promise<number | string> {
  return new Promise(resolve => {
    request(new URL('v1/batch', url), { method: 'POST', agent, headers: { 'content-type': 'application/json', 'content-length': body.byteLength } }, response => {
      response.resume().on('end', () => resolve(response.statusCode!));
    }).on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end(body);
  });
}

if (require.main === module) {
  const [url, seconds, eventsPerSecond] = process.argv.slice(2);
  void send(url, Number(seconds), Number(eventsPerSecond)).then(outcome => process.send!(outcome, () => process.disconnect()));
}
