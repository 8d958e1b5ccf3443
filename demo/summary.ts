import type { Archive, Reckoning } from './reckoning';

/** How long it all took. */
export interface Speed {
  readonly seconds: number;
  readonly eventsPerSecond: number;
}

/** Prints what went in, what came out, where it is, and how it looks. */
export function printSummary(result: Reckoning & Speed, archive: Archive, folder: string): void {
  const count = (value: number) => value.toLocaleString('en-US').padStart(8);
  const codes = new Map<string, number>();
  archive.quarantine.forEach(({ code }) => codes.set(String(code), (codes.get(String(code)) ?? 0) + 1));

  console.log(`
What went in, in events
  sent           ${count(result.sent)}   @segment/analytics-node, and posts of objects, arrays, NDJSON and gzip; 50 of them broken
  accepted       ${count(result.accepted)}   answered with 200: stored in the queue
  refused        ${count(result.refused)}   answered with an error: the client knows

What came out
  landed         ${count(result.landed)}   rows of the events table, in ${archive.objects.events} objects
  quarantined    ${count(result.quarantined)}   ${[...codes].map(([code, times]) => `${code} ${times}`).join(', ')}
  dead-lettered  ${count(result.deadLettered)}
  duplicated     ${count(result.duplicated)}
  lost           ${count(result.lost)}   ${result.lost === 0 ? 'every accepted event is accounted for' : 'ACCEPTED AND NOT FOUND'}

${result.seconds} seconds from start to the last object, ${result.eventsPerSecond.toLocaleString('en-US')} events a second; the last batch waits for its window
Files: ${folder}

First rows`);
  console.table(archive.rows.slice(0, 5).map(row => ({
    received_at: row.received_at, type: row.type, event: row.event, user_id: row.user_id, source_contract: row.source_contract,
  })));
}
