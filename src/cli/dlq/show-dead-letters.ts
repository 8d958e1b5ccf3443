import { countedBy } from './counted-by';
import { DeadLetters, type DeadLetter, type Depth } from './dead-letters';
import { describeReasons, loggedReasons, type LoggedReasons, type NoReasons } from './logged-reasons';
import { MESSAGE_ATTRIBUTES } from '../../wire/message-attributes';
import { EVENTS_ROUTE } from '../../wire/routes';
import type { Session } from '../command';
import { table } from '../terminal/table';
import { age, count } from '../terminal/text';

/** What a person is shown of the letters that were looked at. */
const SHOWN = 5;

/** How dead letters are looked at. */
export interface Look {
  readonly sampleSize: number;
  /** Whether the log is asked why they failed. */
  readonly reasons: boolean;
}

/** Tells how many dead letters there are, and looks at some of them. */
export async function showDeadLetters(session: Session, { sampleSize, reasons: asked }: Look): Promise<void> {
  const { target, output, interrupted } = session;
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
  const why = asked && oldestFirst.length > 0 ? await loggedReasons(session, oldestFirst) : undefined;
  const known = why !== undefined && 'of' in why ? why : undefined;
  output.result({
    queue_url: url,
    waiting: depth.waiting,
    hidden: depth.hidden,
    sampled: oldestFirst.length,
    complete: !interrupted.aborted,
    oldest: oldestFirst[0]?.sent_at ?? null,
    paths,
    reasons: known?.groups ?? null,
    reasons_complete: known?.complete ?? false,
    ended_invocations: known?.ended ?? {},
    sample: oldestFirst.map(letter => ({ ...letter, ...known?.of.get(letter.message_id) })),
  }, () => described(depth, oldestFirst, paths, why));
}

function described(
  { waiting, hidden }: Depth, sample: readonly DeadLetter[], paths: Readonly<Record<string, number>>, why: LoggedReasons | NoReasons | undefined,
): string {
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
    ...why === undefined ? [] : [describeReasons(why, sample.length), ''],
    table(['path', 'messages'], Object.entries(paths)),
    '',
    table(['sent ago', 'tries', 'path', 'bytes', 'body'], rows),
  ].join('\n');
}

function pathOf({ attributes }: DeadLetter): string {
  return attributes[MESSAGE_ATTRIBUTES.path] ?? EVENTS_ROUTE;
}
