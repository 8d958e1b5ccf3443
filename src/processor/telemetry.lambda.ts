import { S3Client } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { ArchiveWriter } from './handler/archive-writer';
import { processBatch } from './handler/process-batch';
import { readHandlerSettings } from '../wire/environment';

const settings = readHandlerSettings(process.env);
const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL_S3 !== undefined }); // an endpoint on localhost has no host name for each bucket
const archive = new ArchiveWriter(s3, settings.archiveBucket);

/** Takes a batch from the queue and lands its events in the archive. */
export async function handler(event: SQSEvent, { awsRequestId }: Context): Promise<SQSBatchResponse> {
  return processBatch(event.Records, { archive, settings, ingestId: awsRequestId });
}
