import { S3Client } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { GroupCommit } from './handler/commit/group-commit';
import { BucketWriter } from './handler/commit/object-writer';
import { Privacy } from './handler/privacy/privacy';
import { processBatch } from './handler/process-batch';
import { readHandlerSettings } from '../wire/environment';
import { readPrivacySettings } from '../wire/privacy-settings';
import { readWriteKeySettings } from '../wire/write-key-settings';
import { RowBufferPool } from './handler/rows/row-buffer-pool';
import { EventSchemas } from './handler/schemas/event-schemas';
import { storedKeys } from '../write-keys/runtime/stored-keys';

const settings = readHandlerSettings(process.env);
const reading = { ...settings, schemas: EventSchemas.load(__dirname), privacy: new Privacy(readPrivacySettings(process.env)) };
const commit = new GroupCommit(new BucketWriter(new S3Client({}), settings.archiveBucket), {
  ...settings,
  concurrency: settings.workerConcurrency,
});
const buffers = new RowBufferPool();
const writeKeySettings = readWriteKeySettings(process.env);
const writeKeys = writeKeySettings && storedKeys(writeKeySettings);

/** Takes a batch from the queue and lands its events in the archive. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const deadline = Date.now() + context.getRemainingTimeInMillis();
  const keys = await writeKeys?.current();
  return processBatch(event.Records, { commit, buffers, settings: { ...reading, keys }, ingestId: context.awsRequestId, deadline });
}
