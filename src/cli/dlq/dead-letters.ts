import { GetQueueAttributesCommand, ReceiveMessageCommand, type Message, type SQSClient } from '@aws-sdk/client-sqs';
import { HeldLetters, HIDDEN_SECONDS } from './held-letters';

const RECEIVED_AT_ONCE = 10;

/** SQS asks only some of its servers at a time; an empty answer twice over a second each means that there is nothing left. */
const EMPTY_ANSWERS = 2;

/** So many answers without a letter that is new: those that are left are hidden by somebody else, or come back to us again and again. */
const STALE_ANSWERS = 20;

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
  /** Seconds after which the hidden ones show again, at most, unless who hides them says otherwise. */
  readonly hiddenSeconds: number;
}

/** Messages of a dead-letter queue, looked at and put back. */
export class DeadLetters {
  private readonly held: HeldLetters;

  constructor(private readonly sqs: SQSClient, private readonly queueUrl: string) {
    this.held = new HeldLetters(sqs, queueUrl);
  }

  async depth(): Promise<Depth> {
    const { Attributes: attributes } = await this.sqs.send(new GetQueueAttributesCommand({
      QueueUrl: this.queueUrl, AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible', 'VisibilityTimeout'],
    }));
    return {
      waiting: Number(attributes?.ApproximateNumberOfMessages ?? 0),
      hidden: Number(attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
      hiddenSeconds: Math.max(HIDDEN_SECONDS, Number(attributes?.VisibilityTimeout ?? 0)),
    };
  }

  /** Hands out each message once, ten at a time, and hides it until {@link release}. */
  async *read(interrupted: AbortSignal): AsyncGenerator<DeadLetter[]> {
    const seen = new Set<string>();
    let [empty, stale] = [0, 0];
    while (empty < EMPTY_ANSWERS && stale < STALE_ANSWERS && !interrupted.aborted) {
      const { Messages: messages = [] } = await this.sqs.send(new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: RECEIVED_AT_ONCE,
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: ['SentTimestamp', 'ApproximateReceiveCount'],
        MessageAttributeNames: ['All'],
      }));
      this.held.add(messages.map(({ ReceiptHandle: handle }) => handle!));
      const unseen = messages.filter(({ MessageId: id }) => !seen.has(id!));
      unseen.forEach(({ MessageId: id }) => seen.add(id!));
      empty = messages.length === 0 ? empty + 1 : 0;
      stale = unseen.length === 0 ? stale + 1 : 0;
      if (unseen.length > 0) {
        yield unseen.map(deadLetter);
      }
      await this.held.extend(interrupted);
    }
  }

  /** Shows what was read to others again; nothing was taken out. */
  async release(): Promise<void> {
    await this.held.release();
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
