import { createHash, randomUUID } from 'node:crypto';
import { attributesDigest } from './attributes-digest';
import type { Deadline } from './deadline-lanes';

/** A message attribute as both protocols write it; binary values stay in base64. */
export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
}

/** Attributes by name. */
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** What a producer sends; it never changes. */
export interface MessageContent {
  readonly body: string;
  readonly bodyDigest: string;
  readonly attributes: MessageAttributes;
  readonly attributesDigest?: string;
  /** Key that fair queues share capacity by. */
  readonly groupId?: string;
  /** Value of the system attribute `AWSTraceHeader`. */
  readonly traceHeader?: string;
}

/** A message in a queue, with what has happened to it. */
export interface StoredMessage {
  readonly id: string;
  readonly content: MessageContent;
  readonly sentAt: number;
  /** Position in the order of arrival at the queue that holds it; part of its receipt handles. */
  sequence: number;
  state: 'visible' | 'inFlight' | 'delayed' | 'gone';
  /** End of the visibility timeout or of the delay. */
  deadline?: Deadline<StoredMessage>;
  /** Receives in all queues that it has been in. */
  receiveCount: number;
  /** Receives in the queue that holds it. */
  receivesHere: number;
  firstReceivedAt?: number;
  lastReceivedAt?: number;
  /** ARN of the queue that gave it up. */
  deadLetterSourceArn?: string;
}

/** Makes the content of a message, digests included. */
export function messageContent(
  body: string, attributes: MessageAttributes = {}, system: Pick<MessageContent, 'groupId' | 'traceHeader'> = {},
): MessageContent {
  return { body, bodyDigest: createHash('md5').update(body).digest('hex'), attributes, attributesDigest: attributesDigest(attributes), ...system };
}

/** A message that no queue holds yet. */
export function newMessage(content: MessageContent, sentAt: number): StoredMessage {
  return { id: randomUUID(), content, sentAt, sequence: 0, state: 'gone', receiveCount: 0, receivesHere: 0 };
}
