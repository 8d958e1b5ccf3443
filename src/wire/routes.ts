/** Route of this library's own contract: a JSON object, an array of objects, or NDJSON. */
export const EVENTS_ROUTE = '/events';

/** Folder of the Segment routes. */
export const SEGMENT_ROOT = '/v1';

/**
 * Segment's calls, by the last word of their route, with the event type that a body without `type` gets.
 * A batch has no type of its own.
 *
 * @see https://www.twilio.com/docs/segment/connections/sources/catalog/libraries/server/http-api
 */
export const SEGMENT_CALLS: Readonly<Record<string, string | undefined>> = {
  batch: undefined,
  import: undefined,
  b: undefined,
  track: 'track',
  t: 'track',
  identify: 'identify',
  i: 'identify',
  page: 'page',
  p: 'page',
  screen: 'screen',
  s: 'screen',
  group: 'group',
  g: 'group',
  alias: 'alias',
  a: 'alias',
};

/** Route of OpenTelemetry's logs, in the folder of the Segment routes. */
export const OTLP_LOGS_ROUTE = `${SEGMENT_ROOT}/logs`;

/**
 * Routes that PostHog's clients post to: batches of a server, and single events.
 *
 * @see https://posthog.com/docs/api/capture
 */
export const POSTHOG_ROUTES: readonly string[] = ['/batch', '/capture', '/e', '/i/v0/e'];

/**
 * Route of Amplitude's HTTP API.
 *
 * @see https://amplitude.com/docs/apis/analytics/http-v2
 */
export const AMPLITUDE_ROUTE = '/2/httpapi';

/**
 * Route that Snowplow's trackers post to.
 *
 * @see https://docs.snowplow.io/docs/fundamentals/canonical-event/
 */
export const SNOWPLOW_ROUTE = '/com.snowplowanalytics.snowplow/tp2';

/** Routes below `SEGMENT_ROOT`. */
export const V1_ROUTES: readonly string[] = [...Object.keys(SEGMENT_CALLS).map(call => `${SEGMENT_ROOT}/${call}`), OTLP_LOGS_ROUTE];

/** All others. */
export const OTHER_ROUTES: readonly string[] = [EVENTS_ROUTE, ...POSTHOG_ROUTES, AMPLITUDE_ROUTE, SNOWPLOW_ROUTE];

/** Calls of Segment whose clients send the key as a header: those of servers. */
const SERVER_CALLS: readonly string[] = ['batch', 'import'];

/** Routes whose clients put their write key into the body: those of browsers and apps. */
export const KEY_IN_BODY_ROUTES: readonly string[] = [
  ...Object.keys(SEGMENT_CALLS).filter(call => !SERVER_CALLS.includes(call)).map(call => `${SEGMENT_ROOT}/${call}`),
  ...POSTHOG_ROUTES,
  AMPLITUDE_ROUTE,
];

/** Every route that a door takes a POST on. */
export const ROUTES: readonly string[] = [...OTHER_ROUTES, ...V1_ROUTES];
