import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { ArchiveWriter } from './archive-writer';
import { logBatch, logFailure, type LandedObject } from './batch-log';
import { PendingObjects, type PendingObject } from './pending-objects';
import { requestRows } from './request-rows';
import type { HandlerSettings } from '../../wire/environment';

/** What a batch is processed with. */
export interface BatchServices {
  readonly archive: ArchiveWriter;
  readonly settings: HandlerSettings;
  /** Id of the invocation. */
  readonly ingestId: string;
}

/**
 * Stores the events of a batch and names the messages that must be tried again: those with a row in an object that could
 * not be stored.
 *
 * Holds no state between calls: one execution environment runs many batches at a time.
 */
export async function processBatch(records: readonly SQSRecord[], { archive, settings, ingestId }: BatchServices): Promise<SQSBatchResponse> {
  const started = Date.now();
  const pending = new PendingObjects();
  const landed: LandedObject[] = [];
  const failed = new Set<string>();
  const fail = (messageIds: Iterable<string>, error: unknown) => {
    for (const messageId of messageIds) {
      if (!failed.has(messageId)) {
        failed.add(messageId);
        logFailure(messageId, error);
      }
    }
  };
  const store = async (objects: readonly PendingObject[]) => Promise.all(objects.map(async ({ prefix, receivedAt, lines, codes, messageIds }) => {
    try {
      const { bytes } = await archive.write(prefix, receivedAt, lines);
      landed.push({ rows: lines.length, codes, bytes });
    } catch (error) {
      fail(messageIds, error);
    }
  }));

  // One after the other: a message of a few kilobytes can inflate to ten megabytes, and a batch has up to 10,000.
  for (const record of records) {
    try {
      pending.add(record.messageId, await requestRows(record, settings, ingestId));
    } catch (error) {
      fail([record.messageId], error);
    }
    await store(pending.takeFull());
  }
  await store(pending.takeRest());

  logBatch({ records: records.length, failed: failed.size, landed, milliseconds: Date.now() - started });
  return { batchItemFailures: [...failed].map(itemIdentifier => ({ itemIdentifier })) };
}
