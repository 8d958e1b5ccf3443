import type { MessageSystemAttributeName } from '@aws-sdk/client-sqs';
import type { Behaviour } from './behaviour';
import type { Queue, Subject } from './subject';

const ATTRIBUTES = Object.fromEntries(['Hello', 'Help.Me', 'General'].map(name => [name, { DataType: 'String', StringValue: 'value' }]));

/** A queue whose one message can be received again at once, to look at it in several ways. */
async function queueOfOne(subject: Subject): Promise<Queue> {
  const queue = await subject.createQueue({ VisibilityTimeout: '0' });
  await subject.send(queue, 'body', { MessageAttributes: ATTRIBUTES });
  return queue;
}

async function receivedAttributes(subject: Subject, queue: Queue, ...names: string[]): Promise<string[]> {
  const { MessageAttributes } = await subject.receiveOne(queue, { MessageAttributeNames: names });
  return Object.keys(MessageAttributes ?? {}).sort();
}

async function receivedSystemAttributes(subject: Subject, queue: Queue, ...names: MessageSystemAttributeName[]): Promise<string[]> {
  const { Attributes } = await subject.receiveOne(queue, { MessageSystemAttributeNames: names });
  return Object.keys(Attributes ?? {}).sort();
}

/** Which attributes, and how many messages, a receive returns. */
export const RECEIVE_SELECTION: Behaviour[] = [
  {
    does: 'returns only the message attributes that a receive asks for',
    check: async subject => {
      const queue = await queueOfOne(subject);

      await expect(receivedAttributes(subject, queue)).resolves.toEqual([]);
      await expect(receivedAttributes(subject, queue, 'All')).resolves.toEqual(['General', 'Hello', 'Help.Me']);
      await expect(receivedAttributes(subject, queue, '.*')).resolves.toEqual(['General', 'Hello', 'Help.Me']);
      await expect(receivedAttributes(subject, queue, 'Hello', 'Goodbye')).resolves.toEqual(['Hello']);
    },
  },
  {
    does: 'returns the message attributes that start as a receive asks for',
    elasticMqInstead: 'returns none',
    check: async subject => {
      const queue = await queueOfOne(subject);

      await expect(receivedAttributes(subject, queue, 'Hel.*')).resolves.toEqual(['Hello', 'Help.Me']);
    },
  },
  {
    does: 'returns the MD5 of those attributes only',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'body', { MessageAttributes: { Hello: { DataType: 'String', StringValue: 'There' }, ...{ Other: ATTRIBUTES.Hello } } });

      const { MD5OfMessageAttributes } = await subject.receiveOne(queue, { MessageAttributeNames: ['Hello'] });

      expect(MD5OfMessageAttributes).toBe('a311262e065454b75da111d535b8dacd');
    },
  },
  {
    does: 'returns only the system attributes that a receive asks for',
    check: async subject => {
      const queue = await queueOfOne(subject);

      await expect(receivedSystemAttributes(subject, queue)).resolves.toEqual([]);
      await expect(receivedSystemAttributes(subject, queue, 'SentTimestamp')).resolves.toEqual(['SentTimestamp']);
      await expect(receivedSystemAttributes(subject, queue, 'All')).resolves.toEqual(
        expect.arrayContaining(['ApproximateFirstReceiveTimestamp', 'ApproximateReceiveCount', 'SenderId', 'SentTimestamp']));
    },
  },
  {
    does: 'returns one message unless a receive asks for more, and ten at most',
    check: async subject => {
      const queue = await subject.createQueue();
      for (let index = 0; index < 12; index += 1) {
        await subject.send(queue, `body ${index}`);
      }

      await expect(subject.receive(queue, { MaxNumberOfMessages: undefined })).resolves.toHaveLength(1);
      await expect(subject.receive(queue, { MaxNumberOfMessages: 10 })).resolves.toHaveLength(10);
      await expect(subject.receive(queue, { MaxNumberOfMessages: 11 })).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    },
  },
  {
    does: 'refuses to wait for more than 20 seconds',
    check: async subject => {
      const queue = await subject.createQueue();

      await expect(subject.receive(queue, { WaitTimeSeconds: 21 })).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    },
  },
];
