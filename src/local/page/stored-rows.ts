import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { pipeline, type Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import type { RowCounts, ShownRow } from './live-sample';
import type { StoredObject } from '../archive/object-folder';
import { tableOf } from '../archive/stored-totals';

const GZIP = 0x1f8b;
const ZSTD = 0x28b5;

/** Rows that the page shows, and the most of a long one. */
const SHOWN_ROWS = 12;
const SHOWN_CHARACTERS = 4_000;

/** Counts the rows of stored objects and keeps the last ones. Reads one object at a time, so that a burst costs no more than one. */
export class StoredRows {
  readonly counts: { -readonly [Table in keyof RowCounts]: number } = { events: 0, quarantine: 0 };
  private last: readonly ShownRow[] = [];
  private reading: Promise<void> = Promise.resolve();
  private number = 0;

  /** The last rows, the newest one first. The list is another one whenever a row has come. */
  get latest(): readonly ShownRow[] {
    return this.last;
  }

  /** Takes note of an object, and reads it when those before it are read. */
  add({ key, file }: StoredObject): void {
    const table = tableOf(key);
    if (table === 'events' || table === 'quarantine') {
      this.reading = this.reading.then(async () => this.read(table, file)).catch(() => {}); // moved or deleted since: nothing to show
    }
  }

  private async read(table: keyof RowCounts, file: string): Promise<void> {
    const content = await openContent(file);
    if (!content) {
      return;
    }
    const tail: string[] = [];
    let rows = 0;
    for await (const line of createInterface({ input: content })) {
      rows += 1;
      tail.push(line);
      if (tail.length > SHOWN_ROWS) {
        tail.shift();
      }
    }
    this.counts[table] += rows;
    this.number += rows;
    const shown = tail.reverse().map((text, index) => ({ table, number: this.number - index, text: text.slice(0, SHOWN_CHARACTERS) }));
    this.last = [...shown, ...this.last].slice(0, SHOWN_ROWS);
  }
}

/** Opens an object by what its first bytes tell; nothing when this Node cannot read it. */
async function openContent(file: string): Promise<Readable | undefined> {
  const decoder = decoderOf(await firstBytes(file));
  if (decoder === undefined) {
    return undefined;
  }
  const source = createReadStream(file);
  return decoder === 'none' ? source : pipeline(source, decoder, () => {});
}

async function firstBytes(file: string): Promise<number> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return bytesRead === 2 ? buffer.readUInt16BE() : 0;
  } finally {
    await handle.close();
  }
}

function decoderOf(start: number): zlib.Gunzip | 'none' | undefined {
  switch (start) {
    case GZIP: return zlib.createGunzip();
    case ZSTD: return (zlib as unknown as { createZstdDecompress?(): zlib.Gunzip }).createZstdDecompress?.(); // from Node 22.15 on
    default: return 'none';
  }
}
