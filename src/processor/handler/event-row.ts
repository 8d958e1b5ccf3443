import { createHash } from 'node:crypto';
import type { FoundEvents } from './contracts/contract';
import { idOf, objectField, textField, timeTextOf } from './event-fields';
import { timeColumns } from './event-time';
import { isObject, kindOf, type JsonObject } from './json-value';
import type { ReceivedRequest } from './received-request';
import { Unreadable } from './unreadable';
import type { EventRow } from '../../wire/archive-columns';
import type { HandlerSettings } from '../../wire/environment';
import { QUARANTINE_CODES } from '../../wire/quarantine-codes';

/** Fields that have a column of their own, or whose content does. */
const KNOWN_FIELDS = new Set([
  'messageId', 'type', 'event', 'name', 'userId', 'anonymousId', 'groupId', 'previousId',
  'timestamp', 'originalTimestamp', 'sentAt', 'writeKey', 'context', 'properties', 'traits', 'integrations',
]);

/** Makes a row of the event at a position, or throws what is wrong with it. */
export function eventRow(found: FoundEvents, position: number, request: ReceivedRequest, settings: HandlerSettings, ingestId: string): EventRow {
  const event = found.values[position];
  if (!isObject(event)) {
    const got = event === undefined ? 'text that is not JSON' : kindOf(event);
    throw new Unreadable(event === undefined ? QUARANTINE_CODES.notJson : QUARANTINE_CODES.wrongShape, `an event must be an object, got ${got}`);
  }
  const name = textField(event, 'event') ?? textField(event, 'name');
  const type = textField(event, 'type') ?? found.type ?? (name === null ? null : 'track');
  if (type === null) {
    throw new Unreadable(QUARANTINE_CODES.invalidField, 'type or event must be a string, got neither');
  }
  if (type === 'track' && name === null) {
    throw new Unreadable(QUARANTINE_CODES.invalidField, 'event must be a string in a track call, got nothing');
  }
  const context = merged(found.context, objectField(event, 'context'));

  return {
    message_id: idOf(event.messageId, 'messageId') ?? madeUpId(request.sqsMessageId, position),
    type,
    event: name,
    user_id: idOf(event.userId, 'userId'),
    anonymous_id: idOf(event.anonymousId, 'anonymousId'),
    group_id: idOf(event.groupId, 'groupId'),
    previous_id: idOf(event.previousId, 'previousId'),
    ...timeColumns(
      request.receivedAt,
      timeTextOf(event.sentAt ?? found.sentAt, 'sentAt'),
      timeTextOf(event.originalTimestamp ?? event.timestamp, 'timestamp'),
      settings.clockSkewDeadBandMs,
    ),
    source_contract: found.contract,
    write_key: idOf(event.writeKey, 'writeKey') ?? idOf(found.writeKey, 'writeKey') ?? request.writeKey,
    ip: typeof context?.ip === 'string' ? context.ip : request.ip,
    user_agent: typeof context?.userAgent === 'string' ? context.userAgent : request.userAgent,
    context: jsonText(context),
    properties: jsonText(objectField(event, 'properties')),
    traits: jsonText(objectField(event, 'traits')),
    integrations: jsonText(merged(found.integrations, objectField(event, 'integrations'))),
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

/** What an event says goes before what its batch says for all. */
function merged(shared: JsonObject | undefined, own: JsonObject | undefined): JsonObject | undefined {
  return shared === undefined ? own : { ...shared, ...own };
}

/** `fromEntries` and not assignments, since `__proto__` is a key like any other. */
function extraFields(event: JsonObject): JsonObject | undefined {
  const fields = Object.keys(event).filter(field => !KNOWN_FIELDS.has(field) || isSecondChoice(field, event));
  return fields.length === 0 ? undefined : Object.fromEntries(fields.map(field => [field, event[field]]));
}

/** Whether a field's column holds another field of the event, which goes first. */
function isSecondChoice(field: string, event: JsonObject): boolean {
  return (field === 'name' && Boolean(event.event)) || (field === 'timestamp' && (event.originalTimestamp ?? null) !== null);
}

function jsonText(value: JsonObject | undefined): string | null {
  return value === undefined || Object.keys(value).length === 0 ? null : JSON.stringify(value);
}
