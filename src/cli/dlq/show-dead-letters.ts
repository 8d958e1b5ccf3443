import { DeadLetters, type DeadLetter, type Depth } from './dead-letters';
import { MESSAGE_ATTRIBUTES } from '../../wire/message-attributes';
import { EVENTS_ROUTE } from '../../wire/routes';
import type { Session } from '../command';
import { age, count, table } from '../terminal/table';

/** What a person is shown of the letters that were looked at. */
const SHOWN = 5;

/** Tells how many dead letters there are, and looks at some of them. */
export async function showDeadLetters({ target, output, interrupted }: Session, sampleSize: number): Promise<void> {
  const { url } = await target.deadLetterQueue();
  const letters = new DeadLetters(target.sqs, url);
  const depth = await letters.depth();
  const sample: DeadLetter[] = [];
  try {
    for await (const some of depth.waiting > 0 ? letters.read(interrupted) : []) {
      sample.push(...some);
      if (sample.length >= sampleSize) {
        break;
      }
    }
  } finally {
    await letters.release();
  }

  const oldestFirst = sample.slice(0, sampleSize).sort((one, other) => one.sent_at < other.sent_at ? -1 : 1);
  const paths = countedBy(oldestFirst, pathOf);
  output.result({
    queue_url: url,
    waiting: depth.waiting,
    hidden: depth.hidden,
    sampled: oldestFirst.length,
    complete: !interrupted.aborted,
    oldest: oldestFirst[0]?.sent_at ?? null,
    paths,
    sample: oldestFirst,
  }, () => described(depth, oldestFirst, paths));
}

function described({ waiting, hidden }: Depth, sample: readonly DeadLetter[], paths: Readonly<Record<string, number>>): string {
  const head = `${count(waiting)} dead letters${hidden > 0 ? `, and ${count(hidden)} that somebody looks at` : ''}`;
  if (sample.length === 0) {
    return head;
  }
  const now = Date.now();
  const rows = sample.slice(0, SHOWN).map(letter =>
    [age(now - Date.parse(letter.sent_at)), letter.receive_count, pathOf(letter), Buffer.byteLength(letter.body), letter.body] as const);
  return [
    `${head}; of ${count(sample.length)} looked at, the oldest was sent ${age(now - Date.parse(sample[0].sent_at))} ago`,
    '',
    table(['path', 'messages'], Object.entries(paths)),
    '',
    table(['sent ago', 'tries', 'path', 'bytes', 'body'], rows),
    '',
    'SQS does not keep why; the processor\'s log does: filter for "messages failed".',
  ].join('\n');
}

function pathOf({ attributes }: DeadLetter): string {
  return attributes[MESSAGE_ATTRIBUTES.path] ?? EVENTS_ROUTE;
}

function countedBy(letters: readonly DeadLetter[], keyOf: (letter: DeadLetter) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  letters.forEach(letter => {
    counts[keyOf(letter)] = (counts[keyOf(letter)] ?? 0) + 1;
  });
  return counts;
}
