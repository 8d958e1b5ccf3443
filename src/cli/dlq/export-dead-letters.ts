import { open } from 'node:fs/promises';
import { DeadLetters } from './dead-letters';
import { exportedIds } from './exported-letters';
import type { Session } from '../command';
import { count } from '../terminal/text';

/** Writes the dead letters to a file, a line each, and leaves them in the queue; a file that is there is added to. */
export async function exportDeadLetters({ target, output, interrupted }: Session, file: string): Promise<void> {
  const { url } = await target.deadLetterQueue();
  const letters = new DeadLetters(target.sqs, url);
  const { waiting } = await letters.depth();
  const known = await exportedIds(file);
  const before = known.size;
  let looked = 0;

  const lines = await open(file, 'a');
  try {
    for await (const some of letters.read(interrupted)) {
      const fresh = some.filter(({ message_id: id }) => !known.has(id));
      fresh.forEach(({ message_id: id }) => known.add(id));
      await lines.appendFile(fresh.map(letter => `${JSON.stringify(letter)}\n`).join(''));
      looked += some.length;
      output.progress(looked, waiting, 'dead letters read');
    }
  } finally {
    await lines.close();
    await letters.release();
  }

  const [exported, complete] = [known.size - before, !interrupted.aborted];
  output.result({ file, exported, already_there: before, complete }, () => [
    `${count(exported)} dead letters written to ${file}${before > 0 ? `, where ${count(before)} were already` : ''}; the queue keeps them`,
    ...complete ? [] : ['stopped before the end; the same command goes on with the rest'],
  ].join('\n'));
}
