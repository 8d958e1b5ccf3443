import type { FoundEvents } from './contract';
import { ParsedBody } from './parsed-body';
import { others, textIn, translated } from './translation';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { JsonIndex, NO_VALUE } from '../json/json-index';
import { isObject, type JsonObject } from '../json/json-object';
import { Unreadable } from '../request/unreadable';

/** Members of an event that have a place of their own. */
const PLACED = ['eid', 'uid', 'duid', 'nuid', 'dtm', 'stm', 'url', 'page', 'refr', 'ip', 'ua',
  'se_ca', 'se_ac', 'se_la', 'se_pr', 'se_va', 'ue_px', 'ue_pr', 'cx', 'co'];

const SCHEMA_NAME = /^iglu:[^/]+\/([^/]+)\//;

/**
 * Reads what Snowplow's trackers post. Values stay the strings that trackers send; payloads in base64 are decoded.
 *
 * @see https://docs.snowplow.io/docs/fundamentals/canonical-event/
 */
export function readSnowplow(text: Buffer): FoundEvents {
  const body = new ParsedBody(text);
  body.object();

  return translated('snowplow', body.elements('data'), event => ({
    ...others('snowplow', event, PLACED),
    messageId: event.eid,
    ...callOf(event),
    userId: event.uid,
    anonymousId: event.duid ?? event.nuid,
    timestamp: event.dtm,
    sentAt: event.stm,
    context: {
      ip: event.ip,
      userAgent: event.ua,
      page: event.url === undefined ? undefined : { url: event.url, title: event.page, referrer: event.refr },
      contexts: payload(event, 'cx', 'co')?.data,
    },
  }));
}

/** What happened: a page view, a structured event, or one with a schema of its own. */
function callOf(event: JsonObject): JsonObject {
  switch (event.e) {
    case 'pv':
      return { type: 'page', event: event.page ?? event.url ?? 'Page View' };
    case 'se': {
      const { se_ca: category, se_ac: action, se_la: label, se_pr: property, se_va: value } = event;
      return { type: 'track', event: action ?? category ?? 'Structured Event', properties: { category, action, label, property, value } };
    }
    case 'ue': {
      const described = payload(event, 'ue_px', 'ue_pr')?.data;
      const { schema, data } = isObject(described) ? described : {};
      const name = SCHEMA_NAME.exec(String(schema))?.[1];
      return { type: 'track', event: name ?? 'Self-describing Event', properties: isObject(data) ? data : { data }, schema };
    }
    default:
      return { type: 'track', event: textIn(event, 'e') };
  }
}

/** JSON that a tracker sends as base64 in one field, or as text in another. */
function payload(event: JsonObject, encoded: string, plain: string): JsonObject | undefined {
  const base64 = textIn(event, encoded);
  const text = base64 === undefined ? textIn(event, plain) : Buffer.from(base64, 'base64').toString();
  if (text === undefined) {
    return undefined;
  }
  const field = base64 === undefined ? plain : encoded;
  const index = new JsonIndex(Buffer.from(text), new Int32Array(0));
  const value: unknown = index.add() !== NO_VALUE && index.tooDeep.length === 0 ? JSON.parse(text) : undefined;
  if (!isObject(value)) {
    throw new Unreadable(QUARANTINE_CODES.invalidField, `${field} must be a JSON object${base64 === undefined ? '' : ' in base64'}, got something else`);
  }
  return value;
}
