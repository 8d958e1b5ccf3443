import {
  ChangeMessageVisibilityBatchCommand, ChangeMessageVisibilityCommand, DeleteMessageBatchCommand, DeleteMessageCommand, type Message,
} from '@aws-sdk/client-sqs';
import type { Behaviour } from './behaviour';
import type { Queue, Subject } from './subject';

async function changeVisibility(subject: Subject, queue: Queue, { ReceiptHandle }: Message, seconds: number): Promise<void> {
  await subject.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout: seconds }));
}

async function deleteMessage(subject: Subject, queue: Queue, { ReceiptHandle }: Message): Promise<void> {
  await subject.sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
}

async function timed<Result>(action: () => Promise<Result>): Promise<{ result: Result; ms: number }> {
  const start = performance.now();
  const result = await action();
  return { result, ms: performance.now() - start };
}

/** How messages are lent out, come back and go for good. */
export const RECEIVING: Behaviour[] = [
  {
    does: 'hides a received message for the visibility timeout, then delivers it again',
    check: async subject => {
      const queue = await subject.createQueue({ VisibilityTimeout: '3' });
      const { MessageId } = await subject.send(queue, 'body');

      const { result: [first, meanwhile, second], ms } = await timed(async () => [
        await subject.receiveOne(queue), await subject.receive(queue), await subject.receiveOne(queue, { WaitTimeSeconds: 20 }),
      ] as const);

      expect(meanwhile).toEqual([]);
      expect(ms).toBeGreaterThan(2_900);
      expect([first.MessageId, second.MessageId]).toEqual([MessageId, MessageId]);
      expect(first.Attributes?.ApproximateReceiveCount).toBe('1');
      expect(second.Attributes?.ApproximateReceiveCount).toBe('2');
      expect(second.Attributes?.ApproximateFirstReceiveTimestamp).toBe(first.Attributes?.ApproximateFirstReceiveTimestamp);
      expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
    },
  },
  {
    does: 'lets one receive choose another visibility timeout',
    check: async subject => {
      const queue = await subject.createQueue({ VisibilityTimeout: '600' });
      await subject.send(queue, 'body');

      await subject.receiveOne(queue, { VisibilityTimeout: 1 });

      await subject.receiveOne(queue);
    },
  },
  {
    does: 'delivers a message at once when its visibility timeout is changed to 0',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'body');

      await changeVisibility(subject, queue, await subject.receiveOne(queue), 0);

      await expect(subject.receive(queue)).resolves.toHaveLength(1);
    },
  },
  {
    does: 'hides a message for longer when its visibility timeout is extended',
    check: async subject => {
      const queue = await subject.createQueue({ VisibilityTimeout: '1' });
      await subject.send(queue, 'body');

      await changeVisibility(subject, queue, await subject.receiveOne(queue), 600);

      await expect(subject.receive(queue, { WaitTimeSeconds: 2 })).resolves.toEqual([]);
    },
  },
  {
    does: 'changes the visibility timeouts of a batch',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'one');
      await subject.send(queue, 'two');
      const messages = await subject.receive(queue);

      const answer = await subject.sqs.send(new ChangeMessageVisibilityBatchCommand({
        QueueUrl: queue.url,
        Entries: messages.map(({ ReceiptHandle }, index) => ({ Id: `id-${index}`, ReceiptHandle, VisibilityTimeout: 0 })),
      }));

      expect(answer.Successful).toEqual([{ Id: 'id-0' }, { Id: 'id-1' }]);
      await expect(subject.receive(queue)).resolves.toHaveLength(2);
    },
  },
  {
    does: 'takes a new visibility timeout for a message whose old one has passed',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'body');
      const message = await subject.receiveOne(queue, { VisibilityTimeout: 0 });

      await changeVisibility(subject, queue, message, 600);

      await expect(subject.receive(queue)).resolves.toEqual([]);
    },
  },
  {
    does: 'never delivers a deleted message again',
    check: async subject => {
      const queue = await subject.createQueue({ VisibilityTimeout: '1' });
      await subject.send(queue, 'body');

      await deleteMessage(subject, queue, await subject.receiveOne(queue));

      await expect(subject.receive(queue, { WaitTimeSeconds: 2 })).resolves.toEqual([]);
    },
  },
  {
    does: 'deletes with the handle of the last receive even after its visibility timeout',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'body');
      const message = await subject.receiveOne(queue, { VisibilityTimeout: 0 });

      await deleteMessage(subject, queue, message);

      await expect(subject.receive(queue)).resolves.toEqual([]);
    },
  },
  {
    does: 'takes the handle of an earlier receive, but deletes nothing',
    elasticMqInstead: 'refuses it',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'body');
      const first = await subject.receiveOne(queue, { VisibilityTimeout: 0 });
      const second = await subject.receiveOne(queue, { VisibilityTimeout: 0 });

      await deleteMessage(subject, queue, first);

      await expect(subject.receiveOne(queue)).resolves.toMatchObject({ MessageId: second.MessageId });
    },
  },
  {
    does: 'takes the handle of a message that is deleted already',
    elasticMqInstead: 'refuses it',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'body');
      const message = await subject.receiveOne(queue);

      await deleteMessage(subject, queue, message);
      await deleteMessage(subject, queue, message);
    },
  },
  {
    does: 'refuses a receipt handle that it never gave',
    check: async subject => {
      const queue = await subject.createQueue();

      await expect(deleteMessage(subject, queue, { ReceiptHandle: 'made-up' })).rejects.toMatchObject({ name: 'ReceiptHandleIsInvalid' });
    },
  },
  {
    does: 'deletes a batch and names the entries that it could not',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'body');
      const { ReceiptHandle } = await subject.receiveOne(queue);

      const answer = await subject.sqs.send(new DeleteMessageBatchCommand({
        QueueUrl: queue.url, Entries: [{ Id: 'good', ReceiptHandle }, { Id: 'bad', ReceiptHandle: 'made-up' }],
      }));

      expect(answer.Successful).toEqual([{ Id: 'good' }]);
      expect(answer.Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: 'ReceiptHandleIsInvalid' }]);
    },
  },
  {
    does: 'wakes a long poll as soon as there is a message',
    check: async subject => {
      const queue = await subject.createQueue();
      const poll = timed(async () => subject.receiveOne(queue, { WaitTimeSeconds: 20 }));

      await subject.send(queue, 'body');

      expect((await poll).ms).toBeLessThan(10_000);
    },
  },
  {
    does: 'lets a long poll wait its full time when nothing comes',
    check: async subject => {
      const queue = await subject.createQueue({ ReceiveMessageWaitTimeSeconds: '1' });

      const { result, ms } = await timed(async () => subject.receive(queue));

      expect(result).toEqual([]);
      expect(ms).toBeGreaterThan(900);
    },
  },
  {
    does: 'lets the long polls that get nothing of a message wait on',
    check: async subject => {
      const queue = await subject.createQueue();
      const polls = Array.from({ length: 3 }, async () => timed(async () => subject.receive(queue, { WaitTimeSeconds: 2 })));

      await subject.send(queue, 'body');

      const answers = await Promise.all(polls);
      const losers = answers.filter(({ result }) => result.length === 0);
      expect(losers).toHaveLength(2);
      expect(Math.min(...losers.map(({ ms }) => ms))).toBeGreaterThan(1500);
    },
  },
  {
    does: 'answers a receive of nothing without the member Messages',
    elasticMqInstead: 'answers with an empty list',
    check: async subject => {
      const { url } = await subject.createQueue();

      expect((await subject.json('ReceiveMessage', { QueueUrl: url })).fields).toEqual({});
    },
  },
];
