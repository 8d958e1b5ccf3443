import type { Transform } from 'node:stream';

/**
 * Bytes of rows that go to the compressor at a time. Each write takes a turn of the thread pool, so that many small ones
 * cost more than what they compress.
 */
const WRITE_BYTES = 512 * 1024;

interface Rows {
  readonly lines: Uint8Array;
  readonly released?: () => void;
}

/** Compresses rows as they come, one write after the other. */
export class RowCompressor {
  /** The compressed bytes, once all is written; rejects as soon as they cannot come any more. */
  public readonly body: Promise<Buffer>;

  private readonly output: Buffer[] = [];
  private outputBytes = 0;
  private reportedBytes = 0;
  private waiting: Rows[] = [];
  private waitingBytes = 0;
  private writing = false;
  private ending = false;

  /** @param compressed is told how many bytes of rows were taken from memory, and how many came in their place. */
  constructor(private readonly stream: Transform, private readonly compressed: (rowBytes: number, outputBytes: number) => void) {
    this.body = new Promise((resolve, reject) => {
      stream.on('data', (chunk: Buffer) => {
        this.output.push(chunk);
        this.outputBytes += chunk.byteLength;
      });
      stream.once('end', () => resolve(Buffer.concat(this.output.splice(0), this.outputBytes)));
      stream.once('error', reject);
      stream.once('close', () => reject(new Error('compression was given up')));
    });
    this.body.catch(() => undefined);
  }

  /** Whether rows are being compressed, and `compressed` is going to be called. */
  public get isBusy(): boolean {
    return this.writing;
  }

  /** Adds lines; `released` is called when they were compressed. */
  public write(lines: Uint8Array, released?: () => void): void {
    this.waiting.push({ lines, released });
    this.waitingBytes += lines.byteLength;
    this.pump();
  }

  /** Ends the output after what is waiting. */
  public end(): void {
    this.ending = true;
    this.pump();
  }

  /** Gives up what is not compressed yet. */
  public destroy(): void {
    this.waiting = [];
    this.stream.destroy();
  }

  private pump(): void {
    if (this.writing || this.stream.destroyed) {
      return;
    }
    if (this.waitingBytes >= WRITE_BYTES || (this.ending && this.waiting.length > 0)) {
      this.writeNext();
    } else if (this.ending) {
      this.stream.end();
    }
  }

  private writeNext(): void {
    const parts = this.takeNext();
    const chunk = parts.length === 1 ? parts[0].lines : Buffer.concat(parts.map(({ lines }) => lines));
    this.waitingBytes -= chunk.byteLength;

    this.writing = true;
    this.stream.write(chunk, error => {
      // What was being compressed when all was given up ends without an error.
      if (error || this.stream.destroyed) {
        return;
      }
      this.writing = false;
      parts.forEach(({ released }) => released?.());
      this.pump();
      const outputBytes = this.outputBytes - this.reportedBytes;
      this.reportedBytes = this.outputBytes;
      this.compressed(chunk.byteLength, outputBytes);
    });
  }

  private takeNext(): Rows[] {
    let count = 0;
    let bytes = 0;
    while (count < this.waiting.length && bytes < WRITE_BYTES) {
      bytes += this.waiting[count].lines.byteLength;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }
}
