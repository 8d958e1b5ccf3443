import { isDeepStrictEqual } from 'node:util';
import { QueueError } from '../queue-error';
import type { Operations } from './operation';
import { changedSettings, queueAttributes } from './queue-attributes';
import type { QueueRegistry } from './queue-registry';
import { optionalText, requiredText, structure, texts, type Fields } from './request-fields';
import { DEFAULT_SETTINGS } from '../store/queue-settings';
import type { QueueStore } from '../store/queue-store';

const QUEUE_NAME = /^[\w-]{1,80}$/;

/** What is done with queues rather than with messages. */
export function queueOperations(queues: QueueRegistry): Operations {
  return {
    CreateQueue: fields => ({ QueueUrl: queues.urlOf(createQueue(queues, fields)) }),

    DeleteQueue: fields => {
      queues.delete(queues.at(requiredText(fields, 'QueueUrl')));
      return {};
    },

    GetQueueUrl: fields => ({ QueueUrl: queues.urlOf(queues.existing(requiredText(fields, 'QueueName'))) }),

    ListQueues: fields => {
      const prefix = optionalText(fields, 'QueueNamePrefix') ?? '';
      return listOf('QueueUrls', queues.all().filter(({ name }) => name.startsWith(prefix)).map(queue => queues.urlOf(queue)));
    },

    ListDeadLetterSourceQueues: fields => {
      const deadLetterQueue = queues.at(requiredText(fields, 'QueueUrl'));
      return { queueUrls: queues.sourcesOf(deadLetterQueue).map(queue => queues.urlOf(queue)) };
    },

    GetQueueAttributes: fields => {
      const queue = queues.at(requiredText(fields, 'QueueUrl'));
      return wantedAttributes(queueAttributes(queue), texts(fields, 'AttributeNames'));
    },

    SetQueueAttributes: fields => {
      const queue = queues.at(requiredText(fields, 'QueueUrl'));
      queue.change(changedSettings(queue.settings, structure(fields, 'Attributes'), queues));
      return {};
    },

    PurgeQueue: fields => {
      queues.at(requiredText(fields, 'QueueUrl')).purge();
      return {};
    },
  };
}

/** Creating a queue twice with the same attributes finds the first one. */
function createQueue(queues: QueueRegistry, fields: Fields): QueueStore {
  const name = requiredText(fields, 'QueueName');
  const attributes = structure(fields, 'Attributes');
  if (!QUEUE_NAME.test(name)) {
    throw new QueueError('InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length; there are no FIFO queues here.');
  }

  const existing = queues.named(name);
  if (!existing) {
    return queues.create(name, changedSettings(DEFAULT_SETTINGS, attributes, queues));
  }
  const different = Object.entries(attributes).find(([attribute, value]) =>
    !isDeepStrictEqual(changedSettings(existing.settings, { [attribute]: value }, queues), existing.settings))?.[0];
  if (different !== undefined) {
    throw new QueueError('QueueNameExists', `A queue already exists with the same name and a different value for attribute ${different}`);
  }
  return existing;
}

function wantedAttributes(attributes: Record<string, string>, wanted: readonly string[]): Fields {
  if (wanted.includes('All')) {
    return { Attributes: attributes };
  }
  const chosen = Object.entries(attributes).filter(([name]) => wanted.includes(name));
  return chosen.length > 0 ? { Attributes: Object.fromEntries(chosen) } : {};
}

function listOf(name: string, entries: readonly string[]): Fields {
  return entries.length > 0 ? { [name]: entries } : {};
}
