import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { ArchiveWriter } from './archive-writer';
import { logBatch, logFailure } from './batch-log';
import { requestRows, type RequestRows } from './request-rows';
import { EVENTS_PREFIX, partitionFolder, QUARANTINE_PREFIX } from '../../wire/archive-layout';
import type { HandlerSettings } from '../../wire/environment';

/** What a batch is processed with. */
export interface BatchServices {
  readonly archive: ArchiveWriter;
  readonly settings: HandlerSettings;
  /** Id of the invocation. */
  readonly ingestId: string;
}

/** Rows for one object, and the messages that they came in. */
interface PendingObject {
  readonly prefix: string;
  readonly receivedAt: Date;
  readonly rows: object[];
  readonly messageIds: Set<string>;
}

/**
 * Stores the events of a batch and names the messages that must be tried again: those with a row in an object that could
 * not be stored.
 *
 * Holds no state between calls: one execution environment runs many batches at a time.
 */
export async function processBatch(records: readonly SQSRecord[], { archive, settings, ingestId }: BatchServices): Promise<SQSBatchResponse> {
  const started = Date.now();
  const failed = new Set<string>();
  const fail = (messageIds: Iterable<string>, error: unknown) => {
    for (const messageId of messageIds) {
      failed.add(messageId);
      logFailure(messageId, error);
    }
  };

  const requests: [string, RequestRows][] = [];
  await Promise.all(records.map(async record => {
    try {
      requests.push([record.messageId, await requestRows(record, settings, ingestId)]);
    } catch (error) {
      fail([record.messageId], error);
    }
  }));

  const stored = await Promise.all(pendingObjects(requests).map(async ({ prefix, receivedAt, rows, messageIds }) => {
    try {
      return [await archive.write(prefix, receivedAt, rows)];
    } catch (error) {
      fail(messageIds, error);
      return [];
    }
  }));

  logBatch({
    records: records.length,
    requests: requests.map(([, rows]) => rows),
    failed: failed.size,
    objects: stored.flat(),
    milliseconds: Date.now() - started,
  });
  return { batchItemFailures: [...failed].map(itemIdentifier => ({ itemIdentifier })) };
}

/** One object for each table and hour of receipt; a batch seldom has more than one hour. */
function pendingObjects(requests: readonly [string, RequestRows][]): PendingObject[] {
  const objects = new Map<string, PendingObject>();

  for (const [messageId, { receivedAt, events, quarantine }] of requests) {
    for (const [prefix, rows] of [[EVENTS_PREFIX, events], [QUARANTINE_PREFIX, quarantine]] as const) {
      if (rows.length === 0) {
        continue;
      }
      const folder = `${prefix}${partitionFolder(receivedAt)}`;
      const object = objects.get(folder) ?? { prefix, receivedAt, rows: [], messageIds: new Set() };
      objects.set(folder, object);
      rows.forEach(row => object.rows.push(row));
      object.messageIds.add(messageId);
    }
  }
  return [...objects.values()];
}
