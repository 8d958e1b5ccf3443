import { parseArgs } from 'node:util';
import { listRows, showRows } from './list-rows';
import { replay, type ReplayOptions } from './replay';
import { timeOf, type Selection } from './selection';
import { QUARANTINE_CODES } from '../../wire/quarantine-codes';
import { withPipeline, type Session } from '../command';
import { understood, wholeNumber } from '../command-options';
import { sameCommand } from '../same-command';
import { TARGET_OPTIONS, TARGET_USAGE } from '../target/find-target';
import { UsageError } from '../usage-error';

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

/** Looks into quarantine, and replays what is there. */
export async function runQuarantine(args: string[]): Promise<void> {
  const { values, positionals: [action = 'list', ...ids], tokens } = understood(
    () => parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true }), USAGE,
  );
  const selection: Selection = {
    since: timeOf('since', values.since, USAGE),
    until: timeOf('until', values.until, USAGE),
    codes: values.reason,
    writeKeys: values['write-key'],
    ids,
  };
  const unknown = values.reason.find(code => !Object.values<string>(QUARANTINE_CODES).includes(code));
  if (unknown !== undefined) {
    throw new UsageError(`--reason must be one of ${Object.values(QUARANTINE_CODES).join(', ')}, got '${unknown}'`, USAGE);
  }
  const limit = (otherwise: number) => values.limit === undefined ? otherwise : wholeNumber('limit', values.limit, { least: 1, most: Number.MAX_SAFE_INTEGER }, USAGE);

  switch (action) {
    case 'list':
      if (ids.length > 0) {
        throw new UsageError(`list takes no ids, got '${ids.join(' ')}'`, USAGE);
      }
      return withPipeline(values, USAGE, async session => listRows(session, selection));
    case 'show': {
      const most = limit(Math.max(10, ids.length));
      return withPipeline(values, USAGE, async session => showRows(session, selection, most));
    }
    case 'replay': {
      const options: ReplayOptions = {
        selection,
        send: values.send,
        againBefore: againBefore(values),
        perSecond: wholeNumber('rate', values.rate, { least: 1, most: 3_000 }, USAGE),
        limit: limit(Infinity),
        commandWith: others => sameCommand('quarantine', tokens, { since: selection.since.toISOString(), until: selection.until.toISOString(), ...others }),
      };
      return withPipeline(values, USAGE, async (session: Session) => replay(session, options));
    }
    default:
      throw new UsageError(`quarantine must be followed by list, show or replay, got '${action}'`, USAGE);
  }
}

function againBefore({ again, 'again-before': time }: { 'again': boolean; 'again-before'?: string }): Date | undefined {
  if (time !== undefined) {
    return timeOf('again-before', time, USAGE);
  }
  return again ? new Date() : undefined;
}
