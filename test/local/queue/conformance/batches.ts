import { SendMessageBatchCommand, type SendMessageBatchCommandOutput, type SendMessageBatchRequestEntry } from '@aws-sdk/client-sqs';
import type { Behaviour } from './behaviour';
import type { Queue, Subject } from './subject';

async function sendBatch(subject: Subject, queue: Queue, batch: SendMessageBatchRequestEntry[]): Promise<SendMessageBatchCommandOutput> {
  return subject.sqs.send(new SendMessageBatchCommand({ QueueUrl: queue.url, Entries: batch }));
}

function entries(...ids: string[]): SendMessageBatchRequestEntry[] {
  return ids.map(Id => ({ Id, MessageBody: `body ${Id}` }));
}

async function refusesBatch(subject: Subject, batch: SendMessageBatchRequestEntry[], name: string): Promise<void> {
  const queue = await subject.createQueue();

  await expect(sendBatch(subject, queue, batch)).rejects.toMatchObject({ name });
  await expect(subject.receive(queue)).resolves.toEqual([]);
}

/** Batches, which SQS refuses as a whole for their form and in part for their contents. */
export const BATCHES: Behaviour[] = [
  {
    does: 'answers for each message of a batch with id and MD5',
    check: async subject => {
      const queue = await subject.createQueue();

      const { Successful, Failed } = await sendBatch(subject, queue, entries('one', 'two'));

      expect(Failed ?? []).toEqual([]);
      expect(Successful).toMatchObject([
        { Id: 'one', MessageId: expect.any(String), MD5OfMessageBody: expect.any(String) },
        { Id: 'two', MessageId: expect.any(String), MD5OfMessageBody: expect.any(String) },
      ]);
      const bodies = (await subject.receive(queue)).map(({ Body }) => Body);
      expect(bodies.sort()).toEqual(['body one', 'body two']);
    },
  },
  {
    does: 'stores the good messages of a batch and names the bad ones',
    check: async subject => {
      const queue = await subject.createQueue();

      const { Successful, Failed } = await sendBatch(subject, queue, [...entries('good'), { Id: 'bad', MessageBody: 'bell \u0007' }]);

      expect(Successful).toMatchObject([{ Id: 'good' }]);
      expect(Failed).toMatchObject([{ Id: 'bad', SenderFault: true, Code: expect.any(String), Message: expect.any(String) }]);
      await expect(subject.receive(queue)).resolves.toHaveLength(1);
    },
  },
  {
    does: 'names InvalidMessageContents as the fault of a message with control characters',
    elasticMqInstead: 'names InvalidAttributeValue',
    check: async subject => {
      const queue = await subject.createQueue();

      const { Failed } = await sendBatch(subject, queue, [{ Id: 'bad', MessageBody: 'bell \u0007' }]);

      expect(Failed).toMatchObject([{ Code: 'InvalidMessageContents' }]);
    },
  },
  {
    does: 'takes ten messages in a batch',
    check: async subject => {
      const queue = await subject.createQueue();

      const { Successful } = await sendBatch(subject, queue, entries(...'abcdefghij'));

      expect(Successful).toHaveLength(10);
    },
  },
  {
    does: 'refuses a batch of eleven',
    check: async subject => refusesBatch(subject, entries(...'abcdefghijk'), 'TooManyEntriesInBatchRequest'),
  },
  {
    does: 'refuses an empty batch',
    elasticMqInstead: 'accepts it',
    check: async subject => refusesBatch(subject, [], 'EmptyBatchRequest'),
  },
  {
    does: 'refuses a batch in which an id comes twice',
    check: async subject => refusesBatch(subject, entries('same', 'same'), 'BatchEntryIdsNotDistinct'),
  },
  {
    does: 'refuses a batch with an id of other characters than letters, digits and -_',
    elasticMqInstead: 'accepts it',
    check: async subject => refusesBatch(subject, entries('good', 'not good'), 'InvalidBatchEntryId'),
  },
  {
    does: 'refuses a batch whose messages together are larger than 1 MiB',
    elasticMqInstead: 'refuses it as InvalidAttributeValue',
    check: async subject => {
      const half = 'x'.repeat(512 * 1024);

      await refusesBatch(subject, [{ Id: 'one', MessageBody: half }, { Id: 'two', MessageBody: `${half}x` }], 'BatchRequestTooLong');
    },
  },
  {
    does: 'takes a batch whose messages together are exactly 1 MiB',
    check: async subject => {
      const queue = await subject.createQueue();
      const half = 'x'.repeat(512 * 1024);

      const { Successful } = await sendBatch(subject, queue, [{ Id: 'one', MessageBody: half }, { Id: 'two', MessageBody: half }]);

      expect(Successful).toHaveLength(2);
    },
  },
];
