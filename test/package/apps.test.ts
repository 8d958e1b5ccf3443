import { spawn, spawnSync } from 'child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { linkInstalled, PackedPackage, ROOT } from './packed';
import { until } from '../fixtures/until';

const BIN = join(ROOT, 'node_modules', '.bin');

/** An app that needs every asset of the package at synthesis. */
const APP = `
const app = new App();
const stack = new Stack(app, 'Telemetry');
const keys = WriteKeys.fromSecret(new secretsmanager.Secret(stack, 'Keys'));

new TelemetryPipeline(stack, 'Pipeline', {
  ingestion: { authorization: IngestionAuth.writeKeys(keys) },
  processor: { eventSchemas: EventSchemas.inline({ 'Order Completed': { type: 'object' } }) },
});
`;

const ES_IMPORTS = `
import { App, Stack } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { EventSchemas, IngestionAuth, TelemetryPipeline, WriteKeys } from 'cdk-telemetry-pipeline';
`;

const REQUIRES = `
const { App, Stack } = require('aws-cdk-lib');
const secretsmanager = require('aws-cdk-lib/aws-secretsmanager');
const { EventSchemas, IngestionAuth, TelemetryPipeline, WriteKeys } = require('cdk-telemetry-pipeline');
`;

/** A compiler that knows the types expects an error there, and complains if there is none. */
const MISTAKE = `
const retention = 4;
// @ts-expect-error
() => new TelemetryPipeline(stack, 'Mistaken', { queue: { retention } });
`;

jest.setTimeout(180_000); // compilers run, and a machine may do other things besides

let packed: PackedPackage;
let project: string;

beforeAll(() => {
  packed = PackedPackage.pack();
  project = packed.installInto('project');
  for (const module of ['typescript', '@types/node', '@types/aws-lambda', '@aws-sdk/client-s3']) {
    linkInstalled(project, module);
  }
  writeFileSync(join(project, 'app.cjs'), REQUIRES + APP);
  writeFileSync(join(project, 'app.mjs'), ES_IMPORTS + APP);
  writeFileSync(join(project, 'app.ts'), ES_IMPORTS + APP + MISTAKE);
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({
    compilerOptions: { target: 'ES2022', module: 'NodeNext', lib: ['ES2022'], types: ['node'], strict: true, skipLibCheck: true },
  }));
});

afterAll(() => packed.remove());

function run(folder: string, command: string, ...args: string[]): { readonly status: number | null; readonly stderr: string } {
  const outdir = join(folder, 'cdk.out');
  rmSync(outdir, { recursive: true, force: true });
  return spawnSync(command, args, { cwd: folder, encoding: 'utf8', env: { ...process.env, CDK_OUTDIR: outdir, CDK_VALIDATION: 'false' } });
}

/** What the functions of an assembly are made of: the files of each asset that is code. */
function deployedCode(folder: string): string[] {
  const assembly = join(folder, 'cdk.out');
  return readdirSync(assembly).filter(file => file.startsWith('asset.')).map(asset => readdirSync(join(assembly, asset)).sort().join(' ')).sort();
}

const CODE = ['ajv-runtime.js event-schemas.js index.js', 'index.js'];

test.each([
  { kind: 'CommonJS', command: process.execPath, args: ['app.cjs'] },
  { kind: 'ES modules', command: process.execPath, args: ['app.mjs'] },
  { kind: 'TypeScript by ts-node, with its types checked', command: join(BIN, 'ts-node'), args: ['--prefer-ts-exts', 'app.ts'] },
  { kind: 'TypeScript by tsx', command: join(BIN, 'tsx'), args: ['app.ts'] },
])('an app in $kind finds constructs and assets', ({ command, args }) => {
  const { status, stderr } = run(project, command, ...args);

  expect(stderr).not.toMatch(/Error/);
  expect(status).toBe(0);
  expect(deployedCode(project)).toEqual(CODE);
});

test('pieces of the handler are there with their types, without aws-cdk-lib', () => {
  const folder = packed.installInto('handler', []);
  ['typescript', '@types/node', '@types/aws-lambda', '@aws-sdk/client-s3'].forEach(module => linkInstalled(folder, module));
  cpSync(join(project, 'tsconfig.json'), join(folder, 'tsconfig.json'));
  writeFileSync(join(folder, 'handler.ts'), `
import { answerEach, BucketWriter, decodeRequest, GroupCommit } from 'cdk-telemetry-pipeline/lib/processing';

const pieces: Function[] = [answerEach, BucketWriter, decodeRequest, GroupCommit];
process.exitCode = pieces.every(piece => typeof piece === 'function') ? 0 : 1;
`);

  const { status, stderr } = run(folder, join(BIN, 'ts-node'), 'handler.ts');

  expect(stderr).not.toMatch(/Error/);
  expect(status).toBe(0);
});

