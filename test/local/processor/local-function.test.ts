import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { EventSourceMapping, type BatchReport, type EventSourceMappingOptions } from '../../../src/local/processor/event-source-mapping';
import { ExecutionEnvironment, type ExecutionEnvironmentOptions } from '../../../src/local/processor/execution-environment';
import { LocalFunction } from '../../../src/local/processor/local-function';
import { LocalQueues } from '../../../src/local/queue/local-queues';
import { until } from '../../fixtures/until';

const HANDLERS = join(__dirname, '..', '..', 'fixtures', 'handlers');
const QUEUE = 'requests';
const DEAD_LETTERS = 'dead-letters';

const folder = mkdtempSync(join(tmpdir(), 'telemetry-mailbox-'));
const doneFile = join(folder, 'done');
const done = () => {
  try {
    return readFileSync(doneFile, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
};

let queues: LocalQueues;
let sqs: SQSClient;
const parts: { stop(): Promise<void> }[] = [];
const reports: BatchReport[] = [];
const notices: string[] = [];

beforeEach(async () => openQueues({ visibilityTimeoutSeconds: 3 }));

async function openQueues({ visibilityTimeoutSeconds }: { readonly visibilityTimeoutSeconds: number }): Promise<void> {
  queues = new LocalQueues([
    { name: QUEUE, visibilityTimeoutSeconds, retentionSeconds: 600, redrive: { deadLetterQueue: DEAD_LETTERS, maxReceiveCount: 2 } },
    { name: DEAD_LETTERS, visibilityTimeoutSeconds: 30, retentionSeconds: 600 },
  ]);
  sqs = new SQSClient({ endpoint: await queues.start(), region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
}

async function closeQueues(): Promise<void> {
  sqs.destroy();
  await queues.stop();
}

afterEach(async () => {
  for (const part of parts.splice(0)) {
    await part.stop();
  }
  await closeQueues();
  rmSync(doneFile, { force: true });
  reports.length = 0;
  notices.length = 0;
});

afterAll(() => rmSync(folder, { recursive: true }));

const mailbox = (options: Partial<ExecutionEnvironmentOptions> = {}): ExecutionEnvironmentOptions => ({
  assetFolder: join(HANDLERS, 'mailbox'),
  handler: 'index.handler',
  functionName: 'mailbox',
  memorySizeMb: 4096,
  timeoutSeconds: 10,
  maxConcurrency: 16,
  environment: { DONE_FILE: doneFile },
  onNotice: text => notices.push(text),
  ...options,
});

async function start<Fn extends LocalFunction | ExecutionEnvironment>(fn: Fn, options: Partial<EventSourceMappingOptions> = {}): Promise<Fn> {
  const mapping = new EventSourceMapping({
    queueUrl: queues.urlOf(QUEUE),
    batchSize: 10,
    maximumBatchingWindowSeconds: 0,
    reportBatchItemFailures: true,
    function: fn,
    onBatch: report => reports.push(report),
    onNotice: text => notices.push(text),
    ...options,
  });
  parts.push(mapping, fn);
  await fn.start();
  await mapping.start();
  return fn;
}

async function send(...messages: { id: string; ms?: number; fails?: boolean; breaksTheBatch?: boolean }[]): Promise<void> {
  for (let first = 0; first < messages.length; first += 10) {
    const Entries = messages.slice(first, first + 10).map(message => ({ Id: message.id, MessageBody: JSON.stringify(message) }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queues.urlOf(QUEUE), Entries }));
  }
}

async function deadLetters(): Promise<string[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queues.urlOf(DEAD_LETTERS), MaxNumberOfMessages: 10 }));
  return Messages.map(({ Body }) => (JSON.parse(Body!) as { id: string }).id).sort();
}

const isEmpty = () => queues.depthOf(QUEUE).visible + queues.depthOf(QUEUE).inFlight === 0;

test('only the messages that failed come back, and in the end they are dead letters', async () => {
  await send({ id: 'a' }, { id: 'b', fails: true }, { id: 'c' }, { id: 'd', fails: true });

  await start(new LocalFunction(mailbox()));
  await until(isEmpty, 'the queue is empty', 45_000);

  expect(done().sort()).toEqual(['a', 'c']);
  expect(await deadLetters()).toEqual(['b', 'd']);
});

test('a batch whose function ends with an error comes back whole', async () => {
  await send({ id: 'a', breaksTheBatch: true });

  await start(new LocalFunction(mailbox()));
  await until(isEmpty, 'the queue is empty', 45_000);

  expect(await deadLetters()).toEqual(['a']);
  expect(notices).toEqual(Array(2).fill(
    expect.stringMatching(/^a batch of 1 messages failed: RangeError: a is too much \(test\/fixtures\/handlers\/mailbox\/index\.js:\d+:\d+\)$/),
  ));
});

test('a process that is killed in the middle of its batches loses no message', async () => {
  const ids = Array.from({ length: 40 }, (_, index) => `message-${index}`);
  await send(...ids.map(id => ({ id, ms: 1_000 })));
  const environment = await start(new ExecutionEnvironment(mailbox()));
  await until(() => environment.freeSlots <= 13, 'batches are under way');

  environment.kill();

  await until(isEmpty, 'the queue is empty', 45_000);
  expect([...new Set(done())].sort()).toEqual(ids.sort());
  expect(notices.join('\n')).toContain('the process of mailbox ended with signal SIGKILL');
  expect(await deadLetters()).toEqual([]);
});

test('more batches than the function has room for are throttled, not lost', async () => {
  await closeQueues();
  await openQueues({ visibilityTimeoutSeconds: 60 }); // the mapping tries again as long; a message that it gives up twice is a dead letter
  const ids = Array.from({ length: 20 }, (_, index) => `message-${index}`);
  await send(...ids.map(id => ({ id, ms: 10 })));

  await start(new LocalFunction(mailbox({ maxConcurrency: 1 })), { batchSize: 1 });
  await until(isEmpty, 'the queue is empty', 45_000);

  expect(done().sort()).toEqual(ids.sort());
  expect(await deadLetters()).toEqual([]);
});

test('several environments share the work', async () => {
  const fn = new LocalFunction({ ...mailbox({ assetFolder: join(HANDLERS, 'obedient'), maxConcurrency: 2 }), environments: 2 });
  parts.push(fn);
  await fn.start();

  const outcomes = await Promise.all(Array.from({ length: 5 }, async () => fn.invoke({ task: 'wait', ms: 100 })));

  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(4);
  expect(outcomes.filter(({ ok }) => !ok)).toEqual([{ ok: false, errorType: 'TooManyRequestsException', message: 'Rate Exceeded.' }]);
});

test('a function that only some environments can load runs in none', async () => {
  const environment = { LOCK_FILE: join(folder, 'lock'), AWS_LAMBDA_NODEJS_WORKER_COUNT: '1' };
  const fn = new LocalFunction({ ...mailbox({ assetFolder: join(HANDLERS, 'loner'), environment }), environments: 2 });
  parts.push(fn);

  await expect(fn.start()).rejects.toThrow('mailbox did not initialize: Error: EEXIST');

  expect(await fn.invoke({})).toMatchObject({ errorType: 'TooManyRequestsException' });
});
