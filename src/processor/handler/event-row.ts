import { createHash } from 'node:crypto';
import type { FoundEvent, FoundEvents } from './contracts/contract';
import { timeColumns } from './event-time';
import { isObject, kindOf, type JsonObject } from './json-value';
import type { ReceivedRequest } from './received-request';
import { Unreadable } from './unreadable';
import type { EventRow } from '../../wire/archive-columns';
import type { HandlerSettings } from '../../wire/environment';
import { QUARANTINE_CODES } from '../../wire/quarantine-codes';

/** Fields that have a column, or whose content does; all others go into `extra`. */
const KNOWN_FIELDS = new Set([
  'messageId', 'type', 'event', 'name', 'userId', 'anonymousId', 'groupId', 'previousId',
  'timestamp', 'originalTimestamp', 'sentAt', 'writeKey', 'context', 'properties', 'traits', 'integrations',
]);

/** Makes a row of an event, or throws what is wrong with it. */
export function eventRow(found: FoundEvent, events: FoundEvents, request: ReceivedRequest, settings: HandlerSettings, ingestId: string): EventRow {
  const event = found.value;
  if (!isObject(event)) {
    const got = event === undefined ? 'text that is not JSON' : kindOf(event);
    throw new Unreadable(event === undefined ? QUARANTINE_CODES.notJson : QUARANTINE_CODES.wrongShape, `an event must be an object, got ${got}`);
  }
  const name = text(event, 'event') ?? text(event, 'name');
  const type = text(event, 'type') ?? events.type ?? (name === null ? null : 'track');
  if (type === null) {
    throw new Unreadable(QUARANTINE_CODES.invalidField, 'type or event must be a string, got neither');
  }
  if (type === 'track' && name === null) {
    throw new Unreadable(QUARANTINE_CODES.invalidField, 'event must be a string in a track call, got nothing');
  }
  const context = { ...events.context, ...nested(event, 'context') };

  return {
    message_id: identifier(event, 'messageId') ?? madeUpId(request.sqsMessageId, found.position),
    type,
    event: name,
    user_id: identifier(event, 'userId'),
    anonymous_id: identifier(event, 'anonymousId'),
    group_id: identifier(event, 'groupId'),
    previous_id: identifier(event, 'previousId'),
    ...timeColumns(
      request.receivedAt,
      asTime(event.sentAt ?? events.sentAt, 'sentAt'),
      asTime(event.originalTimestamp ?? event.timestamp, 'timestamp'),
      settings.clockSkewDeadBandMs,
    ),
    source_contract: events.contract,
    write_key: identifier(event, 'writeKey') ?? asIdentifier(events.writeKey, 'writeKey') ?? request.writeKey,
    ip: typeof context.ip === 'string' ? context.ip : request.ip,
    user_agent: typeof context.userAgent === 'string' ? context.userAgent : request.userAgent,
    context: jsonText(context),
    properties: jsonText(nested(event, 'properties')),
    traits: jsonText(nested(event, 'traits')),
    integrations: jsonText({ ...events.integrations, ...nested(event, 'integrations') }),
    extra: jsonText(extraFields(event)),
    request_id: request.requestId,
    sqs_message_id: request.sqsMessageId,
    ingest_id: ingestId,
  };
}

/** The same for every delivery of a message, so that copies of an event can be told. */
function madeUpId(sqsMessageId: string, position: number): string {
  return createHash('sha256').update(`${sqsMessageId}/${position}`).digest('hex').slice(0, 32);
}

function text(event: JsonObject, field: string): string | null {
  const value = event[field] ?? null;
  if (value !== null && typeof value !== 'string') {
    throw invalid(field, 'a string', value);
  }
  return value || null;
}

function identifier(event: JsonObject, field: string): string | null {
  return asIdentifier(event[field], field);
}

function asIdentifier(value: unknown, field: string): string | null {
  if (value === undefined || value === null || value === '') {
    return null;
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw invalid(field, 'a string or a number', value);
  }
  return String(value);
}

function asTime(value: unknown, field: string): string | null {
  return asIdentifier(value, field);
}

function nested(event: JsonObject, field: string): JsonObject | undefined {
  const value = event[field] ?? undefined;
  if (value !== undefined && !isObject(value)) {
    throw invalid(field, 'an object', value);
  }
  return value;
}

function invalid(field: string, expected: string, value: unknown): Unreadable {
  return new Unreadable(QUARANTINE_CODES.invalidField, `${field} must be ${expected}, got ${kindOf(value)}`);
}

function extraFields(event: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(event).filter(([field]) => !KNOWN_FIELDS.has(field)));
}

function jsonText(value: JsonObject | undefined): string | null {
  return value === undefined || Object.keys(value).length === 0 ? null : JSON.stringify(value);
}
