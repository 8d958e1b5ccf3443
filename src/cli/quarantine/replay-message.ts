import { gzipSync } from 'node:zlib';
import type { MessageAttributeValue } from '@aws-sdk/client-sqs';
import { firstReceipt, type Quarantined } from './selection';
import type { QuarantineRow } from '../../wire/archive-columns';
import { MESSAGE_ATTRIBUTES, type MessageAttributeName } from '../../wire/message-attributes';
import { AMPLITUDE_ROUTE, EVENTS_ROUTE, POSTHOG_ROUTES, SEGMENT_CALLS, SEGMENT_ROOT, SNOWPLOW_ROUTE } from '../../wire/routes';

/** Most bytes of a message, or of a batch of them, with their attributes. */
export const MAX_MESSAGE_BYTES = 1_048_576;

/** What SQS takes no message with; such text came in compressed, and can go so again. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

const NDJSON = 'application/x-ndjson';
const LINES = /^application\/(x-)?(ndjson|jsonl|json-lines)\b/i;
const CLOUD_EVENTS = /^application\/cloudevents(-batch)?\+json\b/i;

/** A message of the queue. */
export interface ReplayMessage {
  readonly MessageBody: string;
  readonly MessageAttributes: Record<string, MessageAttributeValue>;
  /** Bytes that SQS counts. */
  readonly bytes: number;
}

/** Makes a request of a row, with all that its door knew; nothing when it does not fit into a message, or was not kept. */
export function replayMessage({ id, row }: Quarantined): ReplayMessage | undefined {
  const { raw } = row;
  if (raw === null) {
    return undefined;
  }
  const { body: text, contentType } = row.position === null ? { body: raw, contentType: row.content_type } : requestAround(raw, row);
  const attributes = Object.entries({
    [MESSAGE_ATTRIBUTES.path]: row.path,
    [MESSAGE_ATTRIBUTES.contentType]: contentType,
    [MESSAGE_ATTRIBUTES.writeKeyId]: row.write_key,
    [MESSAGE_ATTRIBUTES.sourceIp]: row.ip,
    [MESSAGE_ATTRIBUTES.userAgent]: row.user_agent,
    [MESSAGE_ATTRIBUTES.requestId]: row.request_id,
    [MESSAGE_ATTRIBUTES.replayOf]: row.replay_of ?? id,
    [MESSAGE_ATTRIBUTES.firstReceivedAt]: firstReceipt(row).toISOString(),
  } satisfies Partial<Record<MessageAttributeName, string | null | undefined>>).flatMap(([name, value]) => value ? [[name, value] as const] : []);

  const beside = attributes.reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}String${value}`), 0);
  const body = text === '' || FORBIDDEN.test(text) || Buffer.byteLength(text) + beside > MAX_MESSAGE_BYTES ? gzipSync(text).toString('base64') : text;
  const bytes = Buffer.byteLength(body) + beside;
  return bytes > MAX_MESSAGE_BYTES ? undefined : {
    MessageBody: body,
    MessageAttributes: Object.fromEntries(attributes.map(([name, value]) => [name, { DataType: 'String', StringValue: value }])),
    bytes,
  };
}

/** A request with an event as its only one, in the contract that it came in. */
function requestAround(raw: string, { path, content_type: contentType }: QuarantineRow): { body: string; contentType: string | null } {
  const route = path ?? EVENTS_ROUTE;
  if (route === EVENTS_ROUTE) {
    return isJson(raw) ? { body: `[${raw}]`, contentType: typeOfArray(contentType) } : { body: raw, contentType: NDJSON };
  }
  const list = listOf(route);
  return { body: list === undefined ? raw : `{"${list}":[${raw}]}`, contentType };
}

/** What a line that is no JSON would become as a part of an array, its client could choose. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function typeOfArray(contentType: string | null): string | null {
  if (CLOUD_EVENTS.test(contentType ?? '')) {
    return 'application/cloudevents-batch+json';
  }
  return LINES.test(contentType ?? '') ? 'application/json' : contentType;
}

/** Member that holds the events of a batch; a single call of Segment, and a log record, are a request by themselves. */
function listOf(route: string): string | undefined {
  if (POSTHOG_ROUTES.includes(route) || isSegmentBatch(route)) {
    return 'batch';
  }
  return { [AMPLITUDE_ROUTE]: 'events', [SNOWPLOW_ROUTE]: 'data' }[route];
}

function isSegmentBatch(route: string): boolean {
  const call = route.startsWith(`${SEGMENT_ROOT}/`) ? route.slice(SEGMENT_ROOT.length + 1) : '';
  return Object.hasOwn(SEGMENT_CALLS, call) && SEGMENT_CALLS[call] === undefined;
}
