import { Agent } from 'node:http';
import { DeleteMessageBatchCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient, type Message } from '@aws-sdk/client-sqs';
import { LOCAL_REGION } from '../queue/queue-address';

/** Most messages that one call to SQS receives or deletes. */
const MESSAGES_PER_CALL = 10;

/** The queue of an event source mapping, reached over HTTP as every SQS is. */
export class MappedQueue {
  private readonly agent = new Agent({ keepAlive: true }); // each poller waits on a connection of its own
  private readonly client: SQSClient;

  constructor(private readonly queueUrl: string) {
    this.client = new SQSClient({
      endpoint: new URL(queueUrl).origin,
      region: LOCAL_REGION,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      useFipsEndpoint: false, // or the user's own settings would decide
      useDualstackEndpoint: false,
      requestHandler: { httpAgent: this.agent },
    });
  }

  /** What the mapping needs to know of its queue. */
  async describe(): Promise<{ readonly arn: string; readonly visibilityTimeoutMs: number }> {
    const { Attributes } = await this.client.send(new GetQueueAttributesCommand({
      QueueUrl: this.queueUrl, AttributeNames: ['QueueArn', 'VisibilityTimeout'],
    }));
    return { arn: Attributes!.QueueArn!, visibilityTimeoutMs: Number(Attributes!.VisibilityTimeout) * 1000 };
  }

  /** Receives some messages, at most as many as asked for; waits for the first. */
  async receive(most: number, waitSeconds: number, signal: AbortSignal): Promise<Message[]> {
    const { Messages = [] } = await this.client.send(new ReceiveMessageCommand({
      QueueUrl: this.queueUrl,
      MaxNumberOfMessages: Math.min(most, MESSAGES_PER_CALL),
      WaitTimeSeconds: waitSeconds,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    }), { abortSignal: signal });
    return Messages;
  }

  /** Deletes messages and returns how many of them it could not delete. */
  async delete(receiptHandles: readonly string[]): Promise<number> {
    const calls = Array.from({ length: Math.ceil(receiptHandles.length / MESSAGES_PER_CALL) }, async (_, call) => {
      const handles = receiptHandles.slice(call * MESSAGES_PER_CALL, (call + 1) * MESSAGES_PER_CALL);
      const Entries = handles.map((ReceiptHandle, index) => ({ Id: String(index), ReceiptHandle }));
      const { Failed = [] } = await this.client.send(new DeleteMessageBatchCommand({ QueueUrl: this.queueUrl, Entries }));
      return Failed.length;
    });
    return (await Promise.all(calls)).reduce((sum, failed) => sum + failed, 0);
  }

  close(): void {
    this.client.destroy();
    this.agent.destroy();
  }
}
