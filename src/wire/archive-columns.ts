/** One column of a table in the archive. */
export interface Column {
  readonly name: string;
  /** Type in Athena. */
  readonly type: 'string' | 'bigint' | 'timestamp';
  readonly comment: string;
}

/**
 * Columns of `events`, in the order in which a row is read by a person.
 *
 * Nested values are JSON text (read them with `json_extract`), so that no client can break the table by sending a
 * property with another type. Times that we computed are `timestamp`; times that a client sent stay as it wrote them.
 */
export const EVENT_COLUMNS = [
  { name: 'message_id', type: 'string', comment: 'Id of the event; the same on every copy. Made from the SQS message id and the position when the client gave none' },
  { name: 'type', type: 'string', comment: 'track, identify, page, screen, group, alias, or what the client says' },
  { name: 'event', type: 'string', comment: 'Name of a tracked action, or of a page or screen' },
  { name: 'user_id', type: 'string', comment: 'Id of the user in the client\'s own system' },
  { name: 'anonymous_id', type: 'string', comment: 'Id of the device or browser before the user is known' },
  { name: 'group_id', type: 'string', comment: 'Id of the group in a group call' },
  { name: 'previous_id', type: 'string', comment: 'Former id in an alias call' },
  { name: 'timestamp', type: 'timestamp', comment: 'When it happened, UTC: original_timestamp, corrected by skew_ms when the client\'s clock was far off' },
  { name: 'received_at', type: 'timestamp', comment: 'When SQS stored the request, UTC; of a replay, when it did so first' },
  { name: 'sent_at', type: 'string', comment: 'When the client says that it sent the request, as it wrote it' },
  { name: 'original_timestamp', type: 'string', comment: 'When the client says that it happened, as it wrote it' },
  { name: 'skew_ms', type: 'bigint', comment: 'received_at minus sent_at, in milliseconds' },
  { name: 'time_flag', type: 'string', comment: 'skew_corrected, future, late, invalid_timestamp or no_timestamp; null when the client\'s time was usable as it was' },
  { name: 'source_contract', type: 'string', comment: 'Format that the request was read as: events, segment, cloudevents, posthog, amplitude, snowplow or otlp' },
  { name: 'write_key', type: 'string', comment: 'Write key that the client sent; its id, where the endpoint knows keys' },
  { name: 'ip', type: 'string', comment: 'Address of the client: context.ip when it sent one, else as the door saw it' },
  { name: 'user_agent', type: 'string', comment: 'User agent: context.userAgent when the client sent one, else as the door saw it' },
  { name: 'context', type: 'string', comment: 'JSON text of context' },
  { name: 'properties', type: 'string', comment: 'JSON text of properties' },
  { name: 'traits', type: 'string', comment: 'JSON text of traits' },
  { name: 'integrations', type: 'string', comment: 'JSON text of integrations' },
  { name: 'extra', type: 'string', comment: 'JSON text of the fields that have no column of their own' },
  { name: 'schema_violations', type: 'string', comment: 'What the event\'s schema finds wrong; null when it finds nothing, or there is none' },
  { name: 'request_id', type: 'string', comment: 'Id of the HTTP request; it stands in the access log too' },
  { name: 'sqs_message_id', type: 'string', comment: 'Id of the SQS message that carried the request' },
  { name: 'ingest_id', type: 'string', comment: 'Id of the invocation that wrote the row' },
] as const satisfies readonly Column[];

/** Columns of `quarantine`: the whole body of a request, or one event of it, with the reason why it is here. */
export const QUARANTINE_COLUMNS = [
  { name: 'received_at', type: 'timestamp', comment: 'When SQS stored the request, UTC; of a replay, when it did so first' },
  { name: 'code', type: 'string', comment: 'Reason, one of the codes in docs/quarantine.md' },
  { name: 'detail', type: 'string', comment: 'What was expected and what was found' },
  { name: 'path', type: 'string', comment: 'Route that took the request' },
  { name: 'position', type: 'bigint', comment: 'Index of the event in its request; null when the body could not be read at all' },
  { name: 'content_type', type: 'string', comment: 'Content-Type of the request' },
  { name: 'write_key', type: 'string', comment: 'Write key in the Authorization of the request; its id, where the endpoint knows keys' },
  { name: 'ip', type: 'string', comment: 'Address of the client, as the door saw it' },
  { name: 'user_agent', type: 'string', comment: 'User agent, as the door saw it' },
  { name: 'request_id', type: 'string', comment: 'Id of the HTTP request; it stands in the access log too' },
  { name: 'sqs_message_id', type: 'string', comment: 'Id of the SQS message that carried the request' },
  { name: 'ingest_id', type: 'string', comment: 'Id of the invocation that wrote the row' },
  { name: 'replay_of', type: 'string', comment: 'Where it was quarantined first, when a replay brought it here again: sqs_message_id/position' },
  { name: 'raw', type: 'string', comment: 'What came in, whole' },
] as const satisfies readonly Column[];

/** A row of a table: a value, or null, for each column. */
export type Row<Columns extends readonly Column[]> = {
  readonly [C in Columns[number] as C['name']]: C['type'] extends 'bigint' ? number | null : string | null;
};

export type EventRow = Row<typeof EVENT_COLUMNS>;
export type QuarantineRow = Row<typeof QUARANTINE_COLUMNS>;

/** The form in which Athena reads a `timestamp` out of JSON, in UTC. */
export function athenaTimestamp(time: Date): string {
  return time.toISOString().replace('T', ' ').slice(0, 23);
}
