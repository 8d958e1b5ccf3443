import type { FoundEvents } from './contract';
import { ParsedBody, type ParsedElement } from './parsed-body';
import { objectIn, others, textIn, translated } from './translation';
import type { JsonObject } from '../json/json-object';

/** Events of PostHog's own that are a call of Segment's; all others are tracked actions. */
const TYPES: ReadonlyMap<string, string> = new Map([
  ['$identify', 'identify'], ['$create_alias', 'alias'], ['$groupidentify', 'group'], ['$pageview', 'page'], ['$screen', 'screen'],
]);

/**
 * Reads what PostHog's clients send: a batch, or one event or an array of them, as its browser does.
 *
 * PostHog does not tell whether a `distinct_id` is a known user, so it is the user's id. Properties stay whole, but for the key
 * that the browser's client repeats there as `token`: it has a place of its own.
 *
 * @see https://posthog.com/docs/api/capture
 */
export function readPostHog(text: Buffer): FoundEvents {
  const body = new ParsedBody(text);
  const request = Array.isArray(body.value) ? {} : body.object();

  return translated('posthog', elementsOf(body, request), event => {
    const properties = objectIn(event, 'properties') ?? {};
    const name = textIn(event, 'event');
    const type = TYPES.get(name ?? '') ?? 'track';
    const writeKey = event.api_key ?? event.token ?? request.api_key ?? request.token ?? properties.token;
    return {
      ...request === event ? {} : others('posthog', request, ['batch', 'api_key', 'token', 'sent_at']),
      ...others('posthog', event, ['event', 'properties', 'timestamp', 'uuid', 'distinct_id', 'api_key', 'token', 'sent_at']),
      messageId: event.uuid,
      type,
      event: name,
      userId: event.distinct_id ?? properties.distinct_id,
      anonymousId: properties.$anon_distinct_id ?? properties.$device_id,
      previousId: type === 'alias' ? properties.alias : undefined,
      groupId: type === 'group' ? properties.$group_key : undefined,
      timestamp: event.timestamp,
      sentAt: request.sent_at,
      writeKey,
      context: contextOf(properties),
      properties: properties.token === writeKey ? withoutToken(properties) : properties,
      traits: type === 'group' ? properties.$group_set : properties.$set,
    };
  });
}

function elementsOf(body: ParsedBody, request: JsonObject): ParsedElement[] {
  if (Array.isArray(body.value)) {
    return body.elements();
  }
  return Object.hasOwn(request, 'event') && !Object.hasOwn(request, 'batch') ? [body.whole()] : body.elements('batch');
}

function withoutToken({ token: _, ...properties }: JsonObject): JsonObject {
  return properties;
}

function contextOf({ $ip: ip, $lib: name, $lib_version: version, $raw_user_agent: userAgent }: JsonObject): JsonObject {
  return { ip, userAgent, library: name === undefined ? undefined : { name, version } };
}
