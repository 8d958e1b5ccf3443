import { parseArgs } from 'node:util';
import { listRows, showRows } from './list-rows';
import { replay, type ReplayOptions } from './replay';
import { timeOf, type Selection } from './selection';
import { QUARANTINE_CODES } from '../../wire/quarantine-codes';
import { withPipeline, type Session } from '../command';
import { understood, wholeNumber } from '../command-options';
import { sameCommand, type Token } from '../same-command';
import { TARGET_OPTIONS, TARGET_USAGE } from '../target/find-target';
import { wrapped } from '../terminal/text';
import { UsageError } from '../usage-error';
import { demandUsed } from '../used-options';

const USAGE = `telemetry-pipeline quarantine [list]            how many rows, by reason
telemetry-pipeline quarantine show [ID ...]     rows, whole
telemetry-pipeline quarantine replay [ID ...]   what a replay would send

  --since TIME       when it came in: 30m, 6h, 2d ago,
                     or 2026-11-23T10:00Z                (24h)
  --until TIME       likewise, the end                   (now)
  --reason CODE      only these; may be repeated
  --write-key ID     only these; may be repeated
  --limit NUMBER     most rows to show, or to replay     (10, or all)
  --send             send it
  --rate NUMBER      messages a second, up to 3000       (200)
  --again            also those that were replayed before
  --again-before TIME
                     also those whose last replay was before that

Ctrl-C stops a replay; it tells the command that goes on with the rest.

${TARGET_USAGE}`;

const OPTIONS = {
  ...TARGET_OPTIONS,
  'since': { type: 'string', default: '24h' },
  'until': { type: 'string', default: '0m' },
  'reason': { type: 'string', multiple: true, default: [] as string[] },
  'write-key': { type: 'string', multiple: true, default: [] as string[] },
  'limit': { type: 'string' },
  'send': { type: 'boolean', default: false },
  'rate': { type: 'string', default: '200' },
  'again': { type: 'boolean', default: false },
  'again-before': { type: 'string' },
} as const;

const CHOICE = ['since', 'until', 'reason', 'write-key'];
const USES = {
  'quarantine list': CHOICE,
  'quarantine show': [...CHOICE, 'limit'],
  'quarantine replay': [...CHOICE, 'limit', 'send', 'rate', 'again', 'again-before'],
};

/** Looks into quarantine, and replays what is there. */
export async function runQuarantine(args: string[]): Promise<void> {
  const { values, positionals: [action = 'list', ...ids], tokens } = understood(() => parse(args), USAGE);
  const work = workOf(action);
  if (work === undefined) {
    throw new UsageError(`quarantine must be followed by list, show or replay, got '${action}'`, USAGE);
  }
  demandUsed(`quarantine ${action}`, tokens, USES, USAGE);
  const asked = { values, tokens, selection: selectionOf(values, ids) };
  await withPipeline(values, USAGE, work(asked));
}

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true });
}

type Values = ReturnType<typeof parse>['values'];

interface Asked {
  readonly values: Values;
  readonly tokens: readonly Token[];
  readonly selection: Selection;
}

type Work = (session: Session) => Promise<void>;

function workOf(action: string): ((asked: Asked) => Work) | undefined {
  switch (action) {
    case 'list': return list;
    case 'show': return show;
    case 'replay': return replayOf;
    default: return undefined;
  }
}

function list({ selection }: Asked): Work {
  if (selection.ids.length > 0) {
    throw new UsageError(`list takes no ids, got '${selection.ids.join(' ')}'`, USAGE);
  }
  return async session => listRows(session, selection);
}

function show({ values, selection }: Asked): Work {
  const most = limitOf(values, selection.ids.length > 0 ? selection.ids.length : 10);
  return async session => showRows(session, selection, most);
}

function replayOf({ values, tokens, selection }: Asked): Work {
  const options: ReplayOptions = {
    selection,
    send: values.send,
    againBefore: againBefore(values),
    perSecond: wholeNumber('rate', values.rate, { least: 1, most: 3_000 }, USAGE),
    limit: limitOf(values, Infinity),
    commandWith: others => sameCommand('quarantine', tokens, { since: selection.since.toISOString(), until: selection.until.toISOString(), ...others }),
  };
  return async session => replay(session, options);
}

function selectionOf({ since: from, until: to, reason: codes, 'write-key': writeKeys }: Values, ids: readonly string[]): Selection {
  const [since, until] = [timeOf('since', from, USAGE), timeOf('until', to, USAGE)];
  if (since >= until) {
    throw new UsageError(`--since must be before --until, got ${from} and ${to}`, USAGE);
  }
  const known = Object.values<string>(QUARANTINE_CODES);
  const unknown = codes.find(code => !known.includes(code));
  if (unknown !== undefined) {
    throw new UsageError(`--reason must be one of these codes, got '${unknown}':\n  ${wrapped(known.join(', '), '  ').join('\n')}`, USAGE);
  }
  return { since, until, codes, writeKeys, ids };
}

function limitOf({ limit }: Values, otherwise: number): number {
  return limit === undefined ? otherwise : wholeNumber('limit', limit, { least: 1, most: Number.MAX_SAFE_INTEGER }, USAGE);
}

function againBefore({ again, 'again-before': time }: Values): Date | undefined {
  if (time !== undefined && again) {
    throw new UsageError('--again and --again-before must not stand together, got both', USAGE);
  }
  if (time !== undefined) {
    return timeOf('again-before', time, USAGE);
  }
  return again ? new Date() : undefined;
}
