import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { SQSRecord } from 'aws-lambda';
import { findRuntimeFiles } from '../../../src/local/processor/runtime-files';
import { EVENTS_PREFIX, partitionFolder, QUARANTINE_PREFIX } from '../../../src/wire/archive-layout';
import { ENVIRONMENT } from '../../../src/wire/environment';
import { ManagedInstance, nativeInterfaceClient } from '../../fixtures/managed-instance';
import { installNode } from '../../fixtures/node-release';
import { RECEIVED_AT, sqsRecord } from '../../fixtures/sqs-record';
import { until } from '../../fixtures/until';
import { linesOf, WaywardObjectStore } from '../../fixtures/wayward-object-store';

const WORKERS = 4;
const INVOCATIONS = 16 * WORKERS;
const FIXTURES = join(__dirname, '..', '..', 'fixtures', 'handlers');
const SHIPPED = join(__dirname, '..', '..', '..', 'assets', 'processor', 'telemetry.lambda', 'index.js');

/** Messages of that hour are in objects that the store refuses. */
const REFUSED_HOUR = RECEIVED_AT + 3_600_000;
const REFUSED_FOLDER = partitionFolder(new Date(REFUSED_HOUR));

const native = nativeInterfaceClient();
const own = { file: findRuntimeFiles().interfaceClient };

interface Observation {
  readonly answer: { readonly batchItemFailures: readonly { readonly itemIdentifier: string }[] };
  readonly threadId: number;
  readonly requestId: string;
  readonly traceInEnvironment: string | null;
}

interface LogLine {
  readonly event?: string;
  readonly requestId?: string;
  readonly message?: { readonly event?: string; readonly messageIds?: readonly string[] };
}

