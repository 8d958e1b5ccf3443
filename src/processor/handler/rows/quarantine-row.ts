import { replayOrigin } from './event-origin';
import { athenaTimestamp, type QuarantineRow } from '../../../wire/archive-columns';
import type { ReceivedRequest } from '../request/received-request';
import type { Unreadable } from '../request/unreadable';

/** Makes a row, as a line, of what cannot be an event. */
export function quarantineRow({ code, message }: Unreadable, { request, raw, position, ingestId }: {
  readonly request: ReceivedRequest;
  /** What came in, whole; null when that is not to be kept. */
  readonly raw: string | null;
  /** Index of the event in its request; null when it is the request that cannot be read. */
  readonly position: number | null;
  readonly ingestId: string;
}): string {
  const row: QuarantineRow = {
    received_at: athenaTimestamp(request.receivedAt),
    code,
    detail: message,
    path: request.route,
    position,
    content_type: request.contentType,
    write_key: request.writeKeyId ?? request.writeKey,
    ip: request.ip,
    user_agent: request.userAgent,
    request_id: request.requestId,
    sqs_message_id: request.sqsMessageId,
    ingest_id: ingestId,
    replay_of: replayOrigin(request, position),
    raw,
  };
  return `${JSON.stringify(row)}\n`;
}
