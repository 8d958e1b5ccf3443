import { randomUUID } from 'node:crypto';
import {
  CreateQueueCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient,
  type Message, type QueueAttributeName, type ReceiveMessageCommandInput, type SendMessageCommandInput, type SendMessageCommandOutput,
} from '@aws-sdk/client-sqs';

/** A queue of the service under test. */
export interface Queue {
  readonly url: string;
  readonly name: string;
  readonly arn: string;
}

/** Answer to a call of the query protocol. */
export interface QueryAnswer {
  readonly status: number;
  readonly text: string;
}

/** A queue service under test, seen through its endpoint only. */
export class Subject {
  readonly sqs: SQSClient;

  constructor(readonly endpoint: string) {
    this.sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  }

  async createQueue(attributes: Partial<Record<QueueAttributeName, string>> = {}): Promise<Queue> {
    const name = `queue-${randomUUID()}`;
    const { QueueUrl } = await this.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: attributes }));
    return { url: QueueUrl!, name, arn: `arn:aws:sqs:us-east-1:000000000000:${name}` };
  }

  /** A queue that gives a message up after one receive, and the queue that takes it. */
  async createQueueWithDeadLetters(): Promise<{ queue: Queue; deadLetters: Queue }> {
    const deadLetters = await this.createQueue();
    const queue = await this.createQueue({ RedrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 1 }) });
    return { queue, deadLetters };
  }

  async attributes(queue: Queue, ...names: QueueAttributeName[]): Promise<Partial<Record<string, string>>> {
    const { Attributes } = await this.sqs.send(new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames: names }));
    return Attributes ?? {};
  }

  async send(queue: Queue, body: string, options: Partial<SendMessageCommandInput> = {}): Promise<SendMessageCommandOutput> {
    return this.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body, ...options }));
  }

  /** Messages that one receive returns; asks for all attributes. */
  async receive(queue: Queue, options: Partial<ReceiveMessageCommandInput> = {}): Promise<Message[]> {
    const { Messages } = await this.sqs.send(new ReceiveMessageCommand({
      QueueUrl: queue.url, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'], ...options,
    }));
    return Messages ?? [];
  }

  /** The one message that a queue has, or is about to have. */
  async receiveOne(queue: Queue, options: Partial<ReceiveMessageCommandInput> = {}): Promise<Message> {
    const messages = await this.receive(queue, { WaitTimeSeconds: 5, ...options });
    expect(messages).toHaveLength(1);
    return messages[0];
  }

  /** Posts a form as API Gateway does. */
  async query(url: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<QueryAnswer> {
    const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams({ Version: '2012-11-05', ...form }) });
    return { status: response.status, text: await response.text() };
  }

  /** Calls AWS JSON without an SDK, to see the answer as it is. */
  async json(action: string, fields: object): Promise<{ status: number; headers: Headers; fields: Record<string, unknown> }> {
    const response = await fetch(this.endpoint, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-amz-json-1.0', 'X-Amz-Target': `AmazonSQS.${action}` },
      body: JSON.stringify(fields),
    });
    return { status: response.status, headers: response.headers, fields: await response.json() as Record<string, unknown> };
  }

  close(): void {
    this.sqs.destroy();
  }
}
