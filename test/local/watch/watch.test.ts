import type { EventEmitter } from 'node:events';
import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { buildSync } from 'esbuild';
import { LocalPipeline } from '../../../src/local/local-pipeline';
import { AssemblyWatch } from '../../../src/local/watch/assembly-watch';
import { Rebuild } from '../../../src/local/watch/rebuild';
import { until } from '../../fixtures/until';
import { newFolder, processorResources, removeFolders, restTemplate, writeAssembly } from '../template/assembly';

const MS_PER_MESSAGE = 300;

/** A build is a process of its own. */
const BUILT_WITHIN_MS = 30_000;

const parts: { stop(): Promise<void> }[] = [];
const notices: string[] = [];
let project: string;
let builds: number;

beforeEach(() => {
  project = newFolder();
  builds = 0;
  notices.length = 0;
  mkdirSync(join(project, 'src'));
});
afterEach(async () => {
  for (const part of parts.splice(0)) {
    await part.stop();
  }
  removeFolders();
});

const sourceFile = () => join(project, 'src', 'handler.ts');
const done = () => readLines(join(project, 'done'));

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

/** A handler that takes its time, and writes down its version and the messages that it is done with. */
function handler(version: string, { first = '', each = '' } = {}): string {
  return `import { appendFile } from 'node:fs/promises';
interface Batch { readonly Records: readonly { readonly body: string }[] }
${first}
export async function handler({ Records }: Batch): Promise<object> {
  await new Promise(resolve => setTimeout(resolve, ${MS_PER_MESSAGE}));
  for (const { body } of Records) {
    ${each}
    await appendFile(process.env.DONE_FILE!, '${version} ' + (JSON.parse(body) as { id: number }).id + '\\n');
  }
  return { batchItemFailures: [] };
}
`;
}

/** Does what a bundler and \`cdk synth\` do. */
function synthesize(source: string): void {
  builds += 1;
  const asset = `asset.${builds}`;
  writeFileSync(sourceFile(), source);
  buildSync({
    entryPoints: [sourceFile()], outfile: join(project, 'cdk.out', asset, 'index.js'), bundle: true, platform: 'node', minify: true, sourcemap: true, logLevel: 'silent',
  });
  const { Processor, Mapping, Queue } = processorResources();
  writeAssembly({
    Shop: restTemplate({
      resources: {
        Queue: { ...Queue, Properties: { ...Queue.Properties, VisibilityTimeout: 30 } },
        Mapping: { ...Mapping, Properties: { ...Mapping.Properties, BatchSize: 5, MaximumBatchingWindowInSeconds: 0 } },
        Processor: {
          ...Processor,
          Metadata: { 'aws:asset:path': asset },
          Properties: { ...Processor.Properties, Timeout: 20, Environment: { Variables: { DONE_FILE: join(project, 'done') } } },
        },
      },
    }),
  }, { folder: join(project, 'cdk.out') });
}

async function start() {
  const onNotice = (text: string) => notices.push(text);
  const pipeline = new LocalPipeline({ assembly: join(project, 'cdk.out'), archiveFolder: join(project, 'archive'), onNotice });
  parts.unshift(pipeline);
  const { url } = await pipeline.start();
  const watch = new AssemblyWatch({ assembly: join(project, 'cdk.out'), run: pipeline, onNotice });
  parts.unshift(watch);
  await watch.start();
  const post = async (id: number) => {
    const { status } = await fetch(new URL('events', url), { method: 'POST', body: JSON.stringify({ id }), headers: { 'content-type': 'application/json' } });
    expect(status).toBe(200);
  };
  return { pipeline, post };
}

const told = async (text: string | RegExp) => until(() => notices.some(notice => notice.search(text) >= 0), `a notice with ${text}`, 30_000);

test('a handler edited while messages queue: each is processed once, by the former code or the new', async () => {
  synthesize(handler('former'));
  const { pipeline, post } = await start();

  for (let id = 0; id < 200; id += 1) {
    await post(id);
    if (id === 60) {
      synthesize(handler('new'));
    }
  }
  await told('the new handler takes over');
  await Promise.all(Array.from({ length: 100 }, async (_, id) => post(200 + id)));
  await pipeline.drained(60);

  const ids = done().map(line => Number(line.split(' ')[1]));
  expect(ids.sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, id) => id));
  expect(new Set(done().map(line => line.split(' ')[0]))).toEqual(new Set(['former', 'new']));
  expect(notices.filter(notice => notice.includes('failed'))).toEqual([]);
});

test('a handler that cannot be loaded: the former goes on, and the error is told with its place in the source', async () => {
  synthesize(handler('former'));
  const { pipeline, post } = await start();

  synthesize(handler('broken', { first: 'const limit = (undefined as unknown as { limit: number }).limit;\nconsole.log(limit);' }));
  await told(/the former handler goes on: Processor did not initialize: TypeError: Cannot read properties of undefined .*src\/handler\.ts:3:\d+\)/);
  await post(1);
  await pipeline.drained(30);
  expect(done()).toEqual(['former 1']);

  synthesize(handler('mended'));
  await told('the new handler takes over');
  await post(2);
  await pipeline.drained(30);
  expect(done()).toEqual(['former 1', 'mended 2']);
});

