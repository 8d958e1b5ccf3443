import { setImmediate } from 'node:timers/promises';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { BatchReport } from './batch-report';
import { BatchRows, type RowChunk } from './batch-rows';
import type { GroupCommit } from './commit/group-commit';
import { readRequest } from './request/received-request';
import { writeRequestRows, type ReadingSettings } from './rows/request-rows';
import type { RowBufferPool } from './rows/row-buffer-pool';
import { SeenIds } from './rows/seen-ids';

/** What a batch is processed with. */
export interface BatchServices {
  /** Shared by all batches that this worker runs at the same time. */
  readonly commit: GroupCommit;
  /** The same. */
  readonly buffers: RowBufferPool;
  readonly settings: Omit<ReadingSettings, 'ingestId' | 'seenIds'>;
  /** Id of the invocation. */
  readonly ingestId: string;
  /** Time, in milliseconds since 1970, at which the invocation is given up. */
  readonly deadline: number;
}

/**
 * Stores the events of a batch and names the messages that must be tried again: those with a row in an object that was not
 * stored in time.
 *
 * Batches that run at the same time share objects, and nothing else.
 */
export async function processBatch(records: readonly SQSRecord[], services: BatchServices): Promise<SQSBatchResponse> {
  const { commit, buffers, settings, ingestId, deadline } = services;
  const seenIds = new SeenIds();
  const report = new BatchReport(records, ingestId);
  const rows = new BatchRows(buffers);
  const answers: Promise<void>[] = [];
  const append = (chunk: RowChunk, more: boolean) => {
    const { folder, count, rows: buffer } = chunk;
    const released = () => buffers.giveBack(buffer);
    const { accepted, stored } = commit.append({ folder, lines: buffer.take(), released, count, deadline, invocation: ingestId, more });
    answers.push(stored.then(object => report.stored(chunk, object), error => report.failed([...chunk.messageIds], error)));
    return accepted;
  };

  for (const record of records) {
    try {
      const request = readRequest(record);
      const outcome = await writeRequestRows(record.body, request, rows.buffersFor(request.storedAt), { ...settings, ingestId, seenIds });
      rows.add(record.messageId, request.storedAt, outcome);
    } catch (error) {
      report.failed([record.messageId], error);
    }
    for (const chunk of rows.takeFull()) {
      await append(chunk, true); // until there is room for it: a message of a kilobyte can inflate to megabytes
      await setImmediate(); // the other batches have their turn
    }
  }
  rows.takeRest().forEach(chunk => append(chunk, false));
  await Promise.all(answers);
  return report.finish(seenIds.repeated);
}
