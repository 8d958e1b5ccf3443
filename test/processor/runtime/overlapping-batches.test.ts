import { gzipSync } from 'node:zlib';
import type { SQSRecord } from 'aws-lambda';
import { GroupCommit } from '../../../src/processor/handler/commit/group-commit';
import { BucketWriter } from '../../../src/processor/handler/commit/object-writer';
import { processBatch } from '../../../src/processor/handler/process-batch';
import { RowBufferPool } from '../../../src/processor/handler/rows/row-buffer-pool';
import { READING_SETTINGS } from '../../fixtures/request-rows';
import { sqsRecord } from '../../fixtures/sqs-record';
import { linesOf, WaywardObjectStore } from '../../fixtures/wayward-object-store';

const BATCHES = ['ada', 'bob', 'cleo', 'dan', 'eve', 'flo', 'gil', 'hal'];

const buffers = new RowBufferPool(); // shared, as in a worker
let store: WaywardObjectStore;
let commit: GroupCommit;
let printed: jest.SpyInstance;

beforeEach(async () => {
  store = new WaywardObjectStore();
  await store.start();
  commit = new GroupCommit(new BucketWriter(store.client(), 'archive'), { maxWaitMs: 20 });
  printed = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(async () => {
  printed.mockRestore();
  await store.stop();
});

async function run(name: string, records: readonly SQSRecord[]) {
  return processBatch(records, { commit, buffers, settings: READING_SETTINGS, ingestId: name, deadline: Date.now() + 60_000 });
}

/** A request that is inflated in the thread pool, while the other batches of the same thread have their turn. */
function compressed(messageId: string, events: readonly object[]): SQSRecord {
  const body = events.map(event => JSON.stringify(event)).join('\n');
  return sqsRecord({ messageId, body: gzipSync(body).toString('base64'), attributes: { contentType: 'application/x-ndjson' } });
}

/** Requests of many shapes and sizes: no two batches have values of the same names at the same places. */
function requestsOf(name: string): SQSRecord[] {
  const size = name.charCodeAt(0) - 90;
  return Array.from({ length: 10 }, (_, request) => compressed(`${name}/${request}`, Array.from({ length: 1 + (request * size) % 7 }, (__, event) => ({
    ...Object.fromEntries(Array.from({ length: (request + size) % 5 }, (___, extra) => [`${name}${extra}`, { [name]: [extra, name.repeat(extra)] }])),
    messageId: `${name}-${request}-${event}`,
    event: `Clicked by ${name}`,
    properties: { [`of_${name}`]: name.repeat(event) },
  }))));
}

/** What is stored, without the place and the order in which it is. */
function storedRows(): string[] {
  return store.objects.flatMap(linesOf).sort();
}

/** Counts of the line that a batch has logged. */
function countsOf(name: string): Record<string, unknown> {
  const logged = printed.mock.calls.map(([line]): Record<string, unknown> => JSON.parse(line));
  const line = logged.find(({ event, requestId }) => event === 'batch processed' && requestId === name)!;
  const { MessagesReceived, MessagesFailed, EventsLanded, EventsQuarantined, EventsRepeated } = line;
  return { MessagesReceived, MessagesFailed, EventsLanded, EventsQuarantined, EventsRepeated };
}

test('batches that overlap in one thread land the rows that each of them lands alone', async () => {
  for (const name of BATCHES) {
    await run(name, requestsOf(name));
  }
  const alone = storedRows();
  store.objects.length = 0;

  await Promise.all(BATCHES.map(async name => run(name, requestsOf(name))));

  expect(alone.length).toBeGreaterThan(10 * BATCHES.length);
  expect(storedRows()).toEqual(alone);
});

test('an event is repeated when its own batch has it twice, not when a batch beside it has it', async () => {
  const twice = [compressed('1', [{ messageId: 'a', event: 'Clicked' }]), compressed('2', [{ messageId: 'a', event: 'Clicked' }])];
  const once = [compressed('3', [{ messageId: 'a', event: 'Clicked' }])];

  await Promise.all([run('twice', twice), run('once', once)]);

  expect(countsOf('twice')).toMatchObject({ EventsRepeated: 1 });
  expect(countsOf('once')).toMatchObject({ EventsRepeated: 0 });
});

test('a batch counts its own messages, events and quarantined events', async () => {
  const whole = [compressed('1', [{ event: 'Clicked' }, { event: 'Clicked' }]), compressed('2', [{ event: 'Clicked' }])];
  const broken = [compressed('3', [{ event: 'Clicked' }]), sqsRecord({ messageId: '4', body: 'no json' })];

  await Promise.all([run('whole', whole), run('broken', broken)]);

  expect(countsOf('whole')).toEqual({ MessagesReceived: 2, MessagesFailed: 0, EventsLanded: 3, EventsQuarantined: 0, EventsRepeated: 0 });
  expect(countsOf('broken')).toEqual({ MessagesReceived: 2, MessagesFailed: 0, EventsLanded: 1, EventsQuarantined: 1, EventsRepeated: 0 });
});
