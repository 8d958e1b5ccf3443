import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { gzipSync } from 'zlib';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { readBodies } from '../../demo/dead-letters';
import { readArchive } from '../../demo/reckoning';
import { IngestionAuth, IngestionDoor, ProcessorCompute, TelemetryPipeline, TelemetryPipelineProps } from '../../src';
import { LocalPipeline } from '../../src/local/local-pipeline';
import type { LocalPipelineOptions } from '../../src/local/local-pipeline-options';
import { AMPLITUDE_ROUTE, OTLP_LOGS_ROUTE, POSTHOG_ROUTES, ROUTES, SNOWPLOW_ROUTE } from '../../src/wire/routes';
import { DisturbingProxy } from '../faults/disturbing-proxy';
import { until } from '../fixtures/until';

process.env.CDK_VALIDATION ??= 'false';

const folder = mkdtempSync(join(tmpdir(), 'local-pipeline-'));
const running: LocalPipeline[] = [];
let number = 0;

afterEach(async () => {
  await Promise.all(running.splice(0).map(async pipeline => pipeline.stop()));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(props: TelemetryPipelineProps = {}, through?: LocalPipelineOptions['through']) {
  number += 1;
  const assembly = join(folder, `cdk.out-${number}`);
  const archiveFolder = join(folder, `archive-${number}`);
  const app = new App({ outdir: assembly });
  new TelemetryPipeline(new Stack(app, 'Test'), 'Telemetry', {
    ...props,
    ingestion: { authorization: IngestionAuth.none(), ...props.ingestion },
    processor: { maxBatchingWindow: Duration.seconds(1), timeout: Duration.seconds(10), ...props.processor },
  });
  app.synth();

  const notices: string[] = [];
  const logs: string[] = [];
  const pipeline = new LocalPipeline({ assembly, archiveFolder, through, onNotice: text => notices.push(text), onLog: line => logs.push(line) });
  running.push(pipeline);
  return { pipeline, ...await pipeline.start(), archiveFolder, notices, logs, archive: () => readArchive(archiveFolder) };
}

async function post(url: string, path: string, body: string | Uint8Array, headers: Record<string, string> = {}) {
  const response = await fetch(new URL(path, url), { method: 'POST', body: body as never, headers: { 'content-type': 'application/json', ...headers } });
  return { status: response.status, body: await response.text() };
}

const hostile = '& + % = " \\n \' < ; Action=DeleteQueue&DelaySeconds=900 %26 \u2028 Ψ 検索 😀';

/** A request of the contract that a route tells, with one event. */
function bodyFor(route: string, id: string): unknown {
  const properties = { text: hostile };
  switch (route) {
    case AMPLITUDE_ROUTE:
      return { events: [{ insert_id: id, event_type: hostile, event_properties: properties }] };
    case SNOWPLOW_ROUTE:
      return { data: [{ eid: id, e: 'ue', ue_pr: JSON.stringify({ data: { schema: `iglu:vendor/${hostile}/jsonschema/1-0-0`, data: properties } }) }] };
    case OTLP_LOGS_ROUTE:
      return { resourceLogs: [{ scopeLogs: [{ logRecords: [{ eventName: hostile, number: id, attributes: [{ key: 'text', value: { stringValue: hostile } }] }] }] }] };
    default: {
      const event = { type: 'track', event: hostile, properties };
      if (POSTHOG_ROUTES.includes(route)) {
        return { batch: [{ ...event, uuid: id }] };
      }
      return /batch|import|\/b$/.test(route) ? { batch: [{ ...event, messageId: id }] } : { ...event, messageId: id };
    }
  }
}

describe.each([
  { name: 'REST API', door: IngestionDoor.restApi(), tooLarge: 413 },
  { name: 'HTTP API', door: IngestionDoor.httpApi(), tooLarge: 400 },
])('behind a $name', ({ door, tooLarge }) => {
  test('lands events of every route, byte for byte, and refuses others', async () => {
    const { pipeline, url, archive } = await run({ ingestion: { door } });

    const replies = await Promise.all(ROUTES.map(async (route, index) => {
      return post(url, route.slice(1), JSON.stringify(bodyFor(route, `${index}`)));
    }));
    expect(replies.map(({ status }) => status)).toEqual(ROUTES.map(() => 200));
    expect((await post(url, 'v1/nothing', '{}')).status).toBe(404);
    await pipeline.drained(60);

    const { rows, quarantine } = archive();
    expect(quarantine).toEqual([]);
    expect(rows.map(({ extra, message_id: id }) => Number(JSON.parse(String(extra ?? '{}')).number ?? id)).sort((a, b) => a - b))
      .toEqual(ROUTES.map((_, index) => index));
    rows.forEach(({ event, properties }) => {
      expect(event).toBe(hostile);
      expect(JSON.parse(String(properties))).toMatchObject({ text: hostile });
    });
  });

  test('keeps a body of 900 kB whole', async () => {
    const { pipeline, url, archive } = await run({ ingestion: { door }, processor: { maxEventBytes: 1_000_000 } });
    const text = hostile.repeat(9_000);

    expect((await post(url, 'events', JSON.stringify({ messageId: 'big', event: 'Big', properties: { text } }))).status).toBe(200);
    await pipeline.drained(60);

    expect(JSON.parse(String(archive().rows[0].properties))).toEqual({ text });
  });

  test('inflates a gzip body, at the door or in the handler', async () => {
    const { pipeline, url, archive } = await run({ ingestion: { door } });
    const body = gzipSync(JSON.stringify([{ messageId: 'zipped', event: hostile }]));

    expect((await post(url, 'events', body, { 'content-encoding': 'gzip' })).status).toBe(200);
    await pipeline.drained(60);

    expect(archive().rows).toMatchObject([{ message_id: 'zipped', event: hostile }]);
  });

  test('refuses more than SQS takes, and stores nothing of it', async () => {
    const { pipeline, url } = await run({ ingestion: { door } });

    expect((await post(url, 'events', JSON.stringify({ event: 'x'.repeat(1_100_000) }))).status).toBe(tooLarge);
    expect(pipeline.depth()).toEqual({ visible: 0, inFlight: 0, deadLetters: 0 });
  });
});

test.each([{}, { provisionedConcurrency: 2 }])('lands the same events on demand, with %j', async options => {
  const { pipeline, url, archive } = await run({ compute: ProcessorCompute.onDemand(options) });
  const ids = Array.from({ length: 300 }, (_, index) => `event-${index}`);

  await Promise.all(ids.map(async messageId => post(url, 'events', JSON.stringify({ messageId, event: 'Clicked' }))));
  await pipeline.drained(60);

  expect(archive().rows.map(({ message_id: id }) => id).sort()).toEqual([...ids].sort());
});

test('answers as client SDKs expect', async () => {
  const { url } = await run();

  expect(await post(url, 'events', '{"event":"E"}')).toEqual({ status: 200, body: '{"success":true,"code":200,"status":1}' });
  expect(await post(url, 'events', '{}', { 'content-type': 'application/xml' })).toMatchObject({ status: 415, body: expect.stringContaining('"code":415') });
});

test('throttles with 429 and says when to come again', async () => {
  const { url } = await run({ ingestion: { throttlingRateLimit: 1, throttlingBurstLimit: 2 } });

  const replies = await Promise.all(Array.from({ length: 12 }, async () => fetch(new URL('events', url), { method: 'POST', body: '{"event":"E"}' })));

  const throttled = replies.filter(({ status }) => status === 429);
  expect(throttled.length).toBeGreaterThanOrEqual(3);
  expect(throttled[0].headers.get('retry-after')).toBe('1');
  expect(await throttled[0].json()).toEqual({
    success: false, code: 429, message: expect.any(String), detail: expect.any(String), error: expect.any(String),
  });
});

test('loses nothing when the handler\'s process is killed in the middle of its batches', async () => {
  const { pipeline, url, archive, notices } = await run({
    queue: { visibilityTimeout: Duration.seconds(3) }, processor: { timeout: Duration.seconds(2) },
  });
  const ids = Array.from({ length: 300 }, (_, index) => `event-${index}`);

  await Promise.all(ids.map(async messageId => post(url, 'events', JSON.stringify({ messageId, event: 'Clicked' }))));
  for (let { inFlight } = pipeline.depth(); inFlight > 0 && notices.length === 0; { inFlight } = pipeline.depth()) {
    pipeline.killHandler(); // until it hit a running process
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  await pipeline.drained(90);

  expect(notices.join('\n')).toContain('SIGKILL');
  expect(new Set(archive().rows.map(({ message_id: id }) => id))).toEqual(new Set(ids));
});

test('moves a request that can never be stored to the dead-letter queue, where it is whole', async () => {
  const { pipeline, url, archiveFolder, sqsEndpoint, deadLetterQueueUrl } = await run({
    queue: { maxReceiveCount: 2, visibilityTimeout: Duration.seconds(2) }, processor: { timeout: Duration.seconds(2) },
  });
  const [bucket] = readdirSync(archiveFolder).filter(name => name.includes('archivebucket'));
  writeFileSync(join(archiveFolder, bucket, 'events'), 'a file where a folder must be');

  await post(url, 'events', '{"event":"Never stored"}');
  await pipeline.drained(90);

  expect(pipeline.depth().deadLetters).toBe(1);
  expect(await readBodies(sqsEndpoint, deadLetterQueueUrl!)).toEqual(['{"event":"Never stored"}']);
});

test('lets the handler and its mapping reach queues and archive through proxies', async () => {
  const calls: string[] = [];
  const proxies: DisturbingProxy[] = [];
  const watched = async (target: string) => {
    const proxy = new DisturbingProxy(target, async (request, forward, clientGone) => {
      calls.push(String(request.headers['x-amz-target'] ?? request.method));
      return forward(request, clientGone);
    });
    proxies.push(proxy);
    return proxy.start();
  };
  const { pipeline, url, archive } = await run({}, async ({ sqsEndpoint, s3Endpoint }) => ({
    sqsEndpoint: await watched(sqsEndpoint), s3Endpoint: await watched(s3Endpoint),
  }));

  await post(url, 'events', '{"messageId":"watched","event":"E"}');
  await pipeline.drained(60);

  expect(archive().rows).toMatchObject([{ message_id: 'watched' }]);
  expect(calls).toEqual(expect.arrayContaining(['AmazonSQS.ReceiveMessage', 'PUT', 'AmazonSQS.DeleteMessageBatch']));
  await Promise.all(proxies.map(async proxy => proxy.stop()));
});

test('tells the id of the handler\'s process, of another one after it was killed', async () => {
  const { pipeline } = await run();
  const [pid] = pipeline.handlerPids();

  process.kill(pid, 'SIGKILL');

  await until(() => pipeline.handlerPids().some(other => other !== pid), 'another process', 45_000);
});

test('ends with the reason when the handler cannot start', async () => {
  await expect(run({ processor: { environment: { TELEMETRY_CLOCK_SKEW_DEAD_BAND_MS: 'none' } } }))
    .rejects.toThrow('TELEMETRY_CLOCK_SKEW_DEAD_BAND_MS must be a number above 0');
});

test('hands the handler no credential, profile or endpoint of the user', async () => {
  process.env.AWS_PROFILE = 'users-own-profile';
  const { pipeline, url, logs } = await run();
  delete process.env.AWS_PROFILE;

  await post(url, 'events', '{"event":"E"}');
  await pipeline.drained(60);

  await until(() => logs.join('\n').includes('batch processed'), 'what the handler logs is here');
  expect(logs.join('\n')).not.toContain('users-own-profile');
});
