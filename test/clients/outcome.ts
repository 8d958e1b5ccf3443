import type { ClientRun } from './client-run';
import type { Archive } from '../../demo/reckoning';

/** What became of the events of a run. */
export interface Outcome {
  /** Words for the table. */
  readonly result: string;
  /** What the client says of the events that it gave up. */
  readonly says?: string;
}

/** What is stored of the events of all runs. */
export interface Stored {
  /** Ids of the rows of an event, by its name. */
  readonly messageIds: ReadonlyMap<string, readonly string[]>;
  readonly quarantine: readonly { readonly code: string; readonly raw: string }[];
}

export const DELIVERED_ONCE = 'once';
export const LOST = 'lost';
const SAME_ID = 'same id';

/** Sorts what is stored, so that events can be found by their names. */
export function sortStored({ rows, quarantine }: Archive): Stored {
  const messageIds = new Map<string, string[]>();
  for (const { event, message_id: id } of rows) {
    messageIds.set(String(event), [...messageIds.get(String(event)) ?? [], String(id)]);
  }
  return { messageIds, quarantine: quarantine.map(({ code, raw }) => ({ code: String(code), raw: String(raw) })) };
}

/** Tells what became of the events of a run: of what is stored, the client's word counts for nothing. */
export function outcomeOf(run: ClientRun, stored: Stored): Outcome {
  const counts = new Map<string, number>();
  for (const event of run.events) {
    const fate = fateOf(event, run, stored);
    counts.set(fate, (counts.get(fate) ?? 0) + 1);
  }
  const result = counts.size === 1
    ? [...counts.keys()][0]
    : [...counts].map(([fate, count]) => `${count} ${fate}`).sort().join('; ');
  return { result, ...run.refusals.length > 0 ? { says: run.refusals[0] } : {} };
}

function fateOf(event: string, run: ClientRun, { messageIds, quarantine }: Stored): string {
  const ids = messageIds.get(event) ?? [];
  if (ids.length > 0) {
    return timesDelivered(ids);
  }
  const quarantined = quarantine.find(({ raw }) => raw.includes(`"${event}"`));
  if (quarantined) {
    return 'quarantined';
  }
  if (!run.ended) {
    return 'still retrying';
  }
  if (run.refusals.length > 0) {
    return 'refused';
  }
  return run.statuses.some(status => status >= 400) ? 'given up silently' : LOST;
}

/** Copies of one id are one event in `events_deduplicated`; copies of several ids are not. */
function timesDelivered(ids: readonly string[]): string {
  if (ids.length === 1) {
    return DELIVERED_ONCE;
  }
  const times = ids.length === 2 ? 'twice' : `${ids.length} times`;
  return `${times}, ${new Set(ids).size === 1 ? SAME_ID : 'different ids'}`;
}
