import type { SQSRecord } from 'aws-lambda';
import type { FoundEvent, FoundEvents } from './contracts/contract';
import { readOwnEvents } from './contracts/own-events';
import { isSegmentRoute, readSegmentEvents } from './contracts/segment';
import { eventRow } from './event-row';
import { readRequest, type ReceivedRequest } from './received-request';
import { readBody } from './request-body';
import { Unreadable } from './unreadable';
import { athenaTimestamp, type EventRow, type QuarantineRow } from '../../wire/archive-columns';
import type { HandlerSettings } from '../../wire/environment';
import { QUARANTINE_CODES } from '../../wire/quarantine-codes';
import { EVENTS_ROUTE } from '../../wire/routes';

/** What a request becomes: a row for each of its events, in one table or the other. */
export interface RequestRows {
  readonly receivedAt: Date;
  readonly events: readonly EventRow[];
  readonly quarantine: readonly QuarantineRow[];
}

/** Reads a request; what is wrong with it ends up in its rows, never in an error. */
export async function requestRows(record: SQSRecord, settings: HandlerSettings, ingestId: string): Promise<RequestRows> {
  const request = readRequest(record);
  const { receivedAt } = request;
  const quarantined = (fault: unknown, raw: string, position: number | null) =>
    quarantineRow(asUnreadable(fault), { request, raw, position, ingestId });

  let text = record.body;
  let found: FoundEvents;
  try {
    text = await readBody(record.body, settings.maxInflatedBytes);
    found = findEvents(text, request);
  } catch (fault) {
    return { receivedAt, events: [], quarantine: [quarantined(fault, text, null)] };
  }

  const events: EventRow[] = [];
  const quarantine: QuarantineRow[] = [];
  const allFit = Buffer.byteLength(text) <= settings.maxEventBytes;
  for (const event of found.events) {
    try {
      if (!allFit) {
        requireSize(event, settings.maxEventBytes);
      }
      events.push(eventRow(event, found, request, settings, ingestId));
    } catch (fault) {
      quarantine.push(quarantined(fault, textOf(event) ?? text, event.position));
    }
  }
  return { receivedAt, events, quarantine };
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

function requireSize(event: FoundEvent, most: number): void {
  const bytes = Buffer.byteLength(event.text ?? JSON.stringify(event.value) ?? '');
  if (bytes > most) {
    throw new Unreadable(QUARANTINE_CODES.eventTooLarge, `an event must be at most ${most} bytes of JSON, got ${bytes}`);
  }
}

/** The event by itself; absent when it is nested too deep to be written again. */
function textOf(event: FoundEvent): string | undefined {
  try {
    return event.text ?? JSON.stringify(event.value);
  } catch {
    return undefined;
  }
}

/** JSON nested thousands of levels deep is parsed, but overflows the stack when it is written. */
function asUnreadable(fault: unknown): Unreadable {
  if (fault instanceof RangeError) {
    return new Unreadable(QUARANTINE_CODES.wrongShape, 'an event must be nested less deep');
  }
  if (fault instanceof Unreadable) {
    return fault;
  }
  throw fault;
}

function quarantineRow({ code, message }: Unreadable, { request, raw, position, ingestId }: {
  readonly request: ReceivedRequest;
  readonly raw: string;
  readonly position: number | null;
  readonly ingestId: string;
}): QuarantineRow {
  return {
    received_at: athenaTimestamp(request.receivedAt),
    code,
    detail: message,
    path: request.route,
    position,
    content_type: request.contentType,
    write_key: request.writeKey,
    ip: request.ip,
    request_id: request.requestId,
    sqs_message_id: request.sqsMessageId,
    ingest_id: ingestId,
    raw,
  };
}
