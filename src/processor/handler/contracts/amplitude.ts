import type { FoundEvents } from './contract';
import { ParsedBody } from './parsed-body';
import { objectIn, others, textIn, translated } from './translation';

/** Events of Amplitude's own that are a call of Segment's; all others are tracked actions. */
const TYPES: ReadonlyMap<string, string> = new Map([['$identify', 'identify'], ['$groupidentify', 'group']]);

/** Members of an event that have a place of their own. */
const PLACED = ['insert_id', 'event_type', 'user_id', 'device_id', 'time', 'event_properties', 'user_properties', 'ip', 'library'];

/**
 * Reads what Amplitude's clients send to its HTTP API.
 *
 * @see https://amplitude.com/docs/apis/analytics/http-v2
 */
export function readAmplitude(text: Buffer): FoundEvents {
  const body = new ParsedBody(text);
  const request = body.object();
  const shared = others('amplitude', request, ['api_key', 'events', 'client_upload_time']);

  return translated('amplitude', body.elements('events'), event => {
    const name = textIn(event, 'event_type');
    const type = TYPES.get(name ?? '') ?? 'track';
    const groups = objectIn(event, 'groups') ?? {};
    return {
      ...shared,
      ...others('amplitude', event, PLACED),
      messageId: event.insert_id,
      type,
      event: name,
      userId: event.user_id,
      anonymousId: event.device_id,
      groupId: type === 'group' ? Object.values(groups)[0] : undefined,
      timestamp: event.time,
      sentAt: request.client_upload_time,
      writeKey: request.api_key,
      context: { ip: event.ip, library: event.library === undefined ? undefined : { name: event.library } },
      properties: objectIn(event, 'event_properties'),
      traits: objectIn(event, 'user_properties'),
    };
  });
}
