import type { ReceivedRequest } from '../request/received-request';

/** Where an event came in first, as message and position: the same for every delivery and every replay of it. */
export function originOf({ sqsMessageId, replayOf }: Pick<ReceivedRequest, 'sqsMessageId' | 'replayOf'>, position: number): string {
  if (replayOf === null) {
    return `${sqsMessageId}/${position}`;
  }
  return replayOf.includes('/') ? replayOf : `${replayOf}/${position}`; // of one event, or of a whole request
}

/** Where a replay was quarantined first; null for what comes for the first time. */
export function replayOrigin(request: ReceivedRequest, position: number | null): string | null {
  return request.replayOf === null || position === null ? request.replayOf : originOf(request, position);
}
