import { paginateFilterLogEvents, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { countedBy } from './counted-by';
import type { DeadLetter } from './dead-letters';
import { FAILURE_PATTERN, failureIn, type Reason } from './log-lines';
import type { Session } from '../command';
import { table } from '../terminal/table';
import { count, wrapped } from '../terminal/text';

/** A log can be far larger than what a dead letter is worth waiting for. */
const MOST_MS = 30_000;

/** Reasons that a person is shown. */
const SHOWN = 5;

/** Clocks of the queue and of the function differ. */
const EARLIER_MS = 60_000;

/** A reason, and how many of the letters it has. */
export interface ReasonGroup extends Reason {
  readonly letters: number;
}

/** What a log says of letters. */
export interface LoggedReasons {
  readonly of: ReadonlyMap<string, Reason>;
  /** The most frequent first. */
  readonly groups: readonly ReasonGroup[];
  /** Invocations that Lambda ended, by how; its lines do not say which messages they had. */
  readonly ended: Readonly<Record<string, number>>;
  /** Whether all was read that could say more. */
  readonly complete: boolean;
}

/** Why the log says nothing. */
export interface NoReasons {
  readonly unread: string;
}

/** Looks letters up in the log of the processor; that it cannot be read is no reason not to tell what is known of them. */
export async function loggedReasons(session: Session, letters: readonly DeadLetter[]): Promise<LoggedReasons | NoReasons> {
  const { logGroup } = session.target;
  if (logGroup === undefined) {
    return { unread: 'SQS does not keep why; the processor\'s log does, which --stack or --log-group finds.' };
  }
  try {
    return await readReasons(session, logGroup, letters);
  } catch (error) {
    return { unread: `Why was not found: ${(error as Error).message}\nlogs:FilterLogEvents must be allowed on ${logGroup}; --no-reasons does not ask.` };
  }
}

/** Reads until each letter has a reason. */
async function readReasons({ target, output, interrupted }: Session, logGroup: string, letters: readonly DeadLetter[]): Promise<LoggedReasons> {
  const wanted = new Set(letters.map(({ message_id: id }) => id));
  const found = new Map<string, Reason>();
  const endings = new Map<string, string>();
  const deadline = Date.now() + MOST_MS;
  const since = Math.min(...letters.map(({ sent_at: sent }) => Date.parse(sent))) - EARLIER_MS;
  let complete = true;
  for await (const lines of pagesOf(target.logs, logGroup, since)) {
    for (const failure of lines.flatMap(line => failureIn(line) ?? [])) {
      if (failure.of === 'invocation') {
        endings.set(failure.requestId, failure.how);
      } else {
        failure.messageIds.filter(id => wanted.has(id)).forEach(id => found.set(id, failure.why));
      }
    }
    output.progress(found.size, wanted.size, 'reasons found in the log');
    if (found.size === wanted.size) {
      break;
    }
    if (interrupted.aborted || Date.now() > deadline) {
      complete = false;
      break;
    }
  }
  return { of: found, groups: grouped([...found.values()]), ended: countedBy(endings.values(), how => how), complete };
}

async function* pagesOf(client: CloudWatchLogsClient, logGroupName: string, startTime: number): AsyncGenerator<string[]> {
  for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName, startTime, filterPattern: FAILURE_PATTERN })) {
    yield events.map(({ message = '' }) => message);
  }
}

function grouped(reasons: readonly Reason[]): ReasonGroup[] {
  const groups = new Map<string, ReasonGroup>();
  for (const { error, reason } of reasons) {
    const key = JSON.stringify([error, reason]);
    groups.set(key, { error, reason, letters: (groups.get(key)?.letters ?? 0) + 1 });
  }
  return [...groups.values()].sort((one, other) => other.letters - one.letters);
}

/** Reasons as a person reads them. */
export function describeReasons(why: LoggedReasons | NoReasons, letters: number): string {
  if ('unread' in why) {
    return why.unread.split('\n').flatMap(line => wrapped(line)).join('\n');
  }
  const { of, groups, ended, complete } = why;
  const unknown = letters - of.size;
  const endings = Object.entries(ended).map(([how, invocations]) => `${how} ${count(invocations)}`);
  return [
    table(['letters', 'why'], [
      ...groups.slice(0, SHOWN).map(({ letters: its, error, reason }) => [its, `${error}: ${reason}`] as const),
      ...groups.length > SHOWN ? [[sum(groups.slice(SHOWN)), `${groups.length - SHOWN} more reasons, which --json tells`] as const] : [],
      ...unknown > 0 ? [[unknown, complete ? 'the log does not say' : 'the log was not read to its end'] as const] : [],
    ]),
    ...endings.length > 0 ? [`Invocations that Lambda ended, of whatever messages: ${endings.join(', ')}`] : [],
  ].join('\n');
}

function sum(groups: readonly ReasonGroup[]): number {
  return groups.reduce((letters, group) => letters + group.letters, 0);
}
