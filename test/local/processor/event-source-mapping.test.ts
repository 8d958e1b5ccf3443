import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageCommand, type MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { InvokeOutcome } from '../../../src/local/processor/invoke-outcome';
import { until } from '../../fixtures/until';
import { ALL_DONE, numbered, watchMapping } from '../../fixtures/watched-mapping';

const watched = watchMapping();

test('gives the function a message as Lambda does', async () => {
  const MessageAttributes: Record<string, MessageAttributeValue> = {
    path: { DataType: 'String', StringValue: '/v1/batch' },
    digest: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2, 255]) },
  };
  const sent = await watched.sqs.send(new SendMessageCommand({ QueueUrl: watched.queueUrl, MessageBody: 'größe 😀', MessageAttributes, MessageGroupId: 'web' }));

  await watched.startMapping();
  await until(() => watched.handled === 1, 'the message was handled');

  expect(watched.events[0].Records[0]).toEqual({
    messageId: sent.MessageId,
    receiptHandle: expect.any(String),
    body: 'größe 😀',
    attributes: expect.objectContaining({
      ApproximateReceiveCount: '1',
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      SenderId: expect.any(String),
      MessageGroupId: 'web', // of fair queues
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
    }),
    messageAttributes: {
      path: { stringValue: '/v1/batch', stringListValues: [], binaryListValues: [], dataType: 'String' },
      digest: { binaryValue: 'AQL/', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
    },
    md5OfBody: sent.MD5OfMessageBody,
    md5OfMessageAttributes: sent.MD5OfMessageAttributes,
    eventSource: 'aws:sqs',
    eventSourceARN: watched.queueArn,
    awsRegion: 'us-east-1',
  });
});

test('deletes what the function is done with', async () => {
  await watched.send(...numbered(35));

  await watched.startMapping();
  await until(() => watched.handled === 35, 'all messages were handled');

  expect(watched.depth).toEqual({ visible: 0, inFlight: 0 });
  expect(watched.events.flatMap(({ Records }) => Records.map(({ body }) => body)).sort()).toEqual(numbered(35).sort());
});

test('knows what failed as released, until its visibility timeout is over', async () => {
  await watched.stopQueue();
  await watched.startQueue({ visibilityTimeoutSeconds: 3 });
  await watched.send(...numbered(10));

  await watched.startMapping({
    invoke: async ({ Records }) => (Records[0].attributes.ApproximateReceiveCount === '1'
      ? { ok: true, value: { batchItemFailures: Records.slice(0, 3).map(({ messageId }) => ({ itemIdentifier: messageId })) } }
      : ALL_DONE),
  });
  await until(() => watched.handled === 10, 'the messages were handled');
  expect(watched.counts).toMatchObject({ messagesInHand: 0, messagesReleased: 3 });
  await until(() => watched.handled === 13, 'what failed was handled');
  await until(() => watched.counts.messagesReleased === 0, 'nothing is released any more');
});

test('deletes messages whether or not they failed when the mapping does not ask', async () => {
  await watched.send('a');

  await watched.startMapping({ reportBatchItemFailures: false, invoke: async () => ({ ok: true, value: 'no object at all' }) });
  await until(() => watched.handled === 1, 'the message was handled');

  expect(watched.depth).toEqual({ visible: 0, inFlight: 0 });
});

describe('with the user\'s own AWS settings around', () => {
  const before = { ...process.env };

  afterEach(() => { process.env = before; });

  test('still reads the local queue', async () => {
    const mine = { AWS_PROFILE: 'production', AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9', AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' };
    Object.assign(process.env, mine);
    await watched.startMapping();

    process.env = { ...before };
    await watched.send('at home');

    await until(() => watched.handled === 1, 'the message was handled');
  });
});

test('finishes the batches under way when it stops, and takes no more', async () => {
  let finish = () => {};
  await watched.send(...numbered(8));
  await watched.startMapping({
    batchSize: 1,
    maximumConcurrency: 1,
    invoke: async () => new Promise<InvokeOutcome>(resolve => { finish = () => resolve(ALL_DONE); }),
  });
  await until(() => watched.events.length === 1, 'the first batch runs');

  const stopped = watched.stopMapping();
  await sleep(50);
  finish();
  await stopped;

  expect(watched.reports).toEqual([{ messages: 1, failed: 0, durationMs: expect.any(Number) }]);
  expect(watched.depth).toEqual({ visible: 7, inFlight: 0 });
});

test('says that the queue does not answer, and goes on when it does', async () => {
  const port = Number(new URL(watched.queueUrl).port);
  await watched.startMapping({ maximumConcurrency: 1 });

  await watched.stopQueue();
  await until(() => watched.notices.length > 0, 'the outage is noticed');
  await until(async () => watched.startQueue({ port }).then(() => true, () => false), 'the port is free'); // for others take one now and then
  await watched.send('after the outage');

  await until(() => watched.handled === 1, 'the message was handled');
  expect(watched.notices[0]).toContain('the queue does not answer');
});
