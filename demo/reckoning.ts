import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** What became of the events that were sent; all counts are events. */
export interface Reckoning {
  readonly sent: number;
  readonly accepted: number;
  readonly refused: number;
  readonly landed: number;
  readonly quarantined: number;
  readonly deadLettered: number;
  /** Rows beyond the first of an event. */
  readonly duplicated: number;
  /** Accepted and nowhere to be found: must be 0. */
  readonly lost: number;
}

/** What is stored in the end. */
export interface Archive {
  readonly objects: { readonly events: number; readonly quarantine: number };
  readonly rows: readonly Record<string, unknown>[];
  readonly quarantine: readonly Record<string, unknown>[];
}

/** Reads every stored object back. */
export function readArchive(folder: string): Archive {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ndjson.gz')).sort();
  const under = (prefix: string) => files.filter(file => file.split(/[\\/]/).includes(prefix));
  const rowsOf = (names: string[]) => names.flatMap(name => gunzipSync(readFileSync(join(folder, name))).toString().trimEnd().split('\n'))
    .map(line => JSON.parse(line) as Record<string, unknown>);

  return {
    objects: { events: under('events').length, quarantine: under('quarantine').length },
    rows: rowsOf(under('events')),
    quarantine: rowsOf(under('quarantine')),
  };
}

/** What the sender knows. */
export interface Sent {
  readonly ids: ReadonlySet<string>;
  readonly accepted: ReadonlySet<string>;
  /** Id of the only event of a request, by the id of the request: an empty body says nothing of itself. */
  readonly aloneIn: ReadonlyMap<string, string>;
}

/** Matches what was sent with what is stored, by id. */
export function reckon({ ids, accepted, aloneIn }: Sent, archive: Archive, deadLetters: readonly string[]): Reckoning {
  const rowIds = archive.rows.map(({ message_id: id }) => String(id));
  const landed = new Set(rowIds.filter(id => ids.has(id)));
  const others = [...ids].filter(id => !landed.has(id));
  const named = (texts: readonly string[]) => others.filter(id => texts.some(text => text.includes(id)));

  const quarantined = new Set([
    ...named(archive.quarantine.map(({ raw }) => String(raw))),
    ...archive.quarantine.flatMap(({ request_id: requestId }) => aloneIn.get(String(requestId)) ?? []),
  ]);
  const deadLettered = new Set(named(deadLetters));

  return {
    sent: ids.size,
    accepted: accepted.size,
    refused: ids.size - accepted.size,
    landed: landed.size,
    quarantined: quarantined.size,
    deadLettered: deadLettered.size,
    duplicated: rowIds.length - new Set(rowIds).size,
    lost: [...accepted].filter(id => !landed.has(id) && !quarantined.has(id) && !deadLettered.has(id)).length,
  };
}
