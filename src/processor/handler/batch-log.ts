import type { QuarantineCode } from '../../wire/quarantine-codes';

/** A stored object. */
export interface LandedObject {
  readonly rows: number;
  /** Reasons of its rows, in the case of quarantine. */
  readonly codes: readonly QuarantineCode[];
  readonly bytes: number;
}

/** What is told of a batch. */
export interface BatchFacts {
  readonly records: number;
  readonly failed: number;
  readonly landed: readonly LandedObject[];
  readonly milliseconds: number;
}

/** One line for each invocation, of what is stored. The runtime makes JSON of it and adds time and request id. */
export function logBatch({ records, failed, landed, milliseconds }: BatchFacts): void {
  const quarantined: Record<string, number> = {};
  for (const code of landed.flatMap(({ codes }) => codes)) {
    quarantined[code] = (quarantined[code] ?? 0) + 1;
  }

  console.info({
    event: 'batch processed',
    records,
    landed: landed.reduce((sum, { rows, codes }) => sum + rows - codes.length, 0),
    quarantined,
    failed,
    objects: landed.length,
    bytes: landed.reduce((sum, { bytes }) => sum + bytes, 0),
    milliseconds,
  });
}

/** A message that goes back into the queue. Its content never gets into the log. */
export function logFailure(messageId: string, error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  console.warn({ event: 'message failed', messageId, error: name, reason: message });
}
