import type { Fields } from './request-fields';
import { attributesDigest } from '../store/attributes-digest';
import type { MessageAttributes } from '../store/message';
import type { Delivery } from '../store/queue-store';

/** Id of the principal that sends every local message. */
const LOCAL_SENDER = 'AIDACKCEVSQ6C2EXAMPLE';

/** Names of the attributes that a receive asks for. */
export interface WantedAttributes {
  /** Names of system attributes; `All` stands for every one. */
  readonly system: readonly string[];
  /** Names of message attributes; `All` and `.*` stand for every one, `prefix.*` for those that start with `prefix`. */
  readonly message: readonly string[];
}

/** A delivery as `ReceiveMessage` returns it. */
export function receivedMessage({ message, receiptHandle, receiveCount }: Delivery, wanted: WantedAttributes): Fields {
  const { content } = message;
  const attributes = wantedMessageAttributes(content.attributes, wanted.message);
  const digest = attributes === content.attributes ? content.attributesDigest : attributesDigest(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandle,
    MD5OfBody: content.bodyDigest,
    Body: content.body,
    ...wanted.system.length > 0 && {
      Attributes: wantedOnly(wanted.system, {
        SenderId: LOCAL_SENDER,
        SentTimestamp: String(message.sentAt),
        ApproximateReceiveCount: String(receiveCount),
        ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt),
        ...content.groupId !== undefined && { MessageGroupId: content.groupId },
        ...content.traceHeader !== undefined && { AWSTraceHeader: content.traceHeader },
        ...message.deadLetterSourceArn !== undefined && { DeadLetterQueueSourceArn: message.deadLetterSourceArn },
      }),
    },
    ...digest !== undefined && { MD5OfMessageAttributes: digest, MessageAttributes: attributes },
  };
}

function wantedOnly(names: readonly string[], attributes: Record<string, string>): Fields {
  return names.includes('All') ? attributes : Object.fromEntries(Object.entries(attributes).filter(([name]) => names.includes(name)));
}

function wantedMessageAttributes(attributes: MessageAttributes, wanted: readonly string[]): MessageAttributes {
  if (wanted.some(name => name === 'All' || name === '.*' || name === '*')) {
    return attributes;
  }
  if (wanted.length === 0) {
    return {};
  }
  const prefixes = wanted.filter(name => name.endsWith('.*')).map(name => name.slice(0, -2));
  const chosen = Object.entries(attributes).filter(([name]) => wanted.includes(name) || prefixes.some(prefix => name.startsWith(prefix)));
  return Object.fromEntries(chosen);
}
