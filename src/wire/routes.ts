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

/** Every route that a door takes a POST on. */
export const ROUTES: readonly string[] = [EVENTS_ROUTE, ...Object.keys(SEGMENT_CALLS).map(call => `${SEGMENT_ROOT}/${call}`)];
