import { gzipSync } from 'zlib';
import { ArchiveWriter } from '../../../src/processor/handler/archive-writer';
import { processBatch } from '../../../src/processor/handler/process-batch';
import { HandlerSettings } from '../../../src/wire/environment';
import { ObjectStore, s3ClientFor } from '../../fixtures/object-store';
import { RECEIVED_AT, sqsRecord } from '../../fixtures/sqs-record';

const settings: HandlerSettings = { archiveBucket: 'archive', maxEventBytes: 1_000, maxInflatedBytes: 100_000, clockSkewDeadBandMs: 300_000 };
const HOUR = 3_600_000;

let store: ObjectStore;
let archive: ArchiveWriter;
const logged = { info: jest.spyOn(console, 'info'), warn: jest.spyOn(console, 'warn') };

beforeEach(async () => {
  store = new ObjectStore();
  archive = new ArchiveWriter(s3ClientFor(await store.start()), 'archive');
  Object.values(logged).forEach(spy => spy.mockImplementation());
});
afterEach(async () => store.stop());

function event(id: string) {
  return JSON.stringify({ messageId: id, event: 'Clicked' });
}

async function process(records: Parameters<typeof processBatch>[0], ingestId = 'invocation-1') {
  return processBatch(records, { archive, settings, ingestId });
}

function idsUnder(prefix: string) {
  return store.puts.filter(({ key }) => key.startsWith(prefix)).flatMap(({ rows }) => rows.map(({ message_id: id }) => id)).sort();
}

test('stores the events of many messages as one object in the partition of their hour', async () => {
  const answer = await process(['a', 'b', 'c'].map(id => sqsRecord({ messageId: id, body: event(id) })));

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(store.puts).toHaveLength(1);
  expect(store.puts[0].key).toMatch(/^events\/dt=2026-11-23\/hour=07\/\d{13}-[0-9a-f-]{36}\.ndjson\.gz$/);
  expect(idsUnder('events/')).toEqual(['a', 'b', 'c']);
});

test('stores gzip without an encoding that would make clients inflate it by themselves', async () => {
  await process([sqsRecord({ body: event('a') })]);

  expect(store.puts[0]).toMatchObject({ contentType: 'application/gzip', contentEncoding: undefined });
});

test('files messages of two hours in two partitions', async () => {
  await process([sqsRecord({ body: event('a') }), sqsRecord({ messageId: 'm2', body: event('b'), sentTimestamp: RECEIVED_AT + HOUR })]);

  expect(idsUnder('events/dt=2026-11-23/hour=07/')).toEqual(['a']);
  expect(idsUnder('events/dt=2026-11-23/hour=08/')).toEqual(['b']);
});

test('acknowledges what it put into quarantine', async () => {
  const answer = await process([sqsRecord({ body: 'no json' }), sqsRecord({ messageId: 'm2', body: event('b') })]);

  expect(answer.batchItemFailures).toEqual([]);
  expect(store.puts.find(({ key }) => key.startsWith('quarantine/dt=2026-11-23/hour=07/'))!.rows).toMatchObject([{ code: 'not_json', raw: 'no json' }]);
  expect(idsUnder('events/')).toEqual(['b']);
});

test('gives back exactly the messages whose object could not be stored', async () => {
  store.answer = key => key.includes('hour=08') ? 503 : 200;

  const answer = await process([
    sqsRecord({ messageId: 'm1', body: event('a') }),
    sqsRecord({ messageId: 'm2', body: event('b'), sentTimestamp: RECEIVED_AT + HOUR }),
    sqsRecord({ messageId: 'm3', body: event('c'), sentTimestamp: RECEIVED_AT + HOUR }),
  ]);

  expect(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(['m2', 'm3']);
  expect(idsUnder('events/')).toEqual(['a']);
});

test('gives back a message of which only the quarantined part could not be stored', async () => {
  store.answer = key => key.startsWith('quarantine/') ? 500 : 200;

  const answer = await process([sqsRecord({ messageId: 'm1', body: `[${event('a')},1]` }), sqsRecord({ messageId: 'm2', body: event('b') })]);

  expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm1' }]);
});

test('reports and logs a message once, though both its objects could not be stored', async () => {
  store.answer = () => 503;

  const answer = await process([sqsRecord({ messageId: 'm1', body: `[${event('a')},1]` })]);

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  expect(logged.warn).toHaveBeenCalledTimes(1);
  expect(logged.info.mock.calls).toEqual([[expect.objectContaining({ landed: 0, quarantined: {}, failed: 1 })]]);
});

test('stores what inflates to more than an object in several, each message with all its events', async () => {
  const large = { ...settings, maxEventBytes: 10_000_000, maxInflatedBytes: 10_000_000 };
  const ids = Array.from({ length: 5 }, (_, index) => `large-${index}`);
  const records = ids.map(id => sqsRecord({
    messageId: id, body: gzipSync(JSON.stringify({ messageId: id, event: 'Large', properties: { text: 'x'.repeat(9_000_000) } })).toString('base64'),
  }));

  const answer = await processBatch(records, { archive, settings: large, ingestId: 'invocation-1' });

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(store.puts.map(({ rows }) => rows.length)).toEqual([2, 2, 1]);
  expect(idsUnder('events/')).toEqual(ids);
});

test('stores nothing for a batch without events', async () => {
  expect(await process([sqsRecord({ body: '[]' })])).toEqual({ batchItemFailures: [] });
  expect(await process([])).toEqual({ batchItemFailures: [] });
  expect(store.puts).toEqual([]);
});

test('batches that overlap do not see each other', async () => {
  store.answer = key => key.includes('hour=09') ? 503 : 200;
  const batches = Array.from({ length: 64 }, (_, batch) => Array.from({ length: 20 }, (_unused, index) => sqsRecord({
    messageId: `m-${batch}-${index}`, body: event(`${batch}-${index}`), sentTimestamp: batch % 2 ? RECEIVED_AT : RECEIVED_AT + 2 * HOUR,
  })));

  const answers = await Promise.all(batches.map(async (batch, index) => process(batch, `invocation-${index}`)));

  answers.forEach(({ batchItemFailures }, batch) => {
    const own = batch % 2 ? [] : batches[batch].map(({ messageId }) => messageId);
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort()).toEqual(own.sort());
  });
  store.puts.forEach(({ rows }) => {
    expect(new Set(rows.map(({ ingest_id: id }) => id)).size).toBe(1);
    rows.forEach(({ ingest_id: invocation, message_id: id }) => expect(invocation).toBe(`invocation-${String(id).split('-')[0]}`));
  });
});

test('logs one line for a batch and one for a message that goes back, without their content', async () => {
  store.answer = key => key.startsWith('events/') ? 503 : 200;

  await process([sqsRecord({ messageId: 'm1', body: event('secret') }), sqsRecord({ messageId: 'm2', body: 'secret' })]);

  expect(logged.info.mock.calls).toEqual([[expect.objectContaining({ event: 'batch processed', records: 2, landed: 0, quarantined: { not_json: 1 }, failed: 1, objects: 1 })]]);
  expect(logged.warn.mock.calls).toEqual([[expect.objectContaining({ event: 'message failed', messageId: 'm1' })]]);
  expect(JSON.stringify([logged.info.mock.calls, logged.warn.mock.calls])).not.toContain('secret');
});