test('a handler that throws: the place in the source is told', async () => {
  synthesize(handler('throwing', { each: "if (body.includes('7')) { throw new RangeError('seven'); }" }));
  const { post } = await start();

  await post(7);

  await told(/a batch of 1 messages failed: RangeError: seven \(.*src\/handler\.ts:7:\d+\)/);
});

test('a synthesis that deletes the former one first is taken up', async () => {
  synthesize(handler('former'));
  const { pipeline, post } = await start();

  rmSync(join(project, 'cdk.out'), { recursive: true });
  synthesize(handler('new'));
  await told('the new handler takes over');
  await post(1);
  await pipeline.drained(30);

  expect(done()).toEqual(['new 1']);
});

test('what is not code is told to need another start', async () => {
  synthesize(handler('former'));
  await start();
  const file = join(project, 'cdk.out', 'Shop.template.json');

  writeFileSync(file, readFileSync(file, 'utf8').replace('"BatchSize":5', '"BatchSize":6'));

  await told('changed in the template, and taken up only by another start: the event source mapping');
});

describe('a command', () => {
  async function rebuild(script: string) {
    writeFileSync(join(project, 'build.cjs'), script);
    const logs: string[] = [];
    const part = new Rebuild({
      command: [process.execPath, 'build.cjs'],
      folder: project,
      outputs: [join(project, 'dist')],
      onLog: line => logs.push(line),
      onNotice: text => notices.push(text),
    });
    parts.unshift(part);
    await part.start();
    return { logs, part };
  }

  test('runs when a source changes, and not for what it writes itself', async () => {
    writeFileSync(sourceFile(), '1');
    const { logs } = await rebuild("require('fs').mkdirSync('dist', { recursive: true }); require('fs').writeFileSync('dist/out', String(Date.now())); console.log('built');");

    writeFileSync(sourceFile(), '2');
    await until(() => logs.length > 0, 'a build', BUILT_WITHIN_MS);
    await new Promise(resolve => setTimeout(resolve, 1_000));

    expect(logs).toEqual(['built']);
  });

  test('that deletes and writes its output beside the sources comes to an end', async () => {
    writeFileSync(sourceFile(), '1');
    const { logs } = await rebuild("const fs = require('fs'); fs.rmSync('lib', { recursive: true, force: true }); fs.mkdirSync('lib'); fs.cpSync('src', 'lib', { recursive: true }); console.log('built');");

    writeFileSync(sourceFile(), '2');
    await until(() => logs.length > 0, 'a build', BUILT_WITHIN_MS);
    await new Promise(resolve => setTimeout(resolve, 2_500));

    expect(logs.length).toBeLessThanOrEqual(2);
  });

  test('runs again for a change during a build', async () => {
    writeFileSync(sourceFile(), '1');
    const { logs } = await rebuild("console.log('begins'); setTimeout(() => console.log(require('fs').readFileSync('src/handler.ts', 'utf8')), 1000);");

    writeFileSync(sourceFile(), '2');
    await until(() => logs.includes('begins'), 'the first build', BUILT_WITHIN_MS);
    appendFileSync(sourceFile(), '3');
    await until(() => logs.filter(line => line === 'begins').length === 2, 'the second build', BUILT_WITHIN_MS);

    await until(() => logs.at(-1) === '23', 'the last source built', BUILT_WITHIN_MS);
  });

  test('runs for the next edit of a file, also when its event is missed', async () => {
    writeFileSync(sourceFile(), '1');
    const { logs, part } = await rebuild("console.log(require('fs').readFileSync('src/handler.ts', 'utf8'));");
    writeFileSync(sourceFile(), '2');
    await until(() => logs.includes('2'), 'the first build', BUILT_WITHIN_MS);

    (part as unknown as { readonly watcher: EventEmitter }).watcher.removeAllListeners('all'); // as a busy machine was seen to
    writeFileSync(sourceFile(), '3');

    await until(() => logs.includes('3'), 'the build of the second edit', BUILT_WITHIN_MS);
  });

  test('that ended by a signal does not hold up the end of the run, though what it began still writes', async () => {
    writeFileSync(sourceFile(), '1');
    const { logs, part } = await rebuild(`const { spawn } = require('child_process');
      const { pid } = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'inherit' });
      require('fs').writeSync(1, pid + '\\n'); process.kill(process.pid, 'SIGKILL');`);
    writeFileSync(sourceFile(), '2');
    await until(() => logs.length > 0, 'the build', BUILT_WITHIN_MS);
    await sleep(500);

    await part.stop();
    process.kill(Number(logs[0]));
  });

  test('that fails is told of with file and line', async () => {
    writeFileSync(sourceFile(), 'export const = 1;');
    await rebuild(`const { buildSync } = require(${JSON.stringify(require.resolve('esbuild'))}); try { buildSync({ entryPoints: ['src/handler.ts'], write: false }); } catch { process.exit(1); }`);

    appendFileSync(sourceFile(), '\n');

    await told(/the build failed with exit code 1; the former handler goes on\n(.*\n)*.*src\/handler\.ts:1:13/);
  });
});
