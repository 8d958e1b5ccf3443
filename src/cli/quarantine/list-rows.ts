import { quarantinedRows } from './quarantined-rows';
import { firstReceipt, isReplay, missingText, type Quarantined, type Selection } from './selection';
import type { QuarantineRow } from '../../wire/archive-columns';
import type { Session } from '../command';
import { table } from '../terminal/table';
import { COLUMNS, count, oneLine, shortened } from '../terminal/text';

/** Rows of one reason. */
interface Group {
  rows: number;
  replays: number;
  newest: string;
  detail: string;
}

/** Tells how many rows there are for each reason. */
export async function listRows(session: Session, selection: Selection): Promise<void> {
  const { output, interrupted } = session;
  const groups = new Map<string, Group>();
  let read = 0;
  for await (const { row } of meantRows(session, selection)) {
    const { code, detail } = row;
    const group = groups.get(code!) ?? { rows: 0, replays: 0, newest: '', detail: '' };
    const received = firstReceipt(row).toISOString();
    group.rows += 1;
    group.replays += isReplay(row) ? 1 : 0;
    if (received >= group.newest) {
      Object.assign(group, { newest: received, detail });
    }
    groups.set(code!, group);
    read += 1;
  }

  const largestFirst = [...groups].sort(([, one], [, other]) => other.rows - one.rows);
  const result = {
    rows: read,
    since: selection.since,
    until: selection.until,
    complete: !interrupted.aborted,
    codes: largestFirst.map(([code, group]) => ({ code, ...group })),
  };
  output.result(result, () => [
    ...read === 0 && result.complete ? [nothing(selection)] : [],
    ...read > 0 ? [table(['code', 'rows', 'replays', 'newest, UTC', 'for example'],
      largestFirst.map(([code, { rows, replays, newest, detail }]) => [code, rows, replays, newest.slice(0, 16).replace('T', ' '), detail]))] : [],
    ...result.complete ? [] : [stopped(read)],
  ].join('\n'));
}

/** Shows rows whole. */
export async function showRows(session: Session, selection: Selection, limit: number): Promise<void> {
  const { output, interrupted } = session;
  const shown = new Set<string>();
  for await (const { id, row } of meantRows(session, selection)) {
    shown.add(id);
    output.result({ id, ...row }, () => described(id, row));
    if (shown.size === limit) {
      break;
    }
  }
  const missing = selection.ids.filter(id => !shown.has(id));
  if (interrupted.aborted) {
    output.say(stopped(shown.size));
  } else if (missing.length > 0 && shown.size < limit) {
    output.fault(missingText(missing, selection));
  } else if (shown.size === 0) {
    output.say(nothing(selection));
  }
}

function nothing({ since }: Selection): string {
  return `nothing in quarantine since ${since.toISOString()} that is meant`;
}

function stopped(rows: number): string {
  return `stopped while looking; ${count(rows)} rows so far`;
}

async function* meantRows({ target, output, interrupted }: Session, selection: Selection): AsyncGenerator<Quarantined> {
  for await (const { rows } of quarantinedRows(target, selection, { interrupted, onRead: looked => output.reading(looked) })) {
    yield* rows;
  }
}

function described(id: string, { raw, code, detail, sqs_message_id: _id, position: _position, ...others }: QuarantineRow): string {
  const facts = Object.entries(others).filter(([, value]) => value !== null).map(([name, value]) => shortened(`  ${name.padEnd(12)}  ${oneLine(String(value))}`, COLUMNS));
  const size = raw === null ? 'what came in was not kept' : `${count(Buffer.byteLength(raw))} bytes`;
  return [id, `  ${code}: ${oneLine(detail ?? '')}`, ...facts, `  ${size}`, ...raw === null ? [] : [`  ${oneLine(raw)}`], ''].join('\n');
}
