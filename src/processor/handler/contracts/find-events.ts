import type { FoundEvents } from './contract';
import { readOwnEvents } from './own-events';
import { isSegmentRoute, readSegmentEvents } from './segment';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { EVENTS_ROUTE } from '../../../wire/routes';
import type { ReceivedRequest } from '../request/received-request';
import { Unreadable } from '../request/unreadable';

/** Reads a request in the format that its route tells. */
export function findEvents(text: Buffer, { route, contentType }: ReceivedRequest): FoundEvents {
  if (route === EVENTS_ROUTE) {
    return readOwnEvents(text, contentType);
  }
  if (isSegmentRoute(route)) {
    return readSegmentEvents(text, route);
  }
  throw new Unreadable(QUARANTINE_CODES.unknownRoute, `the route must be ${EVENTS_ROUTE} or one of Segment's, got ${JSON.stringify(route.slice(0, 100))}`);
}
