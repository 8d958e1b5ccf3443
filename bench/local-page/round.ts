import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { delaysUntilShown, installProbe, readProbe, readShown, startFrames, type PageMeasured } from './probe';
import type { Question, RunAddresses, RunMemory } from './run';
import { EVENTS_PER_POST, type SendOutcome } from './sender';

/** Who looks at the run while its own figures are measured. */
export type Watcher = 'nobody' | 'page';

/** Traffic of a round, and the folder of what runs. */
export interface RoundOptions {
  readonly folder: string;
  readonly eventsPerSecond: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly frameSeconds: number;
  readonly launch: () => Promise<Browser>;
}

/** What a round came to. */
export interface Round {
  readonly sent: SendOutcome;
  /** CPU time of the local run's process, without that of the handler. */
  readonly cpuSeconds: number;
  /** Of the same process, at the end, when its queue is empty. */
  readonly memory: RunMemory;
  /** Of the page of the run, or of an empty one. */
  readonly page: PageMeasured;
  /** Milliseconds from the answer to the page's figures. */
  readonly untilCounted: readonly number[];
  readonly untilRow: readonly number[];
}

/** The page looks three times a second, and reads an object first. */
const LAST_LOOK_MS = 1_500;

/**
 * Runs the pipeline afresh and sends it events; after that it measures frames, apart from the rest: to ask for each frame makes a
 * browser draw without end. Where nobody looks it takes an empty page for that.
 */
export async function measureRound(watcher: Watcher, { folder, eventsPerSecond, launch, ...options }: RoundOptions): Promise<Round> {
  rmSync(join(folder, 'archive'), { recursive: true, force: true });
  const run = forked('run.ts', [folder], ['--expose-gc']);
  let browser: Browser | undefined;
  const open = async (url: string) => openPage(browser ??= await launch(), url);
  try {
    const { url, pageUrl } = await answer<RunAddresses>(run);
    const send = async (seconds: number) => answer<SendOutcome>(forked('sender.ts', [url, `${seconds}`, `${eventsPerSecond}`]));
    const watched = watcher === 'page' ? await open(pageUrl) : undefined;
    const warmUp = await send(options.warmUpSeconds);

    const cpuBefore = await ask<{ cpuSeconds: number }>(run, 'cpu');
    const sent = await send(options.seconds);
    const cpuAfter = await ask<{ cpuSeconds: number }>(run, 'cpu');

    const drawn = watched ?? await open('about:blank');
    await startFrames(drawn);
    await send(options.frameSeconds);
    const page = await readProbe(drawn);

    await ask(run, 'drained');
    await sleep(LAST_LOOK_MS);
    const memory = await ask<RunMemory>(run, 'memory');
    const shown = await readShown(drawn);
    const answeredAt = [...warmUp.answeredAt, ...sent.answeredAt];
    return {
      sent,
      cpuSeconds: cpuAfter.cpuSeconds - cpuBefore.cpuSeconds,
      memory,
      page,
      untilCounted: delaysUntilShown(answeredAt, shown.accepted, 1),
      untilRow: delaysUntilShown(answeredAt, shown.rows, EVENTS_PER_POST),
    };
  } finally {
    await browser?.close();
    if (run.connected) {
      run.send('stop' satisfies Question);
      await once(run, 'exit');
    }
  }
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await installProbe(page);
  await page.goto(url);
  return page;
}

function forked(script: string, args: readonly string[], nodeOptions: readonly string[] = []): ChildProcess {
  return fork(join(__dirname, script), args, { execArgv: ['--import', require.resolve('tsx'), ...nodeOptions], serialization: 'advanced' });
}

async function ask<Answer>(child: ChildProcess, question: Question): Promise<Answer> {
  const answered = answer<Answer>(child);
  child.send(question);
  return answered;
}

/** What a process tells next; rejects when it ends instead. */
async function answer<Answer>(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`${child.spawnargs.at(-1)} must answer, and ended with ${code}`));
    child.once('exit', ended).once('message', message => {
      child.off('exit', ended);
      resolve(message as Answer);
    });
  });
}
