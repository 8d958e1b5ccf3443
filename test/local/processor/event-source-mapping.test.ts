import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageBatchCommand, SendMessageCommand, SQSClient, type MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { EventSourceMapping, type BatchReport, type EventSourceMappingOptions } from '../../../src/local/processor/event-source-mapping';
import { THROTTLED, type InvokeOutcome } from '../../../src/local/processor/invoke-outcome';
import { LocalQueues } from '../../../src/local/queue/local-queues';
import { until } from '../../fixtures/until';

const QUEUE = 'requests';
const ALL_DONE: InvokeOutcome = { ok: true, value: { batchItemFailures: [] } };

let queues: LocalQueues;
let sqs: SQSClient;
let mapping: EventSourceMapping | undefined;
const events: SQSEvent[] = [];
const reports: BatchReport[] = [];
const notices: string[] = [];

beforeEach(async () => startQueues());

afterEach(async () => {
  await mapping?.stop();
  await stopQueues();
  for (const list of [events, reports, notices]) {
    list.length = 0;
  }
});

async function startQueues({ visibilityTimeoutSeconds = 30, port = 0 } = {}): Promise<void> {
  queues = new LocalQueues([{ name: QUEUE, visibilityTimeoutSeconds, retentionSeconds: 600 }]);
  sqs = new SQSClient({ endpoint: await queues.start(port), region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
}

async function stopQueues(): Promise<void> {
  sqs.destroy();
  await queues.stop();
}

interface MappingOptions extends Partial<EventSourceMappingOptions> {
  invoke?(event: SQSEvent): Promise<InvokeOutcome>;
}

async function startMapping({ invoke = async () => ALL_DONE, ...options }: MappingOptions = {}): Promise<void> {
  mapping = new EventSourceMapping({
    queueUrl: queues.urlOf(QUEUE),
    batchSize: 10,
    maximumBatchingWindowSeconds: 0,
    reportBatchItemFailures: true,
    onBatch: report => reports.push(report),
    onNotice: text => notices.push(text),
    ...options,
    function: {
      invoke: async event => {
        events.push(event as SQSEvent);
        return invoke(event as SQSEvent);
      },
    },
  });
  await mapping.start();
}

async function send(...bodies: string[]): Promise<void> {
  for (let first = 0; first < bodies.length; first += 10) {
    const Entries = bodies.slice(first, first + 10).map((MessageBody, index) => ({ Id: String(index), MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queues.urlOf(QUEUE), Entries }));
  }
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `message ${index}`);
const handled = () => reports.reduce((sum, { messages }) => sum + messages, 0);

test('gives the function a message as Lambda does', async () => {
  const MessageAttributes: Record<string, MessageAttributeValue> = {
    path: { DataType: 'String', StringValue: '/v1/batch' },
    digest: { DataType: 'Binary', BinaryValue: Buffer.from([1, 2, 255]) },
  };
  const sent = await sqs.send(new SendMessageCommand({ QueueUrl: queues.urlOf(QUEUE), MessageBody: 'größe 😀', MessageAttributes }));

  await startMapping();
  await until(() => handled() === 1, 'the message was handled');

  expect(events[0].Records[0]).toEqual({
    messageId: sent.MessageId,
    receiptHandle: expect.any(String),
    body: 'größe 😀',
    attributes: expect.objectContaining({
      ApproximateReceiveCount: '1',
      SentTimestamp: expect.stringMatching(/^\d{13}$/),
      SenderId: expect.any(String),
      ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
    }),
    messageAttributes: {
      path: { stringValue: '/v1/batch', stringListValues: [], binaryListValues: [], dataType: 'String' },
      digest: { binaryValue: 'AQL/', stringListValues: [], binaryListValues: [], dataType: 'Binary' },
    },
    md5OfBody: sent.MD5OfMessageBody,
    md5OfMessageAttributes: sent.MD5OfMessageAttributes,
    eventSource: 'aws:sqs',
    eventSourceARN: queues.arnOf(QUEUE),
    awsRegion: 'us-east-1',
  });
});

test('deletes what the function is done with', async () => {
  await send(...numbered(35));

  await startMapping();
  await until(() => handled() === 35, 'all messages were handled');

  expect(queues.depthOf(QUEUE)).toMatchObject({ visible: 0, inFlight: 0 });
  expect(events.flatMap(({ Records }) => Records.map(({ body }) => body)).sort()).toEqual(numbered(35).sort());
});

test('deletes messages whether or not they failed when the mapping does not ask', async () => {
  await send('a');

  await startMapping({ reportBatchItemFailures: false, invoke: async () => ({ ok: true, value: 'no object at all' }) });
  await until(() => handled() === 1, 'the message was handled');

  expect(queues.depthOf(QUEUE)).toMatchObject({ visible: 0, inFlight: 0 });
});

describe('with the user\'s own AWS settings around', () => {
  const before = { ...process.env };

  afterEach(() => { process.env = before; });

  test('still reads the local queue', async () => {
    const mine = { AWS_PROFILE: 'production', AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9', AWS_USE_FIPS_ENDPOINT: 'true', AWS_USE_DUALSTACK_ENDPOINT: 'true' };
    Object.assign(process.env, mine);
    await startMapping();

    process.env = { ...before };
    await send('at home');

    await until(() => handled() === 1, 'the message was handled');
  });
});

describe('a batch', () => {
  test('is invoked at once without a window, however small it is', async () => {
    await startMapping({ batchSize: 10, maximumBatchingWindowSeconds: 0 });

    await send('alone');

    await until(() => handled() === 1, 'the message was handled', 1000);
  });

  test('waits for its window when it is not full', async () => {
    await startMapping({ batchSize: 100, maximumBatchingWindowSeconds: 1, maximumConcurrency: 1 });
    const startedAt = Date.now();

    await send('early');
    await sleep(300);
    await send(...numbered(24));
    await until(() => handled() === 25, 'all messages were handled');

    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(900);
    expect(events.map(({ Records }) => Records.length)).toEqual([25]);
  });

  test('is invoked before its window is over when it is full', async () => {
    await send(...numbered(20));

    await startMapping({ batchSize: 20, maximumBatchingWindowSeconds: 300, maximumConcurrency: 1 });
    await until(() => handled() === 20, 'all messages were handled', 5000);

    expect(events.map(({ Records }) => Records.length)).toEqual([20]);
  });

  test('never exceeds six megabytes, and what had no room comes in the next one', async () => {
    const large = numbered(8).map(name => name.padEnd(1_000_000));
    await Promise.all(large.map(async body => send(body)));

    await startMapping({ batchSize: 100, maximumBatchingWindowSeconds: 1, maximumConcurrency: 1 });
    await until(() => handled() === 8, 'all messages were handled');

    expect(events.map(({ Records }) => Records.length)).toEqual([6, 2]);
    expect(Math.max(...events.map(event => Buffer.byteLength(JSON.stringify(event))))).toBeLessThanOrEqual(6 * 1024 * 1024);
  });
});

describe('concurrency', () => {
  let running = 0;
  let peak = 0;
  const slowly = (ms: number) => async (): Promise<InvokeOutcome> => {
    running += 1;
    peak = Math.max(peak, running);
    await sleep(ms);
    running -= 1;
    return ALL_DONE;
  };

  beforeEach(() => { running = peak = 0; });

  test('begins with five batches, after idle times too, and grows while all of them are under way', async () => {
    await startMapping({ batchSize: 1, invoke: slowly(700) });
    await sleep(1000);

    await send(...numbered(30));
    await sleep(100);
    const atFirst = running;
    await until(() => handled() === 30, 'all messages were handled');

    expect(atFirst).toBeGreaterThanOrEqual(5);
    expect(atFirst).toBeLessThanOrEqual(6);
    expect(peak).toBeGreaterThan(6);
    expect(peak).toBeLessThan(20);
  });

  test('stays within the limit of the mapping', async () => {
    await send(...numbered(12));

    await startMapping({ batchSize: 1, maximumConcurrency: 2, invoke: slowly(100) });
    await until(() => handled() === 12, 'all messages were handled');

    expect(peak).toBe(2);
  });
});

describe('a throttled function', () => {
  test('is invoked again with the same messages, which are received only once', async () => {
    let throttles = 3;
    await send('patient');

    await startMapping({ invoke: async () => (throttles-- > 0 ? THROTTLED : ALL_DONE) });
    await until(() => handled() === 1, 'the message was handled');

    expect(events).toHaveLength(4);
    expect(new Set(events.map(({ Records }) => Records[0].attributes.ApproximateReceiveCount))).toEqual(new Set(['1']));
    expect(notices).toEqual([]);
  });

  test('gets its messages back from the queue once they are visible again', async () => {
    await stopQueues();
    await startQueues({ visibilityTimeoutSeconds: 1 });
    await send('patient');

    await startMapping({ invoke: async ({ Records: [{ attributes }] }) => (attributes.ApproximateReceiveCount === '1' ? THROTTLED : ALL_DONE) });
    await until(() => reports.some(({ failed }) => failed === 0), 'the message was handled');

    expect(reports.map(({ failed }) => failed)).toEqual([1, 0]);
    expect(notices).toEqual(['a batch of 1 messages failed: TooManyRequestsException: Rate Exceeded.']);
  });
});

test('finishes the batches under way when it stops, and takes no more', async () => {
  let finish = () => {};
  await send(...numbered(8));
  await startMapping({
    batchSize: 1,
    maximumConcurrency: 1,
    invoke: async () => new Promise<InvokeOutcome>(resolve => { finish = () => resolve(ALL_DONE); }),
  });
  await until(() => events.length === 1, 'the first batch runs');

  const stopped = mapping!.stop();
  await sleep(50);
  finish();
  await stopped;

  expect(reports).toEqual([{ messages: 1, failed: 0, durationMs: expect.any(Number) }]);
  expect(queues.depthOf(QUEUE)).toMatchObject({ visible: 7, inFlight: 0 });
});

test('says that the queue does not answer, and goes on when it does', async () => {
  const port = Number(new URL(queues.urlOf(QUEUE)).port);
  await startMapping({ maximumConcurrency: 1 });

  await stopQueues();
  await until(() => notices.length > 0, 'the outage is noticed');
  await startQueues({ port });
  await send('after the outage');

  await until(() => handled() === 1, 'the message was handled');
  expect(notices[0]).toContain('the queue does not answer');
});
