import { setTimeout as sleep } from 'node:timers/promises';

/** What a shell tells of a program that Ctrl-C ended, and of one whose output nobody reads any more. */
const INTERRUPTED = 130;
const UNREAD = 141;

/** Lets the program end without a word when what it writes is read no further, as by `head -1`; before, it lets go of what it holds. */
export function endWhenUnread(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') {
        throw error;
      }
      process.exitCode = UNREAD;
    });
  }
}

/** Runs work that Ctrl-C, or a reader who leaves, stops where it can go on later; a second Ctrl-C stops it anywhere. */
export async function interruptible(work: (interrupted: AbortSignal) => Promise<void>): Promise<void> {
  const interruption = new AbortController();
  const interrupt = () => interruption.abort(INTERRUPTED);
  const unread = () => interruption.abort(UNREAD);
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  process.stdout.once('error', unread);
  process.stderr.once('error', unread);
  try {
    await work(interruption.signal);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
    process.stdout.off('error', unread);
    process.stderr.off('error', unread);
  }
  if (interruption.signal.aborted) {
    process.exitCode = interruption.signal.reason as number;
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
