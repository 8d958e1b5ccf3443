import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Deliveries } from './deliveries';
import type { FaultKind } from './fault';
import { numbersIn } from './traffic';

/** What became of the events; all counts are events, each counted once, unless said otherwise. */
export interface Account {
  readonly sent: number;
  readonly accepted: number;
  readonly landed: number;
  readonly quarantined: number;
  /** Only there: neither landed nor quarantined. */
  readonly deadLettered: number;
  /** Landed or quarantined, and in the dead-letter queue as well. */
  readonly storedAndDeadLettered: number;
  /** Rows beyond the first of an event; `message_id` tells them. */
  readonly duplicates: number;
  /** Duplicates by the kind of fault that accounts for them. */
  readonly explained: ReadonlyMap<FaultKind, number>;
  /** Duplicates that no recorded fault accounts for. */
  readonly unexplained: number;
  /** Accepted and nowhere to be found. */
  readonly lost: number;
  /** Found although never accepted. */
  readonly foreign: number;
  /** Both landed and quarantined. */
  readonly twofold: number;
}

/** Where events can end up, and what is known of their way. */
export interface Books {
  readonly accepted: Uint8Array;
  readonly archiveFolder: string;
  /** Bodies in the dead-letter queue. */
  readonly deadLetters: readonly string[];
  readonly deliveries: Deliveries;
}

/** Looks for every event in every place. */
export function account({ accepted, archiveFolder, deadLetters, deliveries }: Books): Account {
  const landed = new Uint16Array(accepted.length);
  const quarantined = new Uint16Array(accepted.length);
  const dead = new Uint8Array(accepted.length);
  const explained = new Map<FaultKind, number>();
  const messageOf = new Array<string | undefined>(accepted.length);
  let foreign = 0;
  let unexplained = 0;

  const note = (place: Uint8Array | Uint16Array, number: number) => {
    foreign += accepted[number] === 1 ? 0 : 1;
    place[number] += 1;
  };
  const noteRow = (place: Uint16Array, number: number, messageId: string) => {
    note(place, number);
    messageOf[number] ??= messageId;
    unexplained += messageOf[number] === messageId ? 0 : 1; // nothing but a delivery can double an event: no client sent one twice
  };
  for (const row of rowsBelow(archiveFolder, 'events')) {
    numbersIn(String(row.message_id)).forEach(number => noteRow(landed, number, String(row.sqs_message_id)));
  }
  for (const row of rowsBelow(archiveFolder, 'quarantine')) {
    numbersIn(String(row.raw)).forEach(number => noteRow(quarantined, number, String(row.sqs_message_id)));
  }
  deadLetters.flatMap(numbersIn).forEach(number => note(dead, number));

  const total = { accepted: 0, landed: 0, quarantined: 0, deadLettered: 0, storedAndDeadLettered: 0, duplicates: 0, lost: 0, twofold: 0 };
  accepted.forEach((isAccepted, number) => {
    const copies = landed[number] + quarantined[number];
    total.accepted += isAccepted;
    total.landed += Math.min(landed[number], 1);
    total.quarantined += Math.min(quarantined[number], 1);
    total.deadLettered += copies === 0 ? Math.min(dead[number], 1) : 0;
    total.storedAndDeadLettered += copies > 0 ? Math.min(dead[number], 1) : 0;
    total.twofold += landed[number] > 0 && quarantined[number] > 0 ? 1 : 0;
    total.lost += isAccepted === 1 && copies + dead[number] === 0 ? 1 : 0;
    if (copies > 1) {
      total.duplicates += copies - 1;
      const reasons = reasonsForRepeats(deliveries, messageOf[number]!).slice(0, copies - 1);
      reasons.forEach(kind => explained.set(kind, (explained.get(kind) ?? 0) + 1));
      unexplained += copies - 1 - reasons.length;
    }
  });
  return { sent: accepted.length, ...total, explained, unexplained, foreign };
}

/** Reasons for which what is stored can be stored again, the surest first; no other fault leaves a stored event in the queue. */
const REASONS: readonly FaultKind[] = [
  'delivered-twice', 'delete-lost', 'delete-late', 's3-stored-late', 's3-answer-lost', 'process-stopped', 'process-killed',
  's3-refused', 's3-reset', 's3-unanswered', // of the message's other object: its quarantined events have one of their own
];

/** Why a message can have been stored again, the surest reason first: at most one for each of its deliveries. */
function reasonsForRepeats(deliveries: Deliveries, messageId: string): FaultKind[] {
  const reasons = deliveries.of(messageId).flatMap(({ faults }) => {
    const kinds = Array.from(faults, ({ kind }) => kind);
    return REASONS.find(kind => kinds.includes(kind)) ?? [];
  });
  return reasons.sort((one, other) => REASONS.indexOf(one) - REASONS.indexOf(other));
}

function* rowsBelow(folder: string, table: string): Generator<Record<string, unknown>> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ndjson.gz') && file.split(sep)[1] === table);
  for (const file of files) {
    for (const line of gunzipSync(readFileSync(join(folder, file))).toString().trimEnd().split('\n')) {
      yield JSON.parse(line) as Record<string, unknown>;
    }
  }
}
