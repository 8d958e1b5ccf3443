import { setTimeout as sleep } from 'node:timers/promises';
import type { Deliveries } from './deliveries';
import type { FaultKind, FaultLog } from './fault';
import type { FaultDeck } from './fault-plan';

/** Kinds of faults that signals to the handler's process inject. */
export const PROCESS_FAULTS: readonly FaultKind[] = ['process-killed', 'process-stopped'];

/** A process that stood still has worked off what it had, or another one is up, long before that. */
const RECOVERED_WITHIN_MS = 20_000;

/** What processes there are, and who takes note of their faults. */
export interface ProcessFaultsOptions {
  readonly deck: FaultDeck;
  readonly random: () => number;
  readonly log: FaultLog;
  readonly deliveries: Deliveries;
  readonly visibilityTimeoutMs: number;
  /** Longest time without such a fault. */
  readonly longestPauseMs: number;
  /** Ids of the handler's processes that run now. */
  readonly pids: () => readonly number[];
}

/** Kills and stops the handler's process now and then, until its deck is empty or it is told to end. */
export async function disturbProcess(options: ProcessFaultsOptions, end: AbortSignal): Promise<void> {
  const { deck, random, longestPauseMs } = options;
  while (deck.left > 0 && !end.aborted) {
    await pause(longestPauseMs * (0.2 + 0.8 * random()), end);
    const [pid] = options.pids();
    const kind = pid === undefined || end.aborted ? undefined : deck.draw();
    if (kind !== undefined) {
      await disturb(kind, pid, options, end);
    }
  }
}

async function disturb(kind: FaultKind, pid: number, options: ProcessFaultsOptions, end: AbortSignal): Promise<void> {
  const { log, deliveries, visibilityTimeoutMs, pids } = options;
  const fault = log.inject(kind, `process ${pid}`);
  deliveries.beginDisruption(fault);
  if (kind === 'process-killed') {
    signalTo(pid, 'SIGKILL');
    await awaited(() => pids().some(other => other !== pid), end);
  } else {
    await standStill(pid, 1.25 * visibilityTimeoutMs, end);
  }
  const before = deliveries.deletions;
  await awaited(() => deliveries.deletions > before, end);
  deliveries.endDisruption(fault);
}

async function standStill(pid: number, ms: number, end: AbortSignal): Promise<void> {
  const goOn = () => signalTo(pid, 'SIGCONT');
  process.once('exit', goOn); // or a run that is interrupted would leave a process that never moves again
  signalTo(pid, 'SIGSTOP');
  await pause(ms, end);
  goOn();
  process.off('exit', goOn);
}

/** Sends a signal, to a process that may be gone by now. */
function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
      throw error;
    }
  }
}

async function awaited(holds: () => boolean, end: AbortSignal): Promise<void> {
  for (const deadline = Date.now() + RECOVERED_WITHIN_MS; !holds() && Date.now() < deadline && !end.aborted;) {
    await pause(20, end);
  }
}

async function pause(ms: number, end: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: end }).catch(() => undefined);
}
