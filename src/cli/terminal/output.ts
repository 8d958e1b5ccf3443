import { Progress } from './progress';
import { count } from './text';

/** Where a command writes: results to stdout, and how far it is to stderr. */
export class Output {
  private readonly line = new Progress(true);

  constructor(readonly json: boolean) {}

  /** Writes a result: as JSON on one line, or as a person reads it. */
  result(value: unknown, text: () => string): void {
    this.line.endLine();
    process.stdout.write(`${this.json ? JSON.stringify(value) : text()}\n`);
  }

  /** Says something to a person who did not ask for JSON. */
  say(text: string): void {
    this.line.endLine();
    if (!this.json) {
      process.stdout.write(`${text}\n`);
    }
  }

  /** Says what is wrong, whatever else is told: the command does not end well. */
  fault(text: string): void {
    this.line.endLine();
    process.stderr.write(`telemetry-pipeline: ${text}\n`);
    process.exitCode = 1;
  }

  /** Tells how far long work is. */
  progress(done: number, total: number | undefined, what: string): void {
    this.line.say(total === undefined ? `${count(done)} ${what}` : `${count(done)} of ${count(total)} ${what}`);
  }

  /** Tells how much is read of what has no known end. */
  reading({ objects, rows }: { readonly objects: number; readonly rows: number }): void {
    this.line.say(`${count(objects)} objects and ${count(rows)} rows read`);
  }

  /** Tells nothing more of how far it is. */
  close(): void {
    this.line.stop();
  }
}
