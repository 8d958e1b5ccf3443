import { S3Client } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { ArchiveWriter } from './handler/archive-writer';
import { processBatch } from './handler/process-batch';
import { readHandlerSettings } from '../wire/environment';

const settings = readHandlerSettings(process.env);
const archive = new ArchiveWriter(new S3Client({}), settings.archiveBucket);

/** Takes a batch from the queue and lands its events in the archive. */
export async function handler(event: SQSEvent, { awsRequestId }: Context): Promise<SQSBatchResponse> {
  return processBatch(event.Records, { archive, settings, ingestId: awsRequestId });
}
