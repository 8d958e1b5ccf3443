import { QueueError } from '../queue-error';
import { batchEntries, handleBatch } from './batch';
import type { Operations } from './operation';
import type { QueueRegistry } from './queue-registry';
import { receivedMessage } from './received-message';
import { optionalInteger, requiredInteger, requiredText, texts, type Fields } from './request-fields';
import { MAXIMUM_RECEIVE_WAIT_SECONDS, MAXIMUM_VISIBILITY_TIMEOUT_SECONDS } from '../store/queue-settings';
import type { QueueStore } from '../store/queue-store';
import type { OnCallerGone } from '../store/receive-waiters';

const MAXIMUM_RECEIVED_MESSAGES = 10;

/** `ReceiveMessage`, and what a consumer does with what it received. */
export function receiveOperations(queues: QueueRegistry): Operations {
  return {
    ReceiveMessage: async (fields, onCallerGone) => receive(queues.at(requiredText(fields, 'QueueUrl')), fields, onCallerGone),

    DeleteMessage: fields => {
      const queue = queues.at(requiredText(fields, 'QueueUrl'));
      return deleteMessage(queue, fields);
    },

    DeleteMessageBatch: fields => {
      const queue = queues.at(requiredText(fields, 'QueueUrl'));
      return handleBatch(batchEntries(fields), entry => deleteMessage(queue, entry));
    },

    ChangeMessageVisibility: fields => {
      const queue = queues.at(requiredText(fields, 'QueueUrl'));
      return changeVisibility(queue, fields);
    },

    ChangeMessageVisibilityBatch: fields => {
      const queue = queues.at(requiredText(fields, 'QueueUrl'));
      return handleBatch(batchEntries(fields), entry => changeVisibility(queue, entry));
    },
  };
}

async function receive(queue: QueueStore, fields: Fields, onCallerGone: OnCallerGone): Promise<Fields> {
  const maxMessages = optionalInteger(fields, 'MaxNumberOfMessages', 1, MAXIMUM_RECEIVED_MESSAGES) ?? 1;
  const visibilityTimeoutSeconds = optionalInteger(fields, 'VisibilityTimeout', 0, MAXIMUM_VISIBILITY_TIMEOUT_SECONDS)
    ?? queue.settings.visibilityTimeoutSeconds;
  const waitSeconds = optionalInteger(fields, 'WaitTimeSeconds', 0, MAXIMUM_RECEIVE_WAIT_SECONDS) ?? queue.settings.receiveWaitSeconds;
  const wanted = {
    system: [...texts(fields, 'AttributeNames'), ...texts(fields, 'MessageSystemAttributeNames')],
    message: texts(fields, 'MessageAttributeNames'),
  };
  if (waitSeconds === 0 && queue.isLentOut()) {
    throw new QueueError('OverLimit', 'Too many messages in flight.');
  }

  const deliveries = await queue.receive({ maxMessages, visibilityTimeoutSeconds }, waitSeconds, onCallerGone);
  return deliveries.length > 0 ? { Messages: deliveries.map(delivery => receivedMessage(delivery, wanted)) } : {};
}

function deleteMessage(queue: QueueStore, fields: Fields): Fields {
  queue.delete(requiredText(fields, 'ReceiptHandle'));
  return {};
}

function changeVisibility(queue: QueueStore, fields: Fields): Fields {
  queue.changeVisibility(requiredText(fields, 'ReceiptHandle'), requiredInteger(fields, 'VisibilityTimeout', 0, MAXIMUM_VISIBILITY_TIMEOUT_SECONDS));
  return {};
}
