import {
  CreateQueueCommand, DeleteQueueCommand, GetQueueUrlCommand, ListQueuesCommand, PurgeQueueCommand, SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { Behaviour } from './behaviour';

/** What is done with queues rather than with messages. */
export const QUEUES: Behaviour[] = [
  {
    does: 'is found by its name',
    check: async subject => {
      const { name, url } = await subject.createQueue();

      await expect(subject.sqs.send(new GetQueueUrlCommand({ QueueName: name }))).resolves.toMatchObject({ QueueUrl: url });
      await expect(subject.sqs.send(new ListQueuesCommand({ QueueNamePrefix: name }))).resolves.toMatchObject({ QueueUrls: [url] });
    },
  },
  {
    does: 'tells the SDK when it does not exist',
    check: async subject => {
      await expect(subject.sqs.send(new GetQueueUrlCommand({ QueueName: 'nowhere' }))).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    },
  },
  {
    does: 'names its errors for older clients in a header',
    elasticMqInstead: 'names the type of the error there',
    check: async subject => {
      const { status, headers } = await subject.json('GetQueueUrl', { QueueName: 'nowhere' });

      expect(status).toBe(400);
      expect(headers.get('x-amzn-query-error')).toBe('AWS.SimpleQueueService.NonExistentQueue;Sender');
    },
  },
  {
    does: 'can be created twice, but not with other attributes',
    check: async subject => {
      const { name, url } = await subject.createQueue({ DelaySeconds: '7' });

      await expect(subject.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { DelaySeconds: '7' } }))).resolves.toMatchObject({ QueueUrl: url });
      await expect(subject.sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { DelaySeconds: '8' } })))
        .rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    },
  },
  {
    does: 'is gone once it is deleted',
    check: async subject => {
      const queue = await subject.createQueue();

      await subject.sqs.send(new DeleteQueueCommand({ QueueUrl: queue.url }));

      await expect(subject.send(queue, 'body')).rejects.toMatchObject({ name: 'QueueDoesNotExist' });
    },
  },
  {
    does: 'starts with the defaults of SQS',
    check: async subject => {
      const queue = await subject.createQueue();

      await expect(subject.attributes(queue, 'All')).resolves.toMatchObject({
        QueueArn: queue.arn, VisibilityTimeout: '30', DelaySeconds: '0', ReceiveMessageWaitTimeSeconds: '0',
      });
    },
  },
  {
    does: 'keeps messages for four days and takes up to 1 MiB, unless told otherwise',
    elasticMqInstead: 'does not tell',
    check: async subject => {
      const queue = await subject.createQueue();

      await expect(subject.attributes(queue, 'All')).resolves.toMatchObject({ MessageRetentionPeriod: '345600', MaximumMessageSize: '1048576' });
    },
  },
  {
    does: 'gives back the attributes that a template sets',
    elasticMqInstead: 'drops them',
    check: async subject => {
      const attributes = { SqsManagedSseEnabled: 'true', Policy: '{"Version":"2012-10-17"}', RedriveAllowPolicy: '{"redrivePermission":"allowAll"}' };

      const queue = await subject.createQueue(attributes);

      await expect(subject.attributes(queue, 'All')).resolves.toMatchObject(attributes);
    },
  },
  {
    does: 'changes its attributes',
    check: async subject => {
      const queue = await subject.createQueue();

      await subject.sqs.send(new SetQueueAttributesCommand({ QueueUrl: queue.url, Attributes: { VisibilityTimeout: '77' } }));

      await expect(subject.attributes(queue, 'VisibilityTimeout')).resolves.toEqual({ VisibilityTimeout: '77' });
    },
  },
  {
    does: 'refuses an attribute that is out of range',
    elasticMqInstead: 'takes it',
    check: async subject => {
      await expect(subject.createQueue({ VisibilityTimeout: '43201' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    },
  },
  {
    does: 'counts its visible, hidden and delayed messages',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'one');
      await subject.send(queue, 'two');
      await subject.send(queue, 'three');
      await subject.send(queue, 'later', { DelaySeconds: 60 });

      await subject.receive(queue, { MaxNumberOfMessages: 1 });

      await expect(subject.attributes(queue, 'All')).resolves.toMatchObject({
        ApproximateNumberOfMessages: '2', ApproximateNumberOfMessagesNotVisible: '1', ApproximateNumberOfMessagesDelayed: '1',
      });
    },
  },
  {
    does: 'delays a message as it, or its sender, says',
    check: async subject => {
      const queue = await subject.createQueue({ DelaySeconds: '600' });

      await subject.send(queue, 'as the queue says');
      await subject.send(queue, 'as the sender says', { DelaySeconds: 1 });

      await expect(subject.receive(queue)).resolves.toEqual([]);
      await expect(subject.receiveOne(queue)).resolves.toMatchObject({ Body: 'as the sender says' });
    },
  },
  {
    does: 'refuses a delay of more than 15 minutes',
    check: async subject => {
      const queue = await subject.createQueue();

      await expect(subject.send(queue, 'body', { DelaySeconds: 901 })).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    },
  },
  {
    does: 'is empty after a purge, whatever its messages waited for',
    check: async subject => {
      const queue = await subject.createQueue();
      await subject.send(queue, 'in flight');
      await subject.receiveOne(queue);
      await subject.send(queue, 'visible');

      await subject.sqs.send(new PurgeQueueCommand({ QueueUrl: queue.url }));

      await expect(subject.attributes(queue, 'All')).resolves.toMatchObject({
        ApproximateNumberOfMessages: '0', ApproximateNumberOfMessagesNotVisible: '0',
      });
    },
  },
];
