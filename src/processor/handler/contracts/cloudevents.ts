import type { FoundEvents } from './contract';
import { ParsedBody } from './parsed-body';
import { others, textIn, translated } from './translation';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { isObject, type JsonObject } from '../json/json-object';
import { Unreadable } from '../request/unreadable';

const CONTENT_TYPE = /^application\/cloudevents(-batch)?\+json\b/i;

/** Attributes that every CloudEvent has, which no event of ours has together. */
const REQUIRED = ['specversion', 'id', 'source', 'type'] as const;

/** Whether a request holds CloudEvents: its type says so, or, where the door does not tell the type, all that is in it. */
export function isCloudEvents(text: Buffer, contentType: string | null): boolean {
  if (contentType !== null && CONTENT_TYPE.test(contentType)) {
    return true;
  }
  if (!text.includes('"specversion"')) {
    return false;
  }
  try {
    const value: unknown = JSON.parse(text.toString());
    return Array.isArray(value) ? value.length > 0 && value.every(isCloudEvent) : isCloudEvent(value);
  } catch {
    return false;
  }
}

/**
 * Reads CloudEvents in structured mode, one or a batch.
 *
 * Source and id together are unique; a space stands between them, which a source cannot have.
 *
 * @see https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md
 */
export function readCloudEvents(text: Buffer): FoundEvents {
  const body = new ParsedBody(text);
  const elements = Array.isArray(body.value) ? body.elements() : [body.whole()];

  return translated('cloudevents', elements, event => {
    const missing = REQUIRED.find(name => !textIn(event, name));
    if (missing !== undefined) {
      throw new Unreadable(QUARANTINE_CODES.invalidField, `${missing} must be a string, got nothing`);
    }
    const hasProperties = isObject(event.data);
    return {
      ...others('cloudevents', event, ['type', 'time', ...hasProperties ? ['data'] : []]),
      messageId: `${String(event.source)} ${String(event.id)}`,
      type: 'track',
      event: event.type,
      timestamp: event.time,
      properties: hasProperties ? event.data : undefined,
    };
  });
}

function isCloudEvent(value: unknown): value is JsonObject {
  return isObject(value) && REQUIRED.every(name => typeof value[name] === 'string');
}
