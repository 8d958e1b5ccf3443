import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration, Size, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ArchiveCompression, ManagedInstanceProcessor, ManagedInstanceProcessorOptions, ProcessorCode, TelemetryArchive } from '../../src';
import { ENVIRONMENT, readHandlerSettings } from '../../src/wire/environment';

const folder = mkdtempSync(join(tmpdir(), 'processor-code-'));
afterAll(() => rmSync(folder, { recursive: true }));

function synthesized(options: ManagedInstanceProcessorOptions) {
  const app = new App({ outdir: mkdtempSync(join(folder, 'out-')) });
  const stack = new Stack(app, 'Stack');
  const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.minutes(10) });
  new ManagedInstanceProcessor(stack, 'Processor', { queue, archive: new TelemetryArchive(stack, 'Archive'), ...options });
  const assembly = app.synth();
  const [made] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  return { outdir: assembly.directory, made: made.Properties, variables: made.Properties.Environment.Variables as Record<string, unknown> };
}

const python = ProcessorCode.of(lambda.Code.fromInline('def handler(event, context): pass'), { handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_13 });

test('a handler of one\'s own is bundled by the CDK\'s own NodejsFunction, with all else as it is', () => {
  const { outdir, made, variables } = synthesized({ code: ProcessorCode.fromEntry(join(__dirname, '..', 'fixtures', 'own-processor.ts')) });

  const [key] = made.Code.S3Key.split('.');
  expect(readFileSync(join(outdir, `asset.${key}`, 'index.js'), 'utf8')).toContain('own handler');
  expect(made).toMatchObject({ Runtime: 'nodejs24.x', Handler: 'index.handler', MemorySize: 4_096, Timeout: 60, PublishToLatestPublished: true });
  expect(variables).toMatchObject({ AWS_LAMBDA_NODEJS_WORKER_COUNT: '1', UV_THREADPOOL_SIZE: '6', [ENVIRONMENT.archiveBucket]: expect.anything() });
  expect(variables).not.toHaveProperty(ENVIRONMENT.maxHeldBytes);
});

test('code for another runtime gets the bucket and nothing that only Node.js reads', () => {
  const { made, variables } = synthesized({ code: python, environment: { LEVEL: 'debug' } });

  expect(made).toMatchObject({ Runtime: 'python3.13', Handler: 'index.handler', PublishToLatestPublished: true });
  expect(Object.keys(variables).sort()).toEqual(['LEVEL', ENVIRONMENT.archiveBucket]);
});

test('fails for code whose runtime managed instances do not have', () => {
  const old = ProcessorCode.of(lambda.Code.fromInline('def handler(event, context): pass'), { handler: 'index.handler', runtime: lambda.Runtime.PYTHON_3_12 });

  expect(() => synthesized({ code: old })).toThrow('runtime must be python3.13 or newer on managed instances, got python3.12 [RuntimeVersion]');
});

test('fails for settings of the library\'s handler beside code of one\'s own', () => {
  expect(() => synthesized({ code: python, compression: ArchiveCompression.ZSTD, objectSize: Size.mebibytes(1) }))
    .toThrow('got code of your own and compression, objectSize; leave one or the other out [HandlerOwnCode]');
});

test('what is set reaches the handler as it reads it', () => {
  const { variables } = synthesized({
    compression: ArchiveCompression.ZSTD,
    objectSize: Size.mebibytes(4),
    maxFlushWait: Duration.millis(500),
    maxEventBytes: 65_536,
    memorySize: 8_192,
    perExecutionEnvironmentMaxConcurrency: 25,
  });

  const texts = Object.fromEntries(Object.entries(variables).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  expect(readHandlerSettings({ ...texts, [ENVIRONMENT.archiveBucket]: 'archive' })).toMatchObject({
    compression: 'zstd',
    objectBytes: 4 * 1_024 * 1_024,
    maxWaitMs: 500,
    maxEventBytes: 65_536,
    maxHeldBytes: 1_024 * 1_024 * 1_024, // a quarter of 8 GiB, for two workers
    workerConcurrency: 13,
  });
});

test('a number of worker threads of one\'s own shares memory and batches out anew', () => {
  const { variables } = synthesized({ environment: { AWS_LAMBDA_NODEJS_WORKER_COUNT: '4' } });

  expect(variables).toMatchObject({ [ENVIRONMENT.maxHeldBytes]: `${256 * 1_024 * 1_024}`, [ENVIRONMENT.workerConcurrency]: '4' });
});
