import { readAmplitude } from './amplitude';
import { isCloudEvents, readCloudEvents } from './cloudevents';
import type { FoundEvents } from './contract';
import { readOtlpLogs } from './otlp-logs';
import { readOwnEvents } from './own-events';
import { readPostHog } from './posthog';
import { isSegmentRoute, readSegmentEvents } from './segment';
import { readSnowplow } from './snowplow';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { AMPLITUDE_ROUTE, EVENTS_ROUTE, OTLP_LOGS_ROUTE, POSTHOG_ROUTES, SNOWPLOW_ROUTE } from '../../../wire/routes';
import type { ReceivedRequest } from '../request/received-request';
import { Unreadable } from '../request/unreadable';

/** Readers by the route that tells their contract. */
const READERS: ReadonlyMap<string, (text: Buffer) => FoundEvents> = new Map([
  [AMPLITUDE_ROUTE, readAmplitude],
  [SNOWPLOW_ROUTE, readSnowplow],
  [OTLP_LOGS_ROUTE, readOtlpLogs],
  ...POSTHOG_ROUTES.map(route => [route, readPostHog] as const),
]);

/** Reads a request in the format that its route tells, and where several share one, its content. */
export function findEvents(text: Buffer, { route, contentType }: ReceivedRequest): FoundEvents {
  if (route === EVENTS_ROUTE) {
    return isCloudEvents(text, contentType) ? readCloudEvents(text) : readOwnEvents(text, contentType);
  }
  if (isSegmentRoute(route)) {
    return readSegmentEvents(text, route);
  }
  const read = READERS.get(route);
  if (read === undefined) {
    throw new Unreadable(QUARANTINE_CODES.unknownRoute, `the route must be one that a door takes, got ${JSON.stringify(route.slice(0, 100))}`);
  }
  return read(text);
}
