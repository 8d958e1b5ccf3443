import {
  ChangeMessageVisibilityBatchCommand, GetQueueAttributesCommand, ReceiveMessageCommand, type Message, type SQSClient,
} from '@aws-sdk/client-sqs';

const RECEIVED_AT_ONCE = 10;

/** How long a message that is looked at stays hidden from others, at most. */
const HIDDEN_SECONDS = 600;

/** SQS asks only some of its servers at a time; an empty answer twice over a second each means that there is nothing left. */
const EMPTY_ANSWERS = 2;

/** A request that failed again and again. */
export interface DeadLetter {
  readonly message_id: string;
  readonly sent_at: string;
  readonly receive_count: number;
  readonly attributes: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How many messages are in a queue, about. */
export interface Depth {
  readonly waiting: number;
  readonly hidden: number;
}

/** Messages of a dead-letter queue, looked at and put back. */
export class DeadLetters {
  private readonly handles: string[] = [];

  constructor(private readonly sqs: SQSClient, private readonly queueUrl: string) {}

  async depth(): Promise<Depth> {
    const { Attributes: attributes } = await this.sqs.send(new GetQueueAttributesCommand({
      QueueUrl: this.queueUrl, AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }));
    return { waiting: Number(attributes?.ApproximateNumberOfMessages ?? 0), hidden: Number(attributes?.ApproximateNumberOfMessagesNotVisible ?? 0) };
  }

  /** Hands out each message once, ten at a time, and hides it until {@link release}. */
  async *read(interrupted: AbortSignal): AsyncGenerator<DeadLetter[]> {
    const seen = new Set<string>();
    for (let empty = 0; empty < EMPTY_ANSWERS && !interrupted.aborted;) {
      const { Messages: messages = [] } = await this.sqs.send(new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: RECEIVED_AT_ONCE,
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
        MessageAttributeNames: ['All'],
      }));
      empty = messages.length === 0 ? empty + 1 : 0;
      this.handles.push(...messages.map(({ ReceiptHandle: handle }) => handle!));
      const unseen = messages.filter(({ MessageId: id }) => !seen.has(id!));
      unseen.forEach(({ MessageId: id }) => seen.add(id!));
      if (unseen.length > 0) {
        yield unseen.map(deadLetter);
      }
    }
  }

  /** Shows what was read to others again; nothing was taken out. */
  async release(): Promise<void> {
    while (this.handles.length > 0) {
      const entries = this.handles.splice(0, RECEIVED_AT_ONCE)
        .map((handle, index) => ({ Id: String(index), ReceiptHandle: handle, VisibilityTimeout: 0 }));
      await this.sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: this.queueUrl, Entries: entries }));
    }
  }
}

function deadLetter({ MessageId: id, Body: body = '', Attributes: system = {}, MessageAttributes: attributes = {} }: Message): DeadLetter {
  return {
    message_id: id!,
    sent_at: new Date(Number(system.SentTimestamp)).toISOString(),
    receive_count: Number(system.ApproximateReceiveCount),
    attributes: Object.fromEntries(Object.entries(attributes).map(([name, { StringValue: value = '' }]) => [name, value])),
    body,
  };
}
