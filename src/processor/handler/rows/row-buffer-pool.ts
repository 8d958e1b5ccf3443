import { RowBuffer } from './row-buffer';

/** Buffers that are kept, and the largest of them; those of an unusual batch are let go. */
const MOST_KEPT = 32;
const MOST_BYTES = 2 * 1024 * 1024;

/**
 * Row buffers that are used again, by all batches of a worker.
 *
 * A new megabyte for each chunk would bring the garbage collector in several times a second, to look at all the requests
 * that wait in memory; that took a fifth of the time.
 */
export class RowBufferPool {
  private readonly kept: RowBuffer[] = [];

  /** An empty buffer. */
  public take(): RowBuffer {
    return this.kept.pop() ?? new RowBuffer();
  }

  /** Takes a buffer back of which nobody needs the rows any more. */
  public giveBack(buffer: RowBuffer): void {
    if (this.kept.length < MOST_KEPT && buffer.capacity <= MOST_BYTES) {
      buffer.cutTo(0);
      this.kept.push(buffer);
    }
  }
}
