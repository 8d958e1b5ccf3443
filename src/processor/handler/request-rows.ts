import type { SQSRecord } from 'aws-lambda';
import type { FoundEvents } from './contracts/contract';
import { readOwnEvents } from './contracts/own-events';
import { isSegmentRoute, readSegmentEvents } from './contracts/segment';
import { eventRow } from './event-row';
import { quarantineRow } from './quarantine-row';
import { readRequest, type ReceivedRequest } from './received-request';
import { readBody } from './request-body';
import { asUnreadable, Unreadable } from './unreadable';
import type { EventRow, QuarantineRow } from '../../wire/archive-columns';
import type { HandlerSettings } from '../../wire/environment';
import { QUARANTINE_CODES, type QuarantineCode } from '../../wire/quarantine-codes';
import { EVENTS_ROUTE } from '../../wire/routes';

/**
 * Most characters that the rows of one request may come to. A row repeats what its request says once, so that a body of
 * a kilobyte could become gigabytes; this is four times the largest body that a client can send.
 */
const MOST_ROWS_LENGTH = 40 * 1024 * 1024;

/** What a request becomes: a row for each of its events, in one table or the other, each as a line of JSON. */
export interface RequestRows {
  readonly receivedAt: Date;
  readonly events: readonly string[];
  readonly quarantine: readonly string[];
  /** Reasons of the lines of `quarantine`. */
  readonly codes: readonly QuarantineCode[];
}

/** Reads a request; what is wrong with it ends up in its rows, never in an error. */
export async function requestRows(record: SQSRecord, settings: HandlerSettings, ingestId: string): Promise<RequestRows> {
  const request = readRequest(record);

  let text = record.body;
  try {
    text = await readBody(record.body, settings.maxInflatedBytes);
    return rowsOf(text, findEvents(text, request), { request, settings, ingestId });
  } catch (fault) {
    const unreadable = asUnreadable(fault);
    const row = quarantineRow(unreadable, { request, raw: text, position: null, ingestId });
    return { receivedAt: request.receivedAt, events: [], quarantine: [lineOf(row)], codes: [unreadable.code] };
  }
}

function findEvents(text: string, { route, contentType }: ReceivedRequest): FoundEvents {
  if (route === EVENTS_ROUTE) {
    return readOwnEvents(text, contentType);
  }
  if (isSegmentRoute(route)) {
    return readSegmentEvents(text, route);
  }
  throw new Unreadable(QUARANTINE_CODES.unknownRoute, `the route must be ${EVENTS_ROUTE} or one of Segment's, got ${JSON.stringify(route.slice(0, 100))}`);
}

function rowsOf(text: string, found: FoundEvents, { request, settings, ingestId }: {
  readonly request: ReceivedRequest;
  readonly settings: HandlerSettings;
  readonly ingestId: string;
}): RequestRows {
  const events: string[] = [];
  const quarantine: string[] = [];
  const codes: QuarantineCode[] = [];
  const allFit = Buffer.byteLength(text) <= settings.maxEventBytes;
  let length = 0;

  let texts: readonly string[] | undefined;
  const textOf = (position: number) => {
    texts ??= found.texts();
    return texts[position];
  };

  const lineOfEvent = (position: number) => {
    try {
      if (!allFit) {
        requireSize(textOf(position), settings.maxEventBytes);
      }
      const line = lineOf(eventRow(found, position, request, settings, ingestId));
      events.push(line);
      return line;
    } catch (fault) {
      const unreadable = asUnreadable(fault);
      const line = lineOf(quarantineRow(unreadable, { request, raw: textOf(position), position, ingestId }));
      quarantine.push(line);
      codes.push(unreadable.code);
      return line;
    }
  };

  for (let position = 0; position < found.values.length; position += 1) {
    length += lineOfEvent(position).length;
    if (length > MOST_ROWS_LENGTH) {
      throw new Unreadable(QUARANTINE_CODES.rowsTooLarge, `the rows of a request must come to at most ${MOST_ROWS_LENGTH} characters, got more`);
    }
  }
  return { receivedAt: request.receivedAt, events, quarantine, codes };
}

function requireSize(text: string, most: number): void {
  const bytes = Buffer.byteLength(text);
  if (bytes > most) {
    throw new Unreadable(QUARANTINE_CODES.eventTooLarge, `an event must be at most ${most} bytes of JSON, got ${bytes}`);
  }
}

function lineOf(row: EventRow | QuarantineRow): string {
  return `${JSON.stringify(row)}\n`;
}
