import type { ReceivedRequest } from './received-request';
import type { Unreadable } from './unreadable';
import { athenaTimestamp, type QuarantineRow } from '../../wire/archive-columns';

/** Makes a row of what cannot be an event. */
export function quarantineRow({ code, message }: Unreadable, { request, raw, position, ingestId }: {
  readonly request: ReceivedRequest;
  /** What came in, whole. */
  readonly raw: string;
  /** Index of the event in its request; null when it is the request that cannot be read. */
  readonly position: number | null;
  readonly ingestId: string;
}): QuarantineRow {
  return {
    received_at: athenaTimestamp(request.receivedAt),
    code,
    detail: message,
    path: request.route,
    position,
    content_type: request.contentType,
    write_key: request.writeKey,
    ip: request.ip,
    request_id: request.requestId,
    sqs_message_id: request.sqsMessageId,
    ingest_id: ingestId,
    raw,
  };
}
