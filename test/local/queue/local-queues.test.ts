import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { Subject, type Queue } from './conformance/subject';
import { LocalQueues } from '../../../src/local/queue/local-queues';

const RETENTION = { visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 };

let queues: LocalQueues;
let subject: Subject;

beforeEach(async () => {
  queues = new LocalQueues([
    { name: 'dead-letters', ...RETENTION },
    { name: 'queue', ...RETENTION, redrive: { deadLetterQueue: 'dead-letters', maxReceiveCount: 1 } },
    { name: 'late', ...RETENTION, delaySeconds: 60, receiveWaitSeconds: 1 },
  ]);
  subject = new Subject(await queues.start());
});

afterEach(async () => {
  subject.close();
  await queues.stop();
});

function named(name: string): Queue {
  return { name, url: queues.urlOf(name), arn: queues.arnOf(name) };
}

test('the queues of the definitions behave as they say', async () => {
  await expect(subject.attributes(named('queue'), 'All')).resolves.toMatchObject({
    QueueArn: 'arn:aws:sqs:us-east-1:000000000000:queue',
    VisibilityTimeout: '30',
    RedrivePolicy: '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead-letters","maxReceiveCount":1}',
  });
  await expect(subject.attributes(named('late'), 'All')).resolves.toMatchObject({ DelaySeconds: '60', ReceiveMessageWaitTimeSeconds: '1' });
});

test('their depth can be read without asking them over HTTP', async () => {
  await subject.send(named('queue'), 'one');
  await subject.send(named('queue'), 'two');
  await subject.send(named('late'), 'three');
  await subject.receiveOne(named('queue'), { MaxNumberOfMessages: 1 });

  expect(queues.depthOf('queue')).toMatchObject({ visible: 1, inFlight: 1, delayed: 0 });
  expect(queues.depthOf('late')).toMatchObject({ visible: 0, inFlight: 0, delayed: 1 });
  expect(queues.depthOf('dead-letters')).toEqual({ visible: 0, inFlight: 0, delayed: 0, oldestAgeSeconds: 0 });
});

test('a queue that is not there is named in the error', () => {
  expect(() => queues.urlOf('nowhere')).toThrow('there is no local queue named nowhere');
});

test('there is no URL before the start', () => {
  const early = new LocalQueues([{ name: 'queue', ...RETENTION }]);

  expect(() => early.urlOf('queue')).toThrow('before they are started');
  expect(early.arnOf('queue')).toBe('arn:aws:sqs:us-east-1:000000000000:queue');
});

test('a port that is taken is told at the start', async () => {
  const second = new LocalQueues([]);

  await expect(second.start(Number(new URL(subject.endpoint).port))).rejects.toThrow('EADDRINUSE');
});

test('stopping answers the long polls', async () => {
  const poll = await startPoll();

  await queues.stop();

  await expect(poll.answer).resolves.toBe('{}');
});

test('a caller that breaks off a long poll gets nothing lent', async () => {
  const poll = await startPoll();

  poll.breakOff();
  await subject.send(named('queue'), 'body');

  expect(queues.depthOf('queue')).toMatchObject({ visible: 1, inFlight: 0 });
});

test('only this machine can reach them', async () => {
  const port = Number(new URL(subject.endpoint).port);
  const others = Object.values(networkInterfaces()).flatMap(addresses => addresses ?? []).filter(({ internal }) => !internal);

  expect(new URL(subject.endpoint).hostname).toBe('127.0.0.1');
  for (const host of ['::1', ...others.filter(({ family }) => family === 'IPv4').map(({ address }) => address)]) {
    await expect(once(connect({ host, port }), 'connect')).rejects.toThrow();
  }
});

test.each([
  { what: 'a body that is not JSON', body: '{"QueueUrl"', headers: { 'X-Amz-Target': 'AmazonSQS.SendMessage' }, status: 400, text: 'SerializationException' },
  { what: 'a body that is no object', body: '[]', headers: { 'X-Amz-Target': 'AmazonSQS.SendMessage' }, status: 400, text: 'SerializationException' },
  { what: 'a field of another type', body: '{"QueueUrl":7}', headers: { 'X-Amz-Target': 'AmazonSQS.SendMessage' }, status: 400, text: 'QueueUrl must be a string' },
  { what: 'an unknown action', body: '{}', headers: { 'X-Amz-Target': 'AmazonSQS.constructor' }, status: 400, text: 'UnknownOperationException' },
  { what: 'a form without action', body: 'MessageBody=x', headers: {}, status: 400, text: '<Code>InvalidAction</Code>' },
  { what: 'a request larger than any call', body: 'x'.repeat(9 * 1024 * 1024), headers: {}, status: 413, text: '' },
])('$what is refused with status $status', async ({ body, headers, status, text: part }) => {
  const response = await fetch(subject.endpoint, { method: 'POST', body, headers: headers as Record<string, string> });

  expect(response.status).toBe(status);
  expect(await response.text()).toContain(part);
});

test('queues in order are refused, for there are none', async () => {
  const response = await subject.json('CreateQueue', { QueueName: 'ordered.fifo' });

  expect(response).toMatchObject({ status: 400, fields: { message: expect.stringContaining('there are no FIFO queues here') } });
});

/** Starts a long poll on a connection of its own, and returns when it waits. */
async function startPoll(): Promise<{ answer: Promise<string>; breakOff: () => void }> {
  const poll = request(subject.endpoint, { method: 'POST', headers: { 'X-Amz-Target': 'AmazonSQS.ReceiveMessage' }, agent: false });
  const answer = once(poll, 'response').then(async ([response]) => text(response)).catch(String);
  poll.end(JSON.stringify({ QueueUrl: queues.urlOf('queue'), WaitTimeSeconds: 20 }));
  await once(poll, 'finish');
  await subject.json('GetQueueUrl', { QueueName: 'queue' });
  return { answer, breakOff: () => poll.destroy() };
}
