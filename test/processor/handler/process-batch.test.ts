import { gzipSync } from 'zlib';
import { SQSRecord } from 'aws-lambda';
import { GroupCommit } from '../../../src/processor/handler/commit/group-commit';
import { BucketWriter } from '../../../src/processor/handler/commit/object-writer';
import { processBatch } from '../../../src/processor/handler/process-batch';
import { ReadingSettings } from '../../../src/processor/handler/rows/request-rows';
import { RowBufferPool } from '../../../src/processor/handler/rows/row-buffer-pool';
import { ObjectStore, s3ClientFor } from '../../fixtures/object-store';
import { READING_SETTINGS } from '../../fixtures/request-rows';
import { RECEIVED_AT, sqsRecord } from '../../fixtures/sqs-record';

const HOUR = 3_600_000;

let store: ObjectStore;
let commit: GroupCommit;
let printed: jest.SpyInstance;
const warned = jest.spyOn(console, 'warn');

beforeEach(async () => {
  store = new ObjectStore();
  commit = new GroupCommit(new BucketWriter(s3ClientFor(await store.start()), 'archive'), { maxWaitMs: 20 });
  warned.mockImplementation();
  printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  printed.mockRestore();
  await store.stop();
});

const buffers = new RowBufferPool(); // shared, as in a worker

function event(id: string) {
  return JSON.stringify({ messageId: id, event: 'Clicked' });
}

async function run(
  records: readonly SQSRecord[],
  { ingestId = 'invocation-1', deadline = Date.now() + 60_000, ...settings }: { ingestId?: string; deadline?: number } & Partial<ReadingSettings> = {},
) {
  return processBatch(records, { commit, buffers, settings: { ...READING_SETTINGS, ...settings }, ingestId, deadline });
}

/** The lines that were printed, the first of which tells of the batch. */
function lines(): Record<string, unknown>[] {
  return printed.mock.calls.map(([line]) => JSON.parse(line));
}

function idsUnder(prefix: string) {
  return store.puts.filter(({ key }) => key.startsWith(prefix)).flatMap(({ rows }) => rows.map(({ message_id: id }) => id)).sort();
}

test('stores the events of many messages as one object in the partition of their hour', async () => {
  const answer = await run(['a', 'b', 'c'].map(id => sqsRecord({ messageId: id, body: event(id) })));

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(store.puts).toHaveLength(1);
  expect(store.puts[0].key).toMatch(/^events\/dt=2026-11-23\/hour=07\/\d{13}-[0-9a-f-]{36}\.ndjson\.gz$/);
  expect(idsUnder('events/')).toEqual(['a', 'b', 'c']);
});

test('stores gzip without an encoding that would make clients inflate it by themselves', async () => {
  await run([sqsRecord({ body: event('a') })]);

  expect(store.puts[0]).toMatchObject({ contentType: 'application/gzip', contentEncoding: undefined });
});

test('files a replay by when it came back, so that no old partition changes', async () => {
  await run([sqsRecord({ body: event('a'), sentTimestamp: RECEIVED_AT + HOUR, attributes: { firstReceivedAt: new Date(RECEIVED_AT).toISOString() } })]);

  expect(idsUnder('events/dt=2026-11-23/hour=08/')).toEqual(['a']);
});

test('files messages of two hours in two partitions', async () => {
  await run([sqsRecord({ body: event('a') }), sqsRecord({ messageId: 'm2', body: event('b'), sentTimestamp: RECEIVED_AT + HOUR })]);

  expect(idsUnder('events/dt=2026-11-23/hour=07/')).toEqual(['a']);
  expect(idsUnder('events/dt=2026-11-23/hour=08/')).toEqual(['b']);
});

test('acknowledges what it put into quarantine', async () => {
  const answer = await run([sqsRecord({ body: 'no json' }), sqsRecord({ messageId: 'm2', body: event('b') })]);

  expect(answer.batchItemFailures).toEqual([]);
  expect(store.puts.find(({ key }) => key.startsWith('quarantine/dt=2026-11-23/hour=07/'))!.rows).toMatchObject([{ code: 'not_json', raw: 'no json' }]);
  expect(idsUnder('events/')).toEqual(['b']);
});

test('gives back exactly the messages whose object could not be stored', async () => {
  store.answer = key => key.includes('hour=08') ? 503 : 200;

  const answer = await run([
    sqsRecord({ messageId: 'm1', body: event('a') }),
    sqsRecord({ messageId: 'm2', body: event('b'), sentTimestamp: RECEIVED_AT + HOUR }),
    sqsRecord({ messageId: 'm3', body: event('c'), sentTimestamp: RECEIVED_AT + HOUR }),
  ]);

  expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['m2', 'm3']);
  expect(idsUnder('events/')).toEqual(['a']);
});

test('gives back a message of which only the quarantined part could not be stored', async () => {
  store.answer = key => key.startsWith('quarantine/') ? 500 : 200;

  const answer = await run([sqsRecord({ messageId: 'm1', body: `[${event('a')},1]` }), sqsRecord({ messageId: 'm2', body: event('b') })]);

  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
});

test('reports a message once, though both its objects could not be stored', async () => {
  store.answer = () => 503;

  const answer = await run([sqsRecord({ messageId: 'm1', body: `[${event('a')},1]` })]);

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect(lines()).toMatchObject([{ MessagesFailed: 1, EventsAccepted: 0, EventsLanded: 0, EventsQuarantined: 0 }]);
});

