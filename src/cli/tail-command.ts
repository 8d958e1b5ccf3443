import { parseArgs } from 'node:util';
import { objectsUnder, rowsOf } from './archive/stored-objects';
import { withPipeline, type Session } from './command';
import { understood, wholeNumber } from './command-options';
import { TARGET_OPTIONS, TARGET_USAGE } from './target/find-target';
import { pause } from './terminal/interruption';
import { COLUMNS, oneLine, shortened } from './terminal/text';
import { EVENTS_PREFIX, partitionFolder, QUARANTINE_PREFIX } from '../wire/archive-layout';

const USAGE = `telemetry-pipeline tail   print events as they land, until Ctrl-C

  --event NAME       only these, and nothing quarantined (all of both)
  --count NUMBER     stop after so many
  --every SECONDS    how often to look                   (2)

Events of requests that SQS received in this hour or the one before.

${TARGET_USAGE}`;

const OPTIONS = {
  ...TARGET_OPTIONS,
  event: { type: 'string' },
  count: { type: 'string' },
  every: { type: 'string', default: '2' },
} as const;

const HOUR_MS = 3_600_000;

/** An object is named by the time at which it was opened, some minutes before it is stored at most. */
const OPEN_AT_MOST_MS = 15 * 60_000;

interface TailOptions {
  readonly event?: string;
  readonly most: number;
  readonly everyMs: number;
}

type Landed = Readonly<Record<string, string | number | null | undefined>>;

/** Prints rows as their objects are stored. */
export async function runTail(args: string[]): Promise<void> {
  const { values } = understood(() => parseArgs({ args, options: OPTIONS }), USAGE);
  const most = values.count === undefined ? Infinity : wholeNumber('count', values.count, { least: 1, most: Number.MAX_SAFE_INTEGER }, USAGE);
  const everyMs = 1_000 * wholeNumber('every', values.every, { least: 1, most: 3_600 }, USAGE);
  await withPipeline(values, USAGE, async session => tail(session, { event: values.event, most, everyMs }));
}

async function tail({ target, output, interrupted }: Session, { event, most, everyMs }: TailOptions): Promise<void> {
  const prefixes = event === undefined ? [EVENTS_PREFIX, QUARANTINE_PREFIX] : [EVENTS_PREFIX];
  const seen = new Set(await recentKeys(target, prefixes)); // what is there already does not land
  let printed = 0;
  output.say('waiting for events; Ctrl-C ends it');

  while (!interrupted.aborted && printed < most) {
    for (const key of (await recentKeys(target, prefixes)).filter(recent => !seen.has(recent))) {
      seen.add(key);
      for await (const row of rowsOf<Landed>(target, key)) {
        if (interrupted.aborted || printed === most) {
          return;
        }
        if (event === undefined || row.event === event) {
          const table = key.startsWith(EVENTS_PREFIX) ? 'events' : 'quarantine';
          output.result({ table, ...row }, () => lineOf(row));
          printed += 1;
        }
      }
    }
    if (printed < most) {
      await pause(everyMs, interrupted);
    }
  }
}

async function recentKeys(target: Session['target'], prefixes: readonly string[]): Promise<string[]> {
  const now = Date.now();
  const keys: string[] = [];
  for (const prefix of prefixes) {
    for (const time of [now - HOUR_MS, now]) {
      const folder = prefix + partitionFolder(new Date(time));
      for await (const { key } of objectsUnder(target, folder, folder + String(now - OPEN_AT_MOST_MS))) {
        keys.push(key);
      }
    }
  }
  return keys;
}

/** A row on a line: when, what, who, and what besides. */
function lineOf({ received_at: at, code, detail, type, event, user_id: user, anonymous_id: device, properties, raw }: Landed): string {
  const time = String(at).slice(11, 23);
  const parts = code === undefined
    ? [time, type, event, user ?? device, properties]
    : [time, `quarantined ${code}:`, detail, raw];
  return shortened(oneLine(parts.filter(part => part !== undefined && part !== null).join(' ')), COLUMNS);
}
