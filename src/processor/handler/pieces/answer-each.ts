import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';

/**
 * Processes the messages of a batch at the same time and names those that failed, which alone come back into the queue.
 *
 * `onFailure` is told of each failure, to log it. A function on managed instances runs several batches at a time: `process` must not keep anything of one message for another.
 */
export async function answerEach(
  records: readonly SQSRecord[],
  process: (record: SQSRecord) => Promise<void>,
  onFailure: (messageId: string, error: unknown) => void = () => undefined,
): Promise<SQSBatchResponse> {
  const failed = await Promise.all(records.map(async record => {
    try {
      await process(record);
      return [];
    } catch (error) {
      onFailure(record.messageId, error);
      return [{ itemIdentifier: record.messageId }];
    }
  }));
  return { batchItemFailures: failed.flat() };
}