test('gives back what is not stored before its deadline, and says so', async () => {
  const answer = await run([sqsRecord({ messageId: 'm1', body: event('a') })], { deadline: Date.now() + 100 });

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect(warned.mock.calls).toEqual([[expect.objectContaining({ error: 'DeadlinePassedError' })]]);
});

test('stores what inflates to far more than was sent, each message with all its events', async () => {
  const ids = Array.from({ length: 5 }, (_, index) => `large-${index}`);
  const records = ids.map(id => sqsRecord({
    messageId: id, body: gzipSync(JSON.stringify({ messageId: id, event: 'Large', properties: { text: 'x'.repeat(9_000_000) } })).toString('base64'),
  }));

  const answer = await run(records, { maxEventBytes: 10_000_000, maxInflatedBytes: 10_000_000 });

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(idsUnder('events/')).toEqual(ids);
});

test('stores nothing for a batch without events', async () => {
  expect(await run([sqsRecord({ body: '[]' })])).toEqual({ batchItemFailures: [] });
  expect(await run([])).toEqual({ batchItemFailures: [] });
  expect(store.puts).toEqual([]);
});

test('batches that overlap share objects, and each is told of its own messages only', async () => {
  store.answer = key => key.includes('hour=09') ? 503 : 200;
  const batches = Array.from({ length: 64 }, (_, batch) => Array.from({ length: 20 }, (_unused, index) => sqsRecord({
    messageId: `m-${batch}-${index}`, body: event(`${batch}-${index}`), sentTimestamp: batch % 2 ? RECEIVED_AT : RECEIVED_AT + 2 * HOUR,
  })));

  const answers = await Promise.all(batches.map(async (batch, index) => run(batch, { ingestId: `invocation-${index}` })));

  answers.forEach(({ batchItemFailures }, batch) => {
    const own = batch % 2 ? [] : batches[batch].map(({ messageId }) => messageId);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(own.sort());
  });
  expect(store.puts.flatMap(({ rows }) => rows)).toHaveLength(32 * 20);
  expect(store.puts.length).toBeLessThanOrEqual(4);
  store.puts.flatMap(({ rows }) => rows).forEach(({ ingest_id: invocation, message_id: id }) => {
    expect(invocation).toBe(`invocation-${String(id).split('-')[0]}`);
  });
});

describe('the log', () => {
  test('has one line for a batch, with what CloudWatch makes metrics of', async () => {
    await run([
      sqsRecord({ messageId: 'm1', body: `[${event('a')},${event('a')},7]` }),
      sqsRecord({ messageId: 'm2', body: 'no json', sentTimestamp: Date.now() - 5_000 }),
    ]);

    const [batch, ...reasons] = lines();
    expect(batch).toMatchObject({
      event: 'batch processed',
      requestId: 'invocation-1',
      level: 'INFO',
      MessagesReceived: 2,
      MessagesFailed: 0,
      EventsAccepted: 4,
      EventsLanded: 2,
      EventsQuarantined: 2,
      EventsRepeated: 1,
      ObjectRows: [1, 1, 2],
      quarantined: { not_json: 1, wrong_shape: 1 },
      _aws: { CloudWatchMetrics: [{ Namespace: 'TelemetryPipeline', Dimensions: [['FunctionName']] }] },
    });
    expect(Math.min(...batch.Lag as number[])).toBeGreaterThanOrEqual(5_000);
    expect(Math.min(...batch.Lag as number[])).toBeLessThan(65_000);
    const byReason = reasons.map(({ Reason: reason, EventsQuarantined: count }) => [reason, count]).sort();
    expect(byReason).toEqual([['not_json', 1], ['wrong_shape', 1]]);
  });

  test('names every metric that its line has, and at most a hundred values of each', async () => {
    await run(Array.from({ length: 300 }, (_, index) => sqsRecord({ messageId: `m${index}`, body: event(`${index}`), sentTimestamp: RECEIVED_AT + index })));

    const [{ FunctionName: _name, _aws: embedded, ...batch }] = lines();
    const metrics = (embedded as { CloudWatchMetrics: { Metrics: { Name: string }[] }[] }).CloudWatchMetrics[0].Metrics;
    expect(metrics.map(({ Name: name }) => name).sort()).toEqual(Object.keys(batch).filter(key => /^[A-Z]/.test(key)).sort());
    expect(batch.Lag).toHaveLength(100);
  });

  test('stays small under a flood of bad input, and never repeats it', async () => {
    store.answer = key => key.includes('hour=08') ? 503 : 200;
    const flood = Array.from({ length: 2_000 }, (_, index) => sqsRecord({
      messageId: `m${index}`, body: 'secret {', sentTimestamp: index % 2 ? RECEIVED_AT : RECEIVED_AT + HOUR,
    }));

    const { batchItemFailures } = await run(flood);

    expect(batchItemFailures).toHaveLength(1_000);
    expect(warned.mock.calls).toEqual([[expect.objectContaining({ event: 'messages failed', messages: 1_000 })]]);
    expect(warned.mock.calls[0][0].messageIds).toHaveLength(100);
    const text = JSON.stringify([printed.mock.calls, warned.mock.calls]);
    expect(text).not.toContain('secret');
    expect(text.length).toBeLessThan(10_000);
  });
});
