import type { FoundEvents } from './contract';
import { attributesOf, valueOfAny } from './otlp-values';
import { ParsedBody, type ParsedElement } from './parsed-body';
import { others, textIn, translated } from './translation';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { isObject, kindOfParsed, type JsonObject } from '../json/json-object';
import { Unreadable } from '../request/unreadable';

const NANOSECONDS = 1_000_000n;

/** A record, and what stands around it. */
interface LogRecord {
  readonly resource: JsonObject;
  readonly scope: JsonObject;
  readonly record: unknown;
}

/**
 * Reads OpenTelemetry's logs over HTTP as JSON, each record an event.
 *
 * A record has no id of its own unless its attribute `log.record.uid` says one.
 * In quarantine a record stands in a request of its own, which can be sent again.
 *
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 * @see https://opentelemetry.io/docs/specs/semconv/registry/attributes/log/
 */
export function readOtlpLogs(text: Buffer): FoundEvents {
  const body = new ParsedBody(text).object();
  if (body.resourceLogs === undefined && Object.keys(body).length > 0) {
    throw new Unreadable(QUARANTINE_CODES.wrongShape, 'resourceLogs must be an array, got nothing');
  }
  const records = listIn(body, 'resourceLogs').flatMap(resourceLogs => listIn(resourceLogs, 'scopeLogs').flatMap(scopeLogs => {
    const { scopeLogs: _scopes, ...resource } = resourceLogs;
    const { logRecords: _records, ...scope } = scopeLogs;
    return arrayIn(scopeLogs, 'logRecords').map(record => ({ resource, scope, record }));
  }));
  return translated('otlp', records.map(asElement), ({ resource, scope, record }) =>
    eventOf(record as JsonObject, resource as JsonObject, scope as JsonObject));
}

function asElement({ resource, scope, record }: LogRecord): ParsedElement {
  const alone = { resourceLogs: [{ ...resource, scopeLogs: [{ ...scope, logRecords: [record] }] }] };
  return { value: isObject(record) ? { resource, scope, record } : record, raw: () => JSON.stringify(alone) };
}

function eventOf(record: JsonObject, { resource, ...resourceRest }: JsonObject, { scope, ...scopeRest }: JsonObject): JsonObject {
  const attributes = attributesOf(record.attributes);
  const body = valueOfAny(record.body);
  const { traceId, spanId, flags } = record;
  return {
    ...others('otlp', record, ['timeUnixNano', 'attributes', 'body', 'eventName', 'traceId', 'spanId', 'flags']),
    body,
    messageId: attributes['log.record.uid'],
    type: 'track',
    event: textIn(record, 'eventName') || attributes['event.name'] || 'log',
    userId: attributes['user.id'] ?? attributes['enduser.id'],
    anonymousId: attributes['session.id'],
    timestamp: milliseconds(record.timeUnixNano) ?? milliseconds(record.observedTimeUnixNano),
    timeUnixNano: record.timeUnixNano,
    context: {
      resource: isObject(resource) ? attributesOf(resource.attributes) : undefined,
      scope,
      traceId,
      spanId,
      flags,
      resourceLogs: resourceRest,
      scopeLogs: scopeRest,
    },
    properties: attributes,
  };
}

/** Nanoseconds since 1970, as a string or a number, in milliseconds; none for 0, which stands for unknown. */
function milliseconds(nanoseconds: unknown): string | undefined {
  const text = String(nanoseconds ?? '0');
  if (!/^\d{1,20}$/.test(text) || /^0+$/.test(text)) {
    return undefined;
  }
  return (BigInt(text) / NANOSECONDS).toString();
}

function listIn(object: JsonObject, name: string): JsonObject[] {
  return arrayIn(object, name).map(element => {
    if (!isObject(element)) {
      throw new Unreadable(QUARANTINE_CODES.wrongShape, `${name} must be an array of objects, got one of ${kindOfParsed(element)}`);
    }
    return element;
  });
}

function arrayIn(object: JsonObject, name: string): readonly unknown[] {
  const value = object[name] ?? [];
  if (!Array.isArray(value)) {
    throw new Unreadable(QUARANTINE_CODES.wrongShape, `${name} must be an array, got ${kindOfParsed(value)}`);
  }
  return value;
}
