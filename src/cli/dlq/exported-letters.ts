import { createReadStream, existsSync } from 'node:fs';
import { appendFile, open, stat, truncate } from 'node:fs/promises';
import { linesOf } from '../archive/lines';

/** How a line begins that an export writes; of what else a file has, nothing is cut off. */
const BEGINNING = '{"message_id":"';

const LINE_FEED = 10;

/** Reads which letters a file has, and makes it end after a whole line, so that it can be added to. */
export async function exportedIds(file: string): Promise<Set<string>> {
  const ids = new Set<string>();
  if (!existsSync(file)) {
    return ids;
  }
  const { size } = await stat(file);
  const ended = await endsWithLineFeed(file, size);
  let [number, start] = [0, 0];
  for await (const line of linesOf(createReadStream(file))) {
    number += 1;
    const end = start + Buffer.byteLength(line) + 1;
    const id = idIn(line);
    if (id !== undefined) {
      ids.add(id);
      start = end;
    } else if (!ended && end > size && isBeginning(line)) {
      await truncate(file, start); // a killed export wrote it, and exports the letter anew
      return ids;
    } else {
      throw new Error(`${file}:${number} is not a dead letter; --to must name a file that an export wrote, or a new one`);
    }
  }
  if (!ended && size > 0) {
    await appendFile(file, '\n');
  }
  return ids;
}

function idIn(line: string): string | undefined {
  try {
    const { message_id: id } = JSON.parse(line) as { message_id?: unknown };
    return typeof id === 'string' ? id : undefined;
  } catch {
    return undefined;
  }
}

function isBeginning(line: string): boolean {
  return line.startsWith(BEGINNING) || BEGINNING.startsWith(line);
}

async function endsWithLineFeed(file: string, size: number): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return buffer[0] === LINE_FEED;
  } finally {
    await handle.close();
  }
}
