import type { StoredObject } from './archive-writer';
import type { RequestRows } from './request-rows';

/** What is told of a batch. */
export interface BatchFacts {
  readonly records: number;
  readonly requests: readonly RequestRows[];
  readonly failed: number;
  readonly objects: readonly StoredObject[];
  readonly milliseconds: number;
}

/** One line for each invocation. The runtime makes JSON of it and adds time and request id. */
export function logBatch({ records, requests, failed, objects, milliseconds }: BatchFacts): void {
  const quarantined: Record<string, number> = {};
  for (const { code } of requests.flatMap(({ quarantine }) => quarantine)) {
    quarantined[code ?? 'none'] = (quarantined[code ?? 'none'] ?? 0) + 1;
  }

  console.info({
    event: 'batch processed',
    records,
    landed: requests.reduce((sum, { events }) => sum + events.length, 0),
    quarantined,
    failed,
    objects: objects.length,
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    milliseconds,
  });
}

/** A message that goes back into the queue. Its content never gets into the log. */
export function logFailure(messageId: string, error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  console.warn({ event: 'message failed', messageId, error: name, reason: message });
}
