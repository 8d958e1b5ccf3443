import type { FoundEvents } from './contract';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { SEGMENT_CALLS, SEGMENT_ROOT } from '../../../wire/routes';
import { OPEN_ARRAY, OPEN_OBJECT } from '../json/characters';
import type { JsonIndex } from '../json/json-index';
import { elementsOf, indexOf, kindOf, memberOf } from '../json/json-values';
import { Unreadable } from '../request/unreadable';
import { EventFields } from '../rows/event-fields';

/** Whether a route is one of Segment's. */
export function isSegmentRoute(route: string): boolean {
  return route.startsWith(`${SEGMENT_ROOT}/`) && Object.hasOwn(SEGMENT_CALLS, callOf(route));
}

/**
 * Reads what Segment's and RudderStack's clients send: a batch, or one call whose route tells its type.
 *
 * @see https://www.twilio.com/docs/segment/connections/sources/catalog/libraries/server/http-api
 */
export function readSegmentEvents(text: Buffer, route: string): FoundEvents {
  const index = indexOf(text);
  if (index.firstByte(0) !== OPEN_OBJECT) {
    throw new Unreadable(QUARANTINE_CODES.wrongShape, `the body must be an object, got ${kindOf(index, 0)}`);
  }
  const type = SEGMENT_CALLS[callOf(route)];
  return type === undefined
    ? { contract: 'segment', index, events: batchOf(index), shared: new EventFields(index).read(0) }
    : { contract: 'segment', index, events: [0], type };
}

function batchOf(index: JsonIndex): number[] {
  const batch = memberOf(index, 0, 'batch');
  if (batch === undefined || index.firstByte(batch) !== OPEN_ARRAY) {
    const got = batch === undefined ? 'nothing' : kindOf(index, batch);
    throw new Unreadable(QUARANTINE_CODES.wrongShape, `batch must be an array of events, got ${got}`);
  }
  return elementsOf(index, batch);
}

function callOf(route: string): string {
  return route.slice(SEGMENT_ROOT.length + 1);
}
