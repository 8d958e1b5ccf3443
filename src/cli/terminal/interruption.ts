import { setTimeout as sleep } from 'node:timers/promises';

/** What a shell tells of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

/** Runs work that Ctrl-C stops where it can go on later; a second Ctrl-C stops it anywhere. */
export async function interruptible(work: (interrupted: AbortSignal) => Promise<void>): Promise<void> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    await work(interruption.signal);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
  if (interruption.signal.aborted) {
    process.exitCode = INTERRUPTED;
  }
}

/** Waits, but not beyond an interruption. */
export async function pause(milliseconds: number, interrupted: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, { signal: interrupted }).catch((error: Error) => {
    if (!interrupted.aborted) {
      throw error;
    }
  });
}