describe.each([
  { runtime: 'Node 22 with the native client of Lambda', node: installNode(22), client: native },
  { runtime: 'Node 24 with the native client of Lambda', node: installNode(24), client: native },
  { runtime: `Node ${process.versions.node} with the client of the local run`, node: { binary: process.execPath }, client: own },
])('64 invocations at once in four workers on $runtime', ({ node, client }) => {
  if ('missing' in node || 'missing' in client) {
    test.skip(`are not tried: ${'missing' in node ? node.missing : (client as { missing: string }).missing}`, () => undefined);
    return;
  }

  const assetFolder = mkdtempSync(join(tmpdir(), 'observed-handler-'));
  const store = new WaywardObjectStore();
  let instance: ManagedInstance;
  let invocations: { readonly name: string; readonly records: SQSRecord[]; readonly requestId: string; readonly seen: Observation }[];

  beforeAll(async () => {
    cpSync(join(FIXTURES, 'observed', 'index.js'), join(assetFolder, 'index.js'));
    cpSync(SHIPPED, join(assetFolder, 'telemetry.js'));
    instance = new ManagedInstance({
      nodeBinary: node.binary,
      interfaceClient: client.file,
      assetFolder,
      environment: {
        [ENVIRONMENT.archiveBucket]: 'archive',
        [ENVIRONMENT.maxWaitMs]: '200',
        AWS_ENDPOINT_URL_S3: await store.start(),
        AWS_LAMBDA_NODEJS_WORKER_COUNT: `${WORKERS}`,
        UV_THREADPOOL_SIZE: `${4 + 2 * WORKERS}`,
      },
    });
    store.fateOf = async key => {
      await until(() => instance.api.mostAtOnce === INVOCATIONS, 'all invocations are under way'); // none ends before the last has begun
      return key.includes(REFUSED_FOLDER) ? 'refuse' : 'store';
    };
    await instance.start();
    await until(() => instance.api.idlePolls === WORKERS, 'all workers poll', 60_000);

    invocations = await Promise.all(Array.from({ length: INVOCATIONS }, async (_, index) => {
      const name = `invocation-${index}`;
      const records = recordsOf(name, index);
      const { requestId, answer } = instance.api.invoke({ Records: records });
      return { name, records, requestId, seen: await answer as Observation };
    }));
    await until(() => instance.logs.filter(line => line.includes('"batch processed"')).length >= INVOCATIONS, 'all invocations have logged');
  }, 120_000);

  afterAll(async () => {
    await instance.stop();
    await store.stop();
    rmSync(assetFolder, { recursive: true });
  });

  test('really run at the same time, in all workers', () => {
    expect(instance.api.mostAtOnce).toBe(INVOCATIONS);
    expect(new Set(invocations.map(({ seen }) => seen.threadId)).size).toBe(WORKERS);
  });

  test('fail with messages of their own only, and with all of those that were not stored', () => {
    const failed = invocations.map(({ seen }) => seen.answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));

    expect(failed).toEqual(invocations.map(({ records }) => records.filter(isRefused).map(({ messageId }) => messageId)));
  });

  test('land each event once, with the id of the invocation that it came in', () => {
    const landed = rowsUnder(EVENTS_PREFIX).map(({ message_id, ingest_id }) => `${message_id} by ${ingest_id}`);

    expect(landed.sort()).toEqual(invocations.flatMap(({ name, requestId }) => [`${name}-first by ${requestId}`, `${name}-second by ${requestId}`]).sort());
  });

  test('quarantine each body once, with the id of the invocation that it came in', () => {
    const quarantined = rowsUnder(QUARANTINE_PREFIX).map(({ raw, ingest_id }) => `${raw} by ${ingest_id}`);

    expect(quarantined.sort()).toEqual(invocations.map(({ name, requestId }) => `${name} is no JSON by ${requestId}`).sort());
  });

  test('log objects of JSON, a line each, with the id of the invocation that they are about', () => {
    const logs = instance.logs.map((line): LogLine => JSON.parse(line));
    const processed = logs.filter(({ event }) => event === 'batch processed').map(({ requestId }) => requestId);
    const failures = logs.filter(({ message }) => message?.event === 'messages failed').map(({ requestId, message }) => ({ requestId, messageIds: message!.messageIds }));

    expect(processed.sort()).toEqual(invocations.map(({ requestId }) => requestId).sort());
    expect(new Set(failures)).toEqual(new Set(invocations.filter(({ records }) => records.some(isRefused)).map(({ records, requestId }) => (
      { requestId, messageIds: records.filter(isRefused).map(({ messageId }) => messageId) }
    ))));
  });

  test('know their request ids, and find no trace of one of them in the environment that they share', () => {
    expect(invocations.map(({ seen }) => seen.requestId)).toEqual(invocations.map(({ requestId }) => requestId));
    expect(new Set(invocations.map(({ seen }) => seen.traceInEnvironment))).toEqual(new Set([null]));
  });

  function rowsUnder(prefix: string): Record<string, unknown>[] {
    return store.objects.filter(({ key }) => key.startsWith(prefix)).flatMap(object => linesOf(object).map(line => JSON.parse(line)));
  }
});

/**
 * Two events, a body that is no JSON, and in every third invocation a message that cannot be stored.
 *
 * The second event waits for the thread pool to inflate it, while the worker turns to other invocations.
 */
function recordsOf(name: string, index: number): SQSRecord[] {
  const event = (id: string) => JSON.stringify({ messageId: id, event: 'Clicked', properties: { of: name } });
  return [
    sqsRecord({ messageId: `${name}/1`, body: event(`${name}-first`) }),
    sqsRecord({ messageId: `${name}/2`, body: `${name} is no JSON` }),
    ...index % 3 === 0 ? [sqsRecord({ messageId: `${name}/3`, body: event(`${name}-refused`), sentTimestamp: REFUSED_HOUR })] : [],
    sqsRecord({ messageId: `${name}/4`, body: gzipSync(event(`${name}-second`)).toString('base64') }),
  ];
}

function isRefused({ attributes }: SQSRecord): boolean {
  return attributes.SentTimestamp === String(REFUSED_HOUR);
}
