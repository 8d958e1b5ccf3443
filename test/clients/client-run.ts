import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { assignmentFor, type Assignment } from './assignment';
import type { Browser } from './browser';
import { DRIVERS, type Client } from './client';
import type { DoorUnderTest } from './door-under-test';
import { executableOf } from './installation';
import { SITUATIONS, type FirstRequest, type SituationId } from './situations';
import { DisturbingProxy } from '../faults/disturbing-proxy';
import { until } from '../fixtures/until';

/** What a client did. */
export interface ClientRun extends DriverOutcome {
  /** Names of the events that it was to send. */
  readonly events: readonly string[];
  /** Statuses that its posts were answered with, in their order; 0 for a reply that was lost. */
  readonly statuses: readonly number[];
}

interface DriverOutcome {
  /** What the client said of events that it gave up. */
  readonly refusals: readonly string[];
  /** Whether it came to an end by itself. */
  readonly ended: boolean;
  /** What went wrong besides, for whoever looks for the reason. */
  readonly trouble?: string;
}

/** Time after which a client is stopped; what it has not sent by then counts as not sent. */
const LONGEST_RUN_MS = 30_000;

/** Posts that a page left behind follow each other closely. */
const OTHER_POSTS_MS = 500;

/** Lets a client send events to a door. */
export async function runClient(client: Client, situationId: SituationId, door: DoorUnderTest, browser: Browser): Promise<ClientRun> {
  const situation = SITUATIONS[situationId];
  const statuses: number[] = [];
  const proxy = proxyOf(door, situation.first, status => statuses.push(status));

  const url = new URL(door.urlOf('open').pathname, await proxy.start()).href.replace(/\/$/, '');
  const assignment = assignmentFor(`${client.id} ${situationId}`, situation, url, door.writeKeys[situation.writeKey]);
  try {
    const outcome = client.runtime === 'browser'
      ? await runPage(browser, client, assignment, async () => firstPost(statuses))
      : await runProcess(client, assignment);
    return { ...outcome, events: assignment.events, statuses };
  } finally {
    await proxy.stop();
  }
}

/** The first post of a run meets what the situation says, all others the open door. */
function proxyOf(door: DoorUnderTest, first: FirstRequest, onStatus: (status: number) => void): DisturbingProxy {
  let next = first;
  return new DisturbingProxy(door.urlOf('open').href, async (request, forward) => {
    if (request.method !== 'POST') {
      return forward(request);
    }
    const meets = next;
    next = 'open';
    const isLost = meets === 'replyLost';
    const reply = await forward({ ...request, url: new URL(request.url, door.urlOf(isLost ? 'open' : meets)).href });
    onStatus(isLost ? 0 : reply.status);
    return isLost ? 'reset' : reply;
  });
}

/** Waits until a post was answered, and then for others. */
async function firstPost(statuses: readonly number[]): Promise<void> {
  await until(() => statuses.length > 0, 'a post was answered', LONGEST_RUN_MS / 3).catch(() => {}); // what did not come is told as not sent
  await sleep(OTHER_POSTS_MS);
}

async function runPage(
  browser: Browser, { driver, packageName }: Client, assignment: Assignment, arrived: () => Promise<void>,
): Promise<DriverOutcome> {
  const stopped = new AbortController();
  const page = browser.run(driver, assignment, arrived, packageName).then(
    refusals => ({ refusals, ended: true }),
    (error: Error) => ({ refusals: [], ended: true, trouble: error.message }),
  );
  const timeout = sleep(LONGEST_RUN_MS, { refusals: [], ended: false }, { signal: stopped.signal });
  try {
    return await Promise.race([page, timeout]);
  } finally {
    stopped.abort();
    timeout.catch(() => {});
  }
}

async function runProcess({ runtime, driver, environment }: Client, assignment: Assignment): Promise<DriverOutcome> {
  const refusals: string[] = [];
  const child = spawn(executableOf(runtime), [join(DRIVERS, driver)], {
    env: { ...process.env, ...environment, PYTHONDONTWRITEBYTECODE: '1', TELEMETRY_ASSIGNMENT: JSON.stringify(assignment) },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_RUN_MS,
    killSignal: 'SIGKILL',
  });
  createInterface(child.stdout).on('line', line => {
    const refusal = /^refused: (.*)$/.exec(line)?.[1];
    refusals.push(...refusal === undefined ? [] : [refusal]);
  });
  let errorOutput = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errorOutput += text));

  const [exitCode] = await once(child, 'close') as [number | null];
  return { refusals, ended: exitCode !== null, ...exitCode === 0 ? {} : { trouble: errorOutput } };
}
