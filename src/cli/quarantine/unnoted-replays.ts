import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** A replay, as the archive remembers it. */
export interface NotedReplay {
  readonly replayed: string;
  readonly sqs_message_id: string;
  readonly at: string;
}

/** A replay that the archive should remember. */
interface UnnotedReplay extends NotedReplay {
  readonly bucket: string;
  readonly partition: string;
}

/** Replays that could not be noted in their bucket, in a file of the current folder until the next one can. */
export class UnnotedReplays {
  readonly file = resolve('unnoted-replays.ndjson');

  constructor(private readonly bucket: string) {}

  of(partition: string): NotedReplay[] {
    return this.read().filter(row => this.isOf(row, partition)).map(({ replayed, sqs_message_id, at }) => ({ replayed, sqs_message_id, at }));
  }

  /** Keeps those of a partition, in the place of what was kept of it before. */
  keep(partition: string, replays: readonly NotedReplay[]): void {
    this.write([...this.others(partition), ...replays.map(replay => ({ bucket: this.bucket, partition, ...replay }))]);
  }

  forget(partition: string): void {
    const rows = this.read();
    const others = this.others(partition);
    if (others.length < rows.length) {
      this.write(others);
    }
  }

  private others(partition: string): UnnotedReplay[] {
    return this.read().filter(row => !this.isOf(row, partition));
  }

  private isOf(row: UnnotedReplay, partition: string): boolean {
    return row.bucket === this.bucket && row.partition === partition;
  }

  private read(): UnnotedReplay[] {
    try {
      return readFileSync(this.file, 'utf8').split('\n').filter(line => line !== '').map(line => JSON.parse(line));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return [];
      }
      throw new Error(`${this.file} must have replays that could not be noted, a line each: ${(error as Error).message}`);
    }
  }

  private write(rows: readonly UnnotedReplay[]): void {
    if (rows.length === 0) {
      rmSync(this.file, { force: true });
    } else {
      writeFileSync(this.file, rows.map(row => `${JSON.stringify(row)}\n`).join(''));
    }
  }
}
