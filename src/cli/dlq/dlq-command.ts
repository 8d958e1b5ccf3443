import { parseArgs } from 'node:util';
import { exportDeadLetters } from './export-dead-letters';
import { cancelRedrive, redrive } from './redrive';
import { showDeadLetters } from './show-dead-letters';
import { withPipeline, type Session } from '../command';
import { understood, wholeNumber } from '../command-options';
import { TARGET_OPTIONS, TARGET_USAGE } from '../target/find-target';
import { UsageError } from '../usage-error';
import { demandUsed } from '../used-options';

const USAGE = `telemetry-pipeline dlq                    how many there are, and some of them
telemetry-pipeline dlq export --to FILE   write them as NDJSON, and keep them
telemetry-pipeline dlq redrive            move them back into the queue

  --sample NUMBER    how many to look at                 (20)
  --log-group NAME   log that says why they failed       (that of the stack)
  --no-reasons       do not ask it
  --to FILE          file to write; what it has already is left out
  --rate NUMBER      messages a second, up to 500        (as SQS sees fit)
  --cancel           end the move that runs

Ctrl-C leaves a move running, and an export where the same command goes on.

${TARGET_USAGE}`;

const OPTIONS = {
  ...TARGET_OPTIONS,
  'sample': { type: 'string', default: '20' },
  'log-group': { type: 'string' },
  'no-reasons': { type: 'boolean', default: false },
  'to': { type: 'string' },
  'rate': { type: 'string' },
  'cancel': { type: 'boolean', default: false },
} as const;

const USES = { 'dlq': ['sample', 'log-group', 'no-reasons'], 'dlq export': ['to'], 'dlq redrive': ['rate', 'cancel'] };

/** Looks after the dead-letter queue. */
export async function runDlq(args: string[]): Promise<void> {
  const { values, positionals: [action = 'show', ...rest], tokens } = understood(() => parse(args), USAGE);
  const work = workOf(action, values);
  if (work === undefined || rest.length > 0) {
    throw new UsageError(`dlq must be followed by export, redrive or nothing, got '${[action, ...rest].join(' ')}'`, USAGE);
  }
  demandUsed(action === 'show' ? 'dlq' : `dlq ${action}`, tokens, USES, USAGE);
  if (values.cancel && values.rate !== undefined) {
    throw new UsageError('--cancel must stand alone, got --rate beside it', USAGE);
  }
  await withPipeline(values, USAGE, work);
}

function parse(args: string[]) {
  return parseArgs({ args, options: OPTIONS, allowPositionals: true, tokens: true });
}

type Values = ReturnType<typeof parse>['values'];

function workOf(action: string, { sample, 'no-reasons': silent, to, rate, cancel, help }: Values) {
  switch (action) {
    case 'show': {
      const size = wholeNumber('sample', sample, { least: 1, most: 1_000 }, USAGE);
      return async (session: Session) => showDeadLetters(session, { sampleSize: size, reasons: !silent });
    }
    case 'export': {
      if (to === undefined && !help) {
        throw new UsageError('--to must name the file to write, got nothing', USAGE);
      }
      return async (session: Session) => exportDeadLetters(session, to!);
    }
    case 'redrive': {
      const perSecond = rate === undefined ? undefined : wholeNumber('rate', rate, { least: 1, most: 500 }, USAGE);
      return async (session: Session) => cancel ? cancelRedrive(session) : redrive(session, perSecond);
    }
    default: return undefined;
  }
}
