import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browser } from './browser';
import type { Client } from './client';
import { runClient, type ClientRun } from './client-run';
import { DOOR_NAMES, DoorUnderTest, type DoorName } from './door-under-test';
import { outcomeOf, sortStored, type Outcome } from './outcome';
import { SITUATION_IDS, type SituationId } from './situations';

/** What a client did before one kind of door, in every situation. */
export type DoorOutcomes = Readonly<Record<SituationId, Outcome>>;

/** Outcomes of a client by the kind of door. */
export type ClientOutcomes = Readonly<Record<DoorName, DoorOutcomes>>;

/** What a run of the matrix saw, by the id of the client. */
export type Matrix = Readonly<Record<string, ClientOutcomes>>;

/** One client in one situation before one door. */
interface Task {
  readonly client: Client;
  readonly situation: SituationId;
  readonly door: DoorUnderTest;
}

/** Clients mostly wait: for a pause to end, for the next try. */
const PROCESSES_PER_PROCESSOR = 3;
const PAGES_AT_A_TIME = 3;

const LONGEST_PROCESSING_SECONDS = 30;

/** Time after which a run of the matrix is given up. */
export const LONGEST_MATRIX_MS = 600_000;

/** Runs clients through every situation, before both kinds of door. */
export async function runMatrix(clients: readonly Client[]): Promise<Matrix> {
  const folder = mkdtempSync(join(tmpdir(), 'clients-'));
  const browser = new Browser();
  const pagesOrigin = await browser.openSite();
  const doors = DOOR_NAMES.map(name => new DoorUnderTest(name, folder, pagesOrigin));
  try {
    await Promise.all(doors.map(async door => door.open()));
    const tasks = doors.flatMap(door => SITUATION_IDS.flatMap(situation => clients.map(client => ({ client, situation, door }))));
    const runs = await runAll(tasks, browser);
    return await outcomesOf(tasks, runs);
  } finally {
    await Promise.all([browser.stop(), ...doors.map(async door => door.close())]);
    rmSync(folder, { recursive: true });
  }
}

async function runAll(tasks: readonly Task[], browser: Browser): Promise<ReadonlyMap<Task, ClientRun>> {
  const runs = new Map<Task, ClientRun>();
  const workThrough = async (waiting: IterableIterator<Task>) => {
    for (const task of waiting) {
      runs.set(task, await runClient(task.client, task.situation, task.door, browser));
    }
  };
  const [pages, processes] = [true, false].map(isPage => tasks.filter(({ client }) => (client.runtime === 'browser') === isPage).values());
  await Promise.all([
    ...Array.from({ length: PAGES_AT_A_TIME }, async () => workThrough(pages)),
    ...Array.from({ length: PROCESSES_PER_PROCESSOR * availableParallelism() }, async () => workThrough(processes)),
  ]);
  return runs;
}

/** In the order of the tasks, so that the record has it, too. */
async function outcomesOf(tasks: readonly Task[], runs: ReadonlyMap<Task, ClientRun>): Promise<Matrix> {
  const outcomes: Record<string, Record<string, Record<string, Outcome>>> = {};
  for (const door of new Set(tasks.map(task => task.door))) {
    const stored = sortStored(await door.archive(LONGEST_PROCESSING_SECONDS));
    for (const task of tasks.filter(candidate => candidate.door === door)) {
      ((outcomes[task.client.id] ??= {})[door.name] ??= {})[task.situation] = outcomeOf(runs.get(task)!, stored);
    }
  }
  return outcomes as unknown as Matrix;
}