describe('an app that esbuild makes one file of', () => {
  function bundle(outfile: string, ...options: string[]): void {
    const { status, stderr } = spawnSync(join(BIN, 'esbuild'), [
      'app.ts', '--bundle', '--platform=node', '--log-level=error', `--outfile=${outfile}`, ...options,
    ], { cwd: project, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  }

  test.each([
    { title: 'this package in it', options: ['--external:aws-cdk-lib', '--external:constructs'] },
    { title: 'everything in it', options: [] },
  ])('finds the assets of the installed package, with $title', ({ options }) => {
    bundle('dist/deep/app.js', ...options);

    expect(run(project, process.execPath, 'dist/deep/app.js')).toMatchObject({ status: 0 });
    expect(deployedCode(project)).toEqual(CODE);
  });

  test('says what to do where the package is not installed', () => {
    const elsewhere = join(project, '..', 'elsewhere');
    mkdirSync(elsewhere);
    bundle(join(elsewhere, 'app.js'));

    const { status, stderr } = run(elsewhere, process.execPath, 'app.js');

    expect(status).toBe(1);
    expect(stderr).toContain('of cdk-telemetry-pipeline must be in the package, got nothing there');
    expect(stderr).toContain('leave the package out of the bundle (esbuild --external:cdk-telemetry-pipeline), or install it where the app is started');
  });
});

test('with an older aws-cdk-lib that somebody forced, the app ends with what to install', () => {
  const folder = packed.installInto('outdated', ['constructs']);
  const cdk = join(folder, 'node_modules', 'aws-cdk-lib');
  mkdirSync(cdk);
  for (const file of readdirSync(join(ROOT, 'node_modules', 'aws-cdk-lib')).filter(name => name !== 'package.json')) {
    symlinkSync(join(ROOT, 'node_modules', 'aws-cdk-lib', file), join(cdk, file));
  }
  const manifest = JSON.parse(readFileSync(join(ROOT, 'node_modules', 'aws-cdk-lib', 'package.json'), 'utf8'));
  writeFileSync(join(cdk, 'package.json'), JSON.stringify({ ...manifest, version: '2.262.1' }));
  writeFileSync(join(folder, 'app.cjs'), REQUIRES + APP);

  const { status, stderr } = run(folder, process.execPath, 'app.cjs');

  expect(status).toBe(1);
  expect(stderr).toContain('cdk-telemetry-pipeline needs aws-cdk-lib 2.263.0 or newer, got 2.262.1; run npm install aws-cdk-lib@^2.263.0');
});

describe('the command', () => {
  test('says how it is used', () => {
    const { status, stdout } = spawnSync(join(project, 'node_modules', '.bin', 'telemetry-pipeline'), ['--help'], { encoding: 'utf8' });

    expect(stdout).toContain('telemetry-pipeline <command>');
    expect(status).toBe(0);
  });

  test('runs what the app has synthesized, down to the archive', async () => {
    writeFileSync(join(project, 'open.mjs'), `${ES_IMPORTS}
new TelemetryPipeline(new Stack(new App(), 'Open'), 'Pipeline', {
  ingestion: { authorization: IngestionAuth.none() },
  processor: { maxBatchingWindow: Duration.seconds(1) },
});`.replace('{ App,', '{ App, Duration,'));
    expect(run(project, process.execPath, 'open.mjs')).toMatchObject({ status: 0 });
    const local = spawn(join(project, 'node_modules', '.bin', 'telemetry-pipeline'), ['local', '--quiet'], {
      cwd: project, stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    local.stdout.on('data', text => said += text);
    const ended = new Promise(resolve => local.once('exit', resolve));

    try {
      await until(() => said.includes('archive '), 'the local run starts', 30_000);
      const [, address] = /post to +(\S+)/.exec(said)!;
      const reply = await fetch(address, { method: 'POST', body: JSON.stringify({ event: 'Installed' }) });
      expect(reply.status).toBe(200);
      await until(() => stored(join(project, 'telemetry-archive')).some(file => file.includes('events')), 'the event is stored', 30_000);
    } finally {
      local.kill('SIGTERM');
      expect(await ended).toBe(0);
    }
  });
});

function stored(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.gz'));
}

