import { execFile } from 'child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { isBuiltin } from 'module';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import { build } from 'esbuild';
import { ENVIRONMENT } from '../../../src/wire/environment';
import { ObjectStore } from '../../fixtures/object-store';
import { sqsRecord } from '../../fixtures/sqs-record';

const root = join(__dirname, '..', '..', '..');
const bundle = join(root, 'assets', 'processor', 'telemetry.lambda', 'index.js');
const folder = mkdtempSync(join(tmpdir(), 'shipped-handler-'));
const store = new ObjectStore();

afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true });
});

/** Runs the bundle in a process of its own, which finds the SDK as Lambda's runtime offers it: outside. */
async function invoke(records: unknown[], env: Record<string, string>) {
  writeFileSync(join(folder, 'event.json'), JSON.stringify({ Records: records }));
  const script = `require(${JSON.stringify(bundle)}).handler(require('./event.json'), { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 60_000 })
    .then(answer => process.stdout.write('answer:' + JSON.stringify(answer)))`;
  writeFileSync(join(folder, 'invoke.js'), script);
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'invoke.js')], {
    env: { PATH: process.env.PATH, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', ...env },
  });
  return JSON.parse(stdout.split('answer:')[1]);
}

test('processes a batch as shipped', async () => {
  const endpoint = await store.start();

  const answer = await invoke(
    [sqsRecord({ body: '{"messageId":"a","event":"Clicked"}' }), sqsRecord({ messageId: 'm2', body: 'no json' })],
    { [ENVIRONMENT.archiveBucket]: 'archive', [ENVIRONMENT.maxWaitMs]: '20', AWS_ENDPOINT_URL_S3: endpoint },
  );

  expect(answer).toEqual({ batchItemFailures: [] });
  expect(store.puts.flatMap(({ rows }) => rows).sort((a, b) => String(a.code).localeCompare(String(b.code)))).toMatchObject([
    { code: 'not_json', raw: 'no json', ingest_id: 'invocation-1' },
    { message_id: 'a', event: 'Clicked', ingest_id: 'invocation-1' },
  ]);
});

test('says at the start which variable is missing', async () => {
  await expect(invoke([], {})).rejects.toThrow(/environment variable TELEMETRY_ARCHIVE_BUCKET must be set/);
});

test('needs nothing but Node and the AWS SDK, which it leaves to the runtime of Lambda', async () => {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['./src/processor/telemetry.lambda.ts'],
    bundle: true,
    packages: 'external',
    platform: 'node',
    write: false,
    metafile: true,
  });

  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external).map(({ path }) => path));
  const required = [...readFileSync(bundle, 'utf8').matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].map(([, name]) => name);
  const clients = ['@aws-sdk/client-s3', '@aws-sdk/client-secrets-manager', '@aws-sdk/client-ssm'];
  expect(packagesIn(imported)).toEqual(clients);
  expect(packagesIn(required)).toEqual(clients);
});

function packagesIn(modules: readonly string[]): string[] {
  return [...new Set(modules)].filter(name => !isBuiltin(name)).sort();
}
