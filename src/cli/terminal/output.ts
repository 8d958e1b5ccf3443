import { count } from './table';

/** How often progress is told where a line cannot be written over. */
const LINE_EVERY_MS = 5_000;

/** Where a command writes: results to stdout, and how far it is to stderr. */
export class Output {
  private lastLine = 0;
  private written = false;

  constructor(readonly json: boolean) {}

  /** Writes a result: as JSON on one line, or as a person reads it. */
  result(value: unknown, text: () => string): void {
    this.endProgress();
    process.stdout.write(`${this.json ? JSON.stringify(value) : text()}\n`);
  }

  /** Says something to a person who did not ask for JSON. */
  say(text: string): void {
    this.endProgress();
    if (!this.json) {
      process.stdout.write(`${text}\n`);
    }
  }

  /** Says what is wrong, whatever else is told: the command does not end well. */
  fault(text: string): void {
    this.endProgress();
    process.stderr.write(`telemetry-pipeline: ${text}\n`);
    process.exitCode = 1;
  }

  /** Tells how far long work is. */
  progress(done: number, total: number | undefined, what: string): void {
    const text = total === undefined ? `${count(done)} ${what}` : `${count(done)} of ${count(total)} ${what}`;
    if (process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[K${text}`);
      this.written = true;
    } else if (Date.now() - this.lastLine > LINE_EVERY_MS) {
      this.lastLine = Date.now();
      process.stderr.write(`${text}\n`);
    }
  }

  private endProgress(): void {
    if (this.written) {
      process.stderr.write('\n');
      this.written = false;
    }
  }
}
