import type { FoundEvents } from './contract';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { SEGMENT_CALLS, SEGMENT_ROOT } from '../../../wire/routes';
import { isObject, kindOf, parseJson, type JsonObject } from '../json-value';
import { Unreadable } from '../unreadable';

/** Whether a route is one of Segment's. */
export function isSegmentRoute(route: string): boolean {
  return route.startsWith(`${SEGMENT_ROOT}/`) && Object.hasOwn(SEGMENT_CALLS, callOf(route));
}

/**
 * Reads what Segment's and RudderStack's clients send: a batch, or one call whose route tells its type.
 *
 * @see https://www.twilio.com/docs/segment/connections/sources/catalog/libraries/server/http-api
 */
export function readSegmentEvents(text: string, route: string): FoundEvents {
  const body = parseJson(text);
  if (!isObject(body)) {
    throw new Unreadable(QUARANTINE_CODES.wrongShape, `the body must be an object, got ${kindOf(body)}`);
  }
  const type = SEGMENT_CALLS[callOf(route)];
  const shared = { contract: 'segment', sentAt: body.sentAt, writeKey: body.writeKey } as const;

  return type === undefined
    ? { ...shared, events: batchOf(body), context: objectOf(body.context), integrations: objectOf(body.integrations) }
    : { ...shared, events: [{ position: 0, value: body, text }], type };
}

function batchOf(body: JsonObject) {
  if (!Array.isArray(body.batch)) {
    throw new Unreadable(QUARANTINE_CODES.wrongShape, `batch must be an array of events, got ${kindOf(body.batch)}`);
  }
  return body.batch.map((value: unknown, position) => ({ position, value }));
}

function objectOf(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

function callOf(route: string): string {
  return route.slice(SEGMENT_ROOT.length + 1);
}
