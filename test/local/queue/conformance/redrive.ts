import {
  ListDeadLetterSourceQueuesCommand, ListMessageMoveTasksCommand, SetQueueAttributesCommand, StartMessageMoveTaskCommand, type Message,
} from '@aws-sdk/client-sqs';
import type { Behaviour } from './behaviour';
import type { Queue, Subject } from './subject';
import { until } from '../../../fixtures/until';

/** Has a message be given up, and returns it as it was received before. */
async function giveUp(subject: Subject, queue: Queue, body: string): Promise<Message> {
  await subject.send(queue, body, { MessageAttributes: { path: { DataType: 'String', StringValue: '/events' } } });
  const received = await subject.receiveOne(queue, { VisibilityTimeout: 0 });
  await expect(subject.receive(queue)).resolves.toEqual([]);
  return received;
}

/** What becomes of messages that are received too often. */
export const REDRIVE: Behaviour[] = [
  {
    does: 'moves a message that was received too often to the dead-letter queue, with its id, attributes and time of sending',
    check: async subject => {
      const { queue, deadLetters } = await subject.createQueueWithDeadLetters();

      const before = await giveUp(subject, queue, 'poison');

      const after = await subject.receiveOne(deadLetters);
      expect(after).toMatchObject({
        MessageId: before.MessageId,
        Body: 'poison',
        MessageAttributes: before.MessageAttributes,
        Attributes: { SentTimestamp: before.Attributes?.SentTimestamp, DeadLetterQueueSourceArn: queue.arn },
      });
      expect(after.MessageAttributes).toHaveProperty('path');
    },
  },
  {
    does: 'counts receives in all queues',
    check: async subject => {
      const { queue, deadLetters } = await subject.createQueueWithDeadLetters();

      await giveUp(subject, queue, 'poison');

      await expect(subject.receiveOne(deadLetters)).resolves.toMatchObject({ Attributes: { ApproximateReceiveCount: '2' } });
    },
  },
  {
    does: 'lists the queues that a dead-letter queue serves',
    check: async subject => {
      const { queue, deadLetters } = await subject.createQueueWithDeadLetters();

      await expect(subject.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: deadLetters.url })))
        .resolves.toMatchObject({ queueUrls: [queue.url] });
      await expect(subject.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: queue.url }))).resolves.toMatchObject({ queueUrls: [] });
    },
  },
  {
    does: 'moves dead letters back to where they came from',
    check: async subject => {
      const { queue, deadLetters } = await subject.createQueueWithDeadLetters();
      await giveUp(subject, queue, 'cured');

      await subject.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetters.arn }));

      await expect(subject.receiveOne(queue)).resolves.toMatchObject({ Body: 'cured', MessageAttributes: { path: { StringValue: '/events' } } });
      const listed = async () => (await subject.sqs.send(new ListMessageMoveTasksCommand({ SourceArn: deadLetters.arn }))).Results ?? [];
      await until(async () => (await listed())[0]?.Status === 'COMPLETED', 'the task is listed as completed');
      expect(await listed()).toMatchObject([{ Status: 'COMPLETED', SourceArn: deadLetters.arn, ApproximateNumberOfMessagesMoved: 1 }]);
    },
  },
  {
    does: 'moves dead letters as new messages, with an id and a receive count of their own',
    elasticMqInstead: 'keeps the id',
    check: async subject => {
      const { queue, deadLetters } = await subject.createQueueWithDeadLetters();
      const before = await giveUp(subject, queue, 'cured');

      await subject.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetters.arn }));

      const after = await subject.receiveOne(queue);
      expect(after.MessageId).not.toBe(before.MessageId);
      expect(after.Attributes?.ApproximateReceiveCount).toBe('1');
    },
  },
  {
    does: 'moves dead letters to another queue',
    check: async subject => {
      const { queue, deadLetters } = await subject.createQueueWithDeadLetters();
      const elsewhere = await subject.createQueue();
      await giveUp(subject, queue, 'cured');

      await subject.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: deadLetters.arn, DestinationArn: elsewhere.arn }));

      await expect(subject.receiveOne(elsewhere)).resolves.toMatchObject({ Body: 'cured' });
    },
  },
  {
    does: 'refuses to move messages out of a queue that is no dead-letter queue',
    elasticMqInstead: 'never answers',
    check: async subject => {
      const queue = await subject.createQueue();
      const command = new StartMessageMoveTaskCommand({ SourceArn: queue.arn });

      await expect(subject.sqs.send(command, { abortSignal: AbortSignal.timeout(5_000) }))
        .rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    },
  },
  {
    does: 'refuses a redrive policy that gives messages up before the first receive',
    check: async subject => {
      const { arn } = await subject.createQueue();
      const policy = JSON.stringify({ deadLetterTargetArn: arn, maxReceiveCount: 0 });

      await expect(subject.createQueue({ RedrivePolicy: policy })).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    },
  },
  {
    does: 'gives nothing up any more once its redrive policy is taken away',
    elasticMqInstead: 'refuses to take it away',
    check: async subject => {
      const { queue, deadLetters } = await subject.createQueueWithDeadLetters();

      await subject.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes: { RedrivePolicy: '' } }));

      await expect(subject.sqs.send(new ListDeadLetterSourceQueuesCommand({ QueueUrl: deadLetters.url }))).resolves.toMatchObject({ queueUrls: [] });
    },
  },
  {
    does: 'refuses a dead-letter queue that does not exist',
    check: async subject => {
      const policy = JSON.stringify({ deadLetterTargetArn: 'arn:aws:sqs:us-east-1:000000000000:nowhere', maxReceiveCount: 3 });

      await expect(subject.createQueue({ RedrivePolicy: policy })).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    },
  },
];
