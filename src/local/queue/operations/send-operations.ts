import { QueueError } from '../queue-error';
import { batchEntries, handleBatch } from './batch';
import { checkMessage, messageBytes } from './message-checks';
import type { Operations } from './operation';
import type { QueueRegistry } from './queue-registry';
import { isFields, optionalInteger, optionalText, requiredText, structure, type Fields } from './request-fields';
import { attributesDigest } from '../store/attributes-digest';
import { messageContent, type MessageAttribute, type MessageAttributes } from '../store/message';
import { MAXIMUM_DELAY_SECONDS, MAXIMUM_MESSAGE_BYTES } from '../store/queue-settings';
import type { QueueStore } from '../store/queue-store';

/** The one system attribute that a producer may set. */
const TRACE_HEADER = 'AWSTraceHeader';

const GROUP_ID = /^[\x21-\x7e]{1,128}$/;

/** `SendMessage` and `SendMessageBatch`. */
export function sendOperations(queues: QueueRegistry): Operations {
  return {
    SendMessage: fields => {
      const queue = queues.at(requiredText(fields, 'QueueUrl'));
      const sent = send(queue, fields);
      queue.serveWaiters();
      return sent;
    },

    SendMessageBatch: fields => {
      const queue = queues.at(requiredText(fields, 'QueueUrl'));
      const entries = batchEntries(fields);
      checkBatchSize(entries);
      const results = handleBatch(entries, entry => send(queue, entry));
      queue.serveWaiters();
      return results;
    },
  };
}

function send(queue: QueueStore, fields: Fields): Fields {
  const body = requiredText(fields, 'MessageBody');
  const attributes = readAttributes(fields, 'MessageAttributes');
  const systemAttributes = readAttributes(fields, 'MessageSystemAttributes');
  const delaySeconds = optionalInteger(fields, 'DelaySeconds', 0, MAXIMUM_DELAY_SECONDS);
  const groupId = readGroupId(fields);
  checkMessage(body, attributes, queue.settings.maximumMessageBytes);

  const content = messageContent(body, attributes, { groupId, traceHeader: systemAttributes[TRACE_HEADER]?.StringValue });
  const { id } = queue.send(content, delaySeconds);
  const systemDigest = attributesDigest(systemAttributes);
  return {
    MessageId: id,
    MD5OfMessageBody: content.bodyDigest,
    ...content.attributesDigest !== undefined && { MD5OfMessageAttributes: content.attributesDigest },
    ...systemDigest !== undefined && { MD5OfMessageSystemAttributes: systemDigest },
  };
}

function checkBatchSize(entries: readonly Fields[]): void {
  const bytes = entries.reduce((sum, entry) => sum + messageBytes(optionalText(entry, 'MessageBody') ?? '', readAttributes(entry, 'MessageAttributes')), 0);
  if (bytes > MAXIMUM_MESSAGE_BYTES) {
    throw new QueueError('BatchRequestTooLong',
      `Batch requests cannot be longer than ${MAXIMUM_MESSAGE_BYTES} bytes. You have sent ${bytes} bytes.`);
  }
}

function readAttributes(fields: Fields, name: 'MessageAttributes' | 'MessageSystemAttributes'): MessageAttributes {
  return Object.fromEntries(Object.entries(structure(fields, name)).map(([attribute, value]) => [attribute, readAttribute(attribute, value)]));
}

function readAttribute(name: string, value: unknown): MessageAttribute {
  const fields = isFields(value) ? value : {};
  const DataType = optionalText(fields, 'DataType');
  if (!DataType) {
    throw new QueueError('InvalidParameterValue', `The message (user) attribute '${name}' must contain a non-empty message attribute type.`);
  }
  const StringValue = optionalText(fields, 'StringValue');
  const BinaryValue = optionalText(fields, 'BinaryValue');
  return { DataType, ...StringValue !== undefined && { StringValue }, ...BinaryValue !== undefined && { BinaryValue } };
}

/** On a standard queue the group shares capacity fairly; it orders nothing. */
function readGroupId(fields: Fields): string | undefined {
  const groupId = optionalText(fields, 'MessageGroupId');
  if (groupId !== undefined && !GROUP_ID.test(groupId)) {
    throw new QueueError('InvalidParameterValue', `Value ${groupId} for parameter MessageGroupId is invalid. `
      + 'Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.');
  }
  if (optionalText(fields, 'MessageDeduplicationId') !== undefined) {
    throw new QueueError('InvalidParameterValue', 'Value for parameter MessageDeduplicationId is invalid. '
      + 'Reason: The request include parameter that is not valid for this queue type.');
  }
  return groupId;
}
