import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { readArchive } from '../../demo/reckoning';
import { IngestionAuth, IngestionDoor, TelemetryIngestionApiOptions, TelemetryPipeline, WriteKeys } from '../../src';
import { LocalPipeline } from '../../src/local/local-pipeline';
import { until } from '../fixtures/until';

process.env.CDK_VALIDATION ??= 'false';

const folder = mkdtempSync(join(tmpdir(), 'guarded-pipeline-'));
const running: LocalPipeline[] = [];
let number = 0;

afterEach(async () => {
  await Promise.all(running.splice(0).map(async pipeline => pipeline.stop()));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(ingestion: (stack: Stack) => TelemetryIngestionApiOptions, writeKeys?: object) {
  number += 1;
  const assembly = join(folder, `cdk.out-${number}`);
  const archiveFolder = join(folder, `archive-${number}`);
  const writeKeysFile = join(folder, `keys-${number}.json`);
  const app = new App({ outdir: assembly });
  const stack = new Stack(app, 'Test');
  new TelemetryPipeline(stack, 'Telemetry', { ingestion: ingestion(stack), processor: { maxBatchingWindow: Duration.seconds(1), timeout: Duration.seconds(10) } });
  app.synth();
  const change = (keys: object) => writeFileSync(writeKeysFile, JSON.stringify(keys));
  if (writeKeys) {
    change(writeKeys);
  }

  const notices: string[] = [];
  const logs: string[] = [];
  const pipeline = new LocalPipeline({
    assembly, archiveFolder, writeKeysFile: writeKeys && writeKeysFile, onNotice: text => notices.push(text), onLog: line => logs.push(line),
  });
  running.push(pipeline);
  return { pipeline, ...await pipeline.start(), change, notices, logs, archive: () => readArchive(archiveFolder) };
}

async function post(url: string, path: string, headers: Record<string, string> = {}, body: object = { event: 'Clicked' }) {
  const response = await fetch(new URL(path, url), { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
  return { status: response.status, body: await response.text(), headers: response.headers };
}

const basic = (key: string) => ({ authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}` });
const secretKeys = (stack: Stack) => WriteKeys.fromSecret(new secretsmanager.Secret(stack, 'Keys'), { refreshInterval: Duration.seconds(1) });

describe.each([
  { name: 'REST API', door: IngestionDoor.restApi(), refused: '"code":403', missing: '"code":401' },
  { name: 'HTTP API', door: IngestionDoor.httpApi(), refused: '{"message":"Forbidden"}', missing: '{"message":"Unauthorized"}' },
])('write keys behind a $name', ({ door, refused, missing }) => {
  test('let their holders in, whose ids end up in the rows, and nobody else', async () => {
    const { pipeline, url, archive, logs } = await run(
      stack => ({ door, fairQueues: true, authorization: IngestionAuth.writeKeys(secretKeys(stack)) }), { web: '9f2c', ios: ['81d0', '5e77'] },
    );

    expect(await post(url, 'events')).toMatchObject({ status: 401, body: expect.stringContaining(missing) });
    expect(await post(url, 'events', basic('guessed'))).toMatchObject({ status: 403, body: expect.stringContaining(refused) });
    expect(await post(url, 'events', basic('9f2c'), { messageId: 'w', event: 'E' })).toMatchObject({ status: 200 });
    expect(await post(url, 'v1/batch', { authorization: 'Bearer 5e77' }, { batch: [{ messageId: 'i', type: 'track', event: 'E' }] })).toMatchObject({ status: 200 });
    await pipeline.drained(60);

    expect(Object.fromEntries(archive().rows.map(({ message_id: id, write_key: key }) => [id, key]))).toEqual({ w: 'web', i: 'ios' });
    expect(logs.join('\n')).not.toMatch(/9f2c|5e77|guessed/);
  });

  test('can be changed while the pipeline runs', async () => {
    const authorization = (stack: Stack) => IngestionAuth.writeKeys(secretKeys(stack), { resultsCacheTtl: Duration.seconds(0) });
    const { url, change } = await run(stack => ({ door, authorization: authorization(stack) }), { web: 'old' });
    const statusOf = async (key: string) => (await post(url, 'events', basic(key))).status;
    expect([await statusOf('old'), await statusOf('new')]).toEqual([200, 403]);

    change({ web: 'new' });

    await until(async () => await statusOf('new') === 200 && await statusOf('old') === 403, 'the new key is let in and the old one is not', 45_000);
  });
});

test('keys in bodies are looked for by the handler, which reads them from a parameter', async () => {
  const keys = (stack: Stack) => WriteKeys.fromParameter(ssm.StringParameter.fromStringParameterName(stack, 'Keys', '/telemetry/write-keys'));
  const { pipeline, url, archive, notices } = await run(stack => ({ authorization: IngestionAuth.writeKeys(keys(stack), { keysInBodies: true }) }));
  const track = (messageId: string, writeKey: string) => ({ messageId, type: 'track', event: 'E', writeKey });

  expect(notices).toEqual([expect.stringContaining('there is one: local-write-key')]);
  expect((await post(url, 'v1/t', {}, track('known', 'local-write-key'))).status).toBe(200);
  expect((await post(url, 'v1/t', {}, track('unknown', 'guessed'))).status).toBe(200);
  expect((await post(url, 'events', basic('local-write-key'), { messageId: 'header', event: 'E' })).status).toBe(200);
  await pipeline.drained(60);

  const { rows, quarantine } = archive();
  expect(Object.fromEntries(rows.map(({ message_id: id, write_key: key }) => [id, key]))).toEqual({ known: 'local', header: 'local' });
  expect(quarantine).toMatchObject([{ code: 'unknown_write_key' }]);
});

test('API keys have their quota, and pages of an allowed origin can read that it is used up', async () => {
  const { url, notices } = await run(() => ({
    authorization: IngestionAuth.apiKeys({ throttle: { rateLimit: 0.01, burstLimit: 1 } }),
    cors: { allowOrigins: ['https://a.example', 'https://b.example'] },
  }));
  const [, key] = /^the API key \S+ is (\S+) here/.exec(notices[0])!;
  const page = { origin: 'https://b.example' };
  const preflight = await fetch(new URL('events', url), {
    method: 'OPTIONS', headers: { ...page, 'access-control-request-method': 'POST', 'access-control-request-headers': 'x-api-key,content-type' },
  });

  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-origin')).toBe('https://b.example');
  expect(preflight.headers.get('access-control-allow-headers')).toContain('X-Api-Key');
  expect((await post(url, 'events', page)).status).toBe(403);
  const first = await post(url, 'events', { ...page, 'x-api-key': key });
  const second = await post(url, 'events', { ...page, 'x-api-key': key });

  expect([first.status, second.status]).toEqual([200, 429]);
  expect(first.headers.get('access-control-allow-origin')).toBe('https://b.example');
  expect(second.headers.get('access-control-allow-origin')).toBe('https://b.example');
  expect(second.headers.get('retry-after')).toBe('1');
});

test('a function of the user decides, and tells who sends', async () => {
  const { pipeline, url, archive } = await run(stack => {
    const handler = new lambda.Function(stack, 'Gate', {
      runtime: lambda.Runtime.NODEJS_22_X, handler: 'index.handler', code: lambda.Code.fromAsset(join(__dirname, '..', 'fixtures', 'handlers', 'gatekeeper')),
    });
    return { authorization: IngestionAuth.lambda(handler, { identityHeader: 'X-Tenant', writeKeyIdName: 'tenant' }) };
  });

  expect((await post(url, 'events', { 'x-tenant': 'acme' }, { messageId: 'a', event: 'E' })).status).toBe(200);
  expect((await post(url, 'events', { 'x-tenant': 'stranger' })).status).toBe(403);
  expect((await post(url, 'events', { 'x-tenant': 'nobody' })).status).toBe(401);
  await pipeline.drained(60);

  expect(archive().rows).toMatchObject([{ message_id: 'a', write_key: 'acme' }]);
});

test('a file of write keys that holds none ends the start, and no word of it is shown', async () => {
  await expect(run(stack => ({ authorization: IngestionAuth.writeKeys(secretKeys(stack)) }), ['9f2c']))
    .rejects.toThrow(/^\S+keys-\d+.json must be a JSON object of key ids and write keys, such as \{"web": "key"\}, got something else$/);
});
