import type { SQSRecord } from 'aws-lambda';
import { DEFAULT_MAX_EVENT_BYTES, DEFAULT_MAX_INFLATED_BYTES } from '../../../wire/environment';
import { QUARANTINE_CODES, type QuarantineCode } from '../../../wire/quarantine-codes';
import type { FoundEvents } from '../contracts/contract';
import { findEvents } from '../contracts/find-events';
import { rawEvent, requireReadable } from '../contracts/readable-event';
import { isObject, type JsonObject } from '../json/json-object';
import { kindOf, valueOf } from '../json/json-values';
import { readRequest, type ReceivedRequest } from '../request/received-request';
import { inflatedText, isCompressed, plainText } from '../request/request-body';
import { asUnreadable, Unreadable } from '../request/unreadable';
import type { EventFields } from '../rows/event-fields';

const SHARED_FIELDS = ['sentAt', 'writeKey', 'context', 'integrations'] as const;

/** What a request, or an event of it, has that no handler can read. */
export interface UnreadableEvent {
  /** Index of the event in its request; null when it is the request that cannot be read. */
  readonly position: number | null;
  readonly code: QuarantineCode;
  readonly detail: string;
  /** What came in, whole. */
  readonly raw: string;
}

/** An event, in the vocabulary of Segment whatever contract it was sent in. */
export interface DecodedEvent {
  readonly position: number;
  readonly event: JsonObject;
}

/** A request out of a message. */
export interface DecodedRequest {
  readonly request: ReceivedRequest;
  /** Format that the request was read as; absent when it could not be read at all. */
  readonly contract?: FoundEvents['contract'];
  readonly events: readonly DecodedEvent[];
  readonly unreadable: readonly UnreadableEvent[];
}

/** Limits of what is decoded. */
export interface DecodingLimits {
  /** Most bytes of one event, as JSON text; 32,768 unless said otherwise. */
  readonly maxEventBytes?: number;
  /** Most bytes that a compressed body may inflate to; 10 MiB unless said otherwise. */
  readonly maxInflatedBytes?: number;
}

/**
 * Reads the request in a message of the queue: inflates it, and finds its events in the contract that its route tells.
 *
 * Bad input never throws; it is told in `unreadable`, and another try cannot mend it.
 */
export async function decodeRequest(record: SQSRecord, limits: DecodingLimits = {}): Promise<DecodedRequest> {
  const { maxEventBytes = DEFAULT_MAX_EVENT_BYTES, maxInflatedBytes = DEFAULT_MAX_INFLATED_BYTES } = limits;
  const request = readRequest(record);
  try {
    const inflated = isCompressed(record.body) ? await inflatedText(record.body, maxInflatedBytes) : undefined;
    return { request, ...decoded(findEvents(inflated ?? plainText(record.body), request), maxEventBytes) };
  } catch (fault) {
    const { code, message } = asUnreadable(fault);
    return { request, events: [], unreadable: [{ position: null, code, detail: message, raw: record.body }] };
  }
}

function decoded(found: FoundEvents, maxEventBytes: number): Omit<DecodedRequest, 'request'> {
  const events: DecodedEvent[] = [];
  const unreadable: UnreadableEvent[] = [];

  found.events.forEach((_, position) => {
    try {
      events.push({ position, event: eventAt(found, position, maxEventBytes) });
    } catch (fault) {
      const { code, message } = asUnreadable(fault);
      unreadable.push({ position, code, detail: message, raw: rawEvent(found, position) });
    }
  });
  return { contract: found.contract, events, unreadable };
}

function eventAt(found: FoundEvents, position: number, maxEventBytes: number): JsonObject {
  requireReadable(found, position, maxEventBytes);
  const { index, events, shared, type } = found;
  const event = valueOf(index, events[position]);
  if (!isObject(event)) {
    throw new Unreadable(QUARANTINE_CODES.wrongShape, `an event must be an object, got ${kindOf(index, events[position])}`);
  }
  return { ...type === undefined ? {} : { type }, ...sharedFields(shared), ...event };
}

/** What the request says of all its events; what an event says by itself goes before it. */
function sharedFields(shared: EventFields | undefined): JsonObject {
  const told = shared === undefined ? [] : SHARED_FIELDS.filter(field => shared.valueOf(field) !== 0);
  return Object.fromEntries(told.map(field => [field, valueOf(shared!.index, shared!.valueOf(field))]));
}
