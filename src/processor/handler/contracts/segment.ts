import type { FoundEvents } from './contract';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { SEGMENT_CALLS, SEGMENT_ROOT } from '../../../wire/routes';
import { objectField } from '../event-fields';
import { elementTexts, memberText } from '../json-text';
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
    ? { ...shared, ...batchOf(body, text), context: objectField(body, 'context'), integrations: objectField(body, 'integrations') }
    : { ...shared, values: [body], texts: () => [text], type };
}

function batchOf(body: JsonObject, text: string) {
  if (!Array.isArray(body.batch)) {
    throw new Unreadable(QUARANTINE_CODES.wrongShape, `batch must be an array of events, got ${kindOf(body.batch)}`);
  }
  const values: readonly unknown[] = body.batch;
  return { values, texts: () => elementTexts(memberText(text, 'batch') ?? '[]') };
}

function callOf(route: string): string {
  return route.slice(SEGMENT_ROOT.length + 1);
}
