import { EventRows, type RowSettings } from './event-rows';
import { quarantineRow } from './quarantine-row';
import type { RowBuffer } from './row-buffer';
import { QUARANTINE_CODES, type QuarantineCode } from '../../../wire/quarantine-codes';
import type { KeyRing } from '../../../write-keys/runtime/key-ring';
import { findEvents } from '../contracts/find-events';
import { rawEvent, requireReadable } from '../contracts/readable-event';
import type { Privacy } from '../privacy/privacy';
import { protectedEvents, protectedRequest } from '../privacy/protected-events';
import type { ReceivedRequest } from '../request/received-request';
import { inflatedText, isCompressed, plainText } from '../request/request-body';
import { asUnreadable, Unreadable } from '../request/unreadable';
import type { EventSchemas } from '../schemas/event-schemas';
import { violationsOf } from '../schemas/event-violations';

/**
 * Most bytes that the rows of one request may come to. A row repeats what its request says once, so that a body of
 * a kilobyte could become gigabytes; this is four times the largest body that a client can send.
 */
const MOST_ROWS_BYTES = 40 * 1024 * 1024;

/** How requests are read. */
export interface ReadingSettings extends RowSettings {
  readonly maxEventBytes: number;
  readonly maxInflatedBytes: number;
  readonly schemas: EventSchemas;
  readonly privacy: Privacy;
}

/** Where the rows of a request go to, by table. */
export interface RowBuffers {
  readonly events: RowBuffer;
  readonly quarantine: RowBuffer;
}

/** What became of a request. */
export interface RequestOutcome {
  /** Rows in the table of events. */
  readonly events: number;
  /** Reasons of the rows in quarantine. */
  readonly codes: readonly QuarantineCode[];
}

/** Writes a row for each event of a request, in one table or the other. What is wrong with it ends up in its rows, never in an error. */
export async function writeRequestRows(
  body: string, received: ReceivedRequest, rows: RowBuffers, settings: ReadingSettings,
): Promise<RequestOutcome> {
  const { privacy, ingestId, keys } = settings;
  const known = keys === undefined ? received : identified(received, keys);
  const request = privacy.isEmpty ? known : protectedRequest(known, privacy);
  const before = { events: rows.events.length, quarantine: rows.quarantine.length };
  let raw = () => body;
  try {
    if (!isCompressed(body)) {
      return writeEvents(plainText(body), request, rows, settings);
    }
    const text = await inflatedText(body, settings.maxInflatedBytes);
    raw = () => text.toString();
    return writeEvents(text, request, rows, settings);
  } catch (fault) {
    rows.events.cutTo(before.events);
    rows.quarantine.cutTo(before.quarantine);
    const unreadable = asUnreadable(fault);
    rows.quarantine.text(quarantineRow(unreadable, { request, raw: privacy.protectRaw(raw()), position: null, ingestId }));
    return { events: 0, codes: [unreadable.code] };
  }
}

/** The request with the id of its key in the place of the key. */
function identified(request: ReceivedRequest, keys: KeyRing): ReceivedRequest {
  const ofHeader = request.writeKey === null ? undefined : keys.idOf(request.writeKey);
  return { ...request, writeKey: null, writeKeyId: request.writeKeyId ?? ofHeader ?? null };
}

function writeEvents(text: Buffer, request: ReceivedRequest, { events, quarantine }: RowBuffers, settings: ReadingSettings): RequestOutcome {
  const found = findEvents(text, request);
  const { privacy, ingestId } = settings;
  const rows = new EventRows(privacy.isEmpty ? found : protectedEvents(found, privacy), request, settings);
  const codes: QuarantineCode[] = [];
  const most = events.length + quarantine.length + MOST_ROWS_BYTES;

  for (let position = 0; position < found.events.length; position += 1) {
    try {
      requireReadable(found, position, settings.maxEventBytes);
      rows.write(events, position, violationsOf(found, position, settings));
    } catch (fault) {
      const unreadable = asUnreadable(fault);
      quarantine.text(quarantineRow(unreadable, { request, raw: privacy.protectRaw(rawEvent(found, position)), position, ingestId }));
      codes.push(unreadable.code);
    }
    if (events.length + quarantine.length > most) {
      throw new Unreadable(QUARANTINE_CODES.rowsTooLarge, `the rows of a request must come to at most ${MOST_ROWS_BYTES} bytes, got more`);
    }
  }
  return { events: found.events.length - codes.length, codes };
}
