import { errorText, type InvokeOutcome } from './invoke-outcome';

/** Which messages of a batch are to be delivered again. */
export interface BatchVerdict {
  readonly failed: ReadonlySet<string>;
  /** Why the whole batch failed, when it did. */
  readonly reason?: string;
}

/**
 * Reads from the outcome of an invocation which messages failed.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html#services-sqs-batchfailurereporting
 */
export function judgeBatch(outcome: InvokeOutcome, messageIds: readonly string[], reportBatchItemFailures: boolean): BatchVerdict {
  const allFailed = (reason: string) => ({ failed: new Set(messageIds), reason });
  if (!outcome.ok) {
    return allFailed(errorText(outcome));
  }
  if (!reportBatchItemFailures || outcome.value === null) {
    return { failed: new Set() };
  }
  if (typeof outcome.value !== 'object') {
    return allFailed(`the function must return an object with batchItemFailures, got ${JSON.stringify(outcome.value)}`);
  }
  const { batchItemFailures } = outcome.value as { batchItemFailures?: unknown };
  if (batchItemFailures === undefined || batchItemFailures === null) {
    return { failed: new Set() };
  }
  if (!Array.isArray(batchItemFailures)) {
    return allFailed(`batchItemFailures must be a list, got ${JSON.stringify(batchItemFailures)}`);
  }
  const identifiers = batchItemFailures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  const known = new Set<unknown>(messageIds);
  const foreign = identifiers.findIndex(identifier => !known.has(identifier));
  if (foreign >= 0) {
    return allFailed(`itemIdentifier must be the id of a message of the batch, got ${JSON.stringify(batchItemFailures[foreign])}`);
  }
  return { failed: new Set(identifiers as string[]) };
}
