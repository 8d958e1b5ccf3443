import { Allowance } from './allowance';
import type { CommitSettings } from './commit-settings';
import type { ObjectToStore, ObjectWriter } from './object-writer';

/** Stores some objects at a time, and none for ever. */
export class ObjectUploads {
  private readonly slots: Allowance;

  constructor(private readonly store: ObjectWriter, private readonly settings: Pick<CommitSettings, 'maxPuts' | 'putTimeoutMs'>) {
    this.slots = new Allowance(settings.maxPuts);
  }

  /** Stores an object when its turn comes, unless it is abandoned first. */
  public async put(object: ObjectToStore, abandoned: AbortSignal): Promise<void> {
    await this.turn(abandoned);
    const attempt = new AbortController();
    const abort = () => attempt.abort();
    const timer = setTimeout(abort, this.settings.putTimeoutMs);
    abandoned.addEventListener('abort', abort);
    try {
      await this.store.put(object, attempt.signal);
    } catch (error) {
      throw attempt.signal.aborted && !abandoned.aborted
        ? new Error(`${object.key} was not stored within ${this.settings.putTimeoutMs} ms`, { cause: error })
        : error;
    } finally {
      clearTimeout(timer);
      abandoned.removeEventListener('abort', abort);
      this.slots.giveBack(1);
    }
  }

  private async turn(abandoned: AbortSignal): Promise<void> {
    abandoned.throwIfAborted();
    if (this.slots.tryTake(1)) {
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        leave();
        reject(abandoned.reason);
      };
      const leave = this.slots.waitFor(1, () => {
        abandoned.removeEventListener('abort', giveUp);
        resolve();
      });
      abandoned.addEventListener('abort', giveUp, { once: true });
    });
  }
}
