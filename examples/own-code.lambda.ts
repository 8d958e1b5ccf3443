/**
 * Keeps purchases only, with the amount as a number of its own, and stores them as the library's handler does: batches that
 * run at the same time share objects, and a message is acknowledged only when its rows are stored.
 */
import {
  answerEach, BucketWriter, decodeRequest, ENVIRONMENT, EVENTS_PREFIX, GroupCommit, partitionFolder, type DecodedEvent,
} from 'cdk-telemetry-pipeline/lib/processing';
import { S3Client } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';

const commit = new GroupCommit(new BucketWriter(new S3Client({}), process.env[ENVIRONMENT.archiveBucket]!));

export async function handler({ Records: records }: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  const deadline = Date.now() + context.getRemainingTimeInMillis();

  return answerEach(records, async record => {
    const rows = await purchasesIn(record);
    if (rows.length > 0) {
      const lines = Buffer.from(rows.map(row => `${JSON.stringify(row)}\n`).join(''));
      const folder = `${EVENTS_PREFIX}${partitionFolder(new Date(Number(record.attributes.SentTimestamp)))}`;
      await commit.append({ folder, lines, count: rows.length, deadline, invocation: context.awsRequestId }).stored;
    }
  }, (messageId, error) => console.warn({ event: 'message failed', messageId, reason: String(error) }));
}

async function purchasesIn(record: SQSRecord): Promise<object[]> {
  const { events } = await decodeRequest(record);
  return events.filter(({ event }) => event.event === 'Order Completed').map(({ event, position }: DecodedEvent) => ({
    message_id: String(event.messageId ?? `${record.messageId}/${position}`),
    event: event.event,
    user_id: event.userId,
    properties: JSON.stringify(event.properties ?? {}),
    amount: Number((event.properties as { total?: unknown } | undefined)?.total ?? 0),
  }));
}
