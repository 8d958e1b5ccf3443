/**
 * What the handler costs: events a second and core against the floor and a careful hand-written peer, the size of objects
 * with and without group commit, the memory of an environment full of batches, and the start. `npm run bench` runs it.
 */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { median } from './median';
import { ObjectSink } from './object-sink';
import { ratio } from './ratio';
import { fullBatches } from './telemetry-traffic';
import { installNode } from '../test/fixtures/node-release';

const CONCURRENT = 64;
const DEFAULT_MEMORY_BYTES = 4_096 * 1024 * 1024;
const STARTS = 7;
const GOALS = { ofFloor: 0.6, againstPeer: 3, objectGrowth: 8, bundleKilobytes: 150, coldImportMilliseconds: 100 };

const root = join(__dirname, '..');
const bundle = join(root, 'assets', 'processor', 'telemetry.lambda', 'index.js');
const run = promisify(execFile);

interface Measured {
  readonly node: string;
  readonly allRounds: number;
  readonly events: number;
  readonly bytesPerEvent: number;
  readonly microseconds: Readonly<Record<'floor' | 'gzip' | 'zstd' | 'peer', readonly number[]>>;
}

async function child(node: string, script: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await run(node, [require.resolve('tsx/cli'), join(__dirname, script), ...args], {
    cwd: root,
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench', ...env },
  });
  return stdout;
}

/** Events a second and core, and bytes an event; the peer must have written the rows that ours writes. */
async function speed(node: string, sink: ObjectSink, endpoint: string) {
  const measured: Measured = JSON.parse(await child(node, 'handler-candidates.ts', [], { AWS_ENDPOINT_URL_S3: endpoint }));
  const objects = sink.take();
  const writtenBy = (bucket: string) => objects.filter(({ path }) => path.startsWith(`${bucket}/`)).map(({ body }) => body);
  requireSameRows(writtenBy('gzip'), writtenBy('peer'));

  const perSecond = (name: keyof Measured['microseconds']) => Math.round(measured.events / (median(measured.microseconds[name]) / 1e6));
  const eventsPerSecond = { floor: perSecond('floor'), gzip: perSecond('gzip'), zstd: perSecond('zstd'), peer: perSecond('peer') };
  const bytesPerEvent = (bucket: string) => ratio(total(writtenBy(bucket)), measured.events * measured.allRounds);
  return {
    node: measured.node,
    eventsPerSecondAndCore: eventsPerSecond,
    ofFloor: { gzip: ratio(eventsPerSecond.gzip, eventsPerSecond.floor), zstd: ratio(eventsPerSecond.zstd, eventsPerSecond.floor) },
    againstPeer: { gzip: ratio(eventsPerSecond.gzip, eventsPerSecond.peer), zstd: ratio(eventsPerSecond.zstd, eventsPerSecond.peer) },
    bytesPerEvent: { request: ratio(measured.bytesPerEvent, 1), gzip: bytesPerEvent('gzip'), zstd: bytesPerEvent('zstd'), peer: bytesPerEvent('peer') },
  };
}

function requireSameRows(ours: readonly Buffer[], peers: readonly Buffer[]): void {
  const rowsOf = (objects: readonly Buffer[]) => new Map(objects.flatMap(object => gunzipSync(object).toString().trimEnd().split('\n').map(line => {
    const row: { message_id: string; ingest_id?: string } = JSON.parse(line);
    return [row.message_id, JSON.stringify(Object.entries(row).sort())];
  })));
  const [mine, theirs] = [rowsOf(ours.slice(0, 1)), rowsOf(peers.slice(0, 8))];
  const differing = [...mine].filter(([id, row]) => theirs.get(id) !== row);
  if (differing.length > 0) {
    throw new Error(`the peer must write the same rows, got others, such as\n${differing[0][1]}\n${theirs.get(differing[0][0])}`);
  }
}

/** How large objects are, and how much memory it takes, when batches run one after the other and all at once. */
async function grouping(node: string, sink: ObjectSink, endpoint: string) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-handler-'));
  const file = join(folder, 'batch.json');
  writeFileSync(file, JSON.stringify({ Records: fullBatches(1)[0] }));
  const environment = async (concurrent: number, rounds: number) => {
    const env = { AWS_ENDPOINT_URL_S3: endpoint, TELEMETRY_ARCHIVE_BUCKET: 'archive', TELEMETRY_WORKER_CONCURRENCY: `${concurrent}` };
    const { failed, peakRssBytes } = JSON.parse(await child(node, 'handler-environment.ts', [file, `${concurrent}`, `${rounds}`], env));
    if (failed > 0) {
      throw new Error(`${failed} messages failed with ${concurrent} batches at the same time`);
    }
    const objects = sink.take().map(({ body }) => body);
    return { objects: objects.length, averageBytes: Math.round(total(objects) / objects.length), peakRssBytes };
  };
  try {
    const [alone, grouped] = [await environment(1, 4), await environment(CONCURRENT, 1)];
    const growth = ratio(grouped.averageBytes, alone.averageBytes);
    return { concurrentBatches: CONCURRENT, alone, grouped, growth, memoryBytes: DEFAULT_MEMORY_BYTES };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What the bundle adds to the start, besides the SDK, which the runtime has. */
async function start(node: string) {
  const script = `require('@aws-sdk/client-s3'); const started = performance.now(); require(${JSON.stringify(bundle)}); console.log(performance.now() - started)`;
  const milliseconds: number[] = [];
  for (let round = 0; round < STARTS; round += 1) {
    const { stdout } = await run(node, ['-e', script], { cwd: root, env: { ...process.env, AWS_REGION: 'eu-west-1', TELEMETRY_ARCHIVE_BUCKET: 'archive' } });
    milliseconds.push(Number(stdout));
  }
  return { bundleKilobytes: ratio(statSync(bundle).size, 1_000), coldImportMilliseconds: median(milliseconds) };
}

function total(objects: readonly Buffer[]): number {
  return objects.reduce((sum, { byteLength }) => sum + byteLength, 0);
}

async function main(): Promise<void> {
  const installed = installNode(24);
  if ('missing' in installed) {
    throw new Error(`the handler is measured on Lambda's Node.js: ${installed.missing}`);
  }
  const { binary: node } = installed;
  const sink = new ObjectSink();
  const endpoint = await sink.start();
  try {
    const result = { ...await speed(node, sink, endpoint), ...await grouping(node, sink, endpoint), ...await start(node), goals: GOALS };
    writeFileSync(join(__dirname, 'results', 'handler.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    print(result);
  } finally {
    sink.stop();
  }
}

type Result = Awaited<ReturnType<typeof speed>> & Awaited<ReturnType<typeof grouping>> & Awaited<ReturnType<typeof start>>;

function print({ node, eventsPerSecondAndCore: speeds, ofFloor, againstPeer, bytesPerEvent, ...result }: Result): void {
  const number = (value: number) => value.toLocaleString('en-US');
  console.log(`the handler on Node.js ${node}, events a second and core (CPU time), medians
  floor       ${number(speeds.floor)}   ${bytesPerEvent.request} bytes of request an event: JSON.parse and gzip of what came in
  ours, gzip  ${number(speeds.gzip)}   ${bytesPerEvent.gzip} bytes an event; ${ofFloor.gzip} of the floor (goal: ${GOALS.ofFloor}), ${againstPeer.gzip} times the peer (goal: ${GOALS.againstPeer})
  ours, zstd  ${number(speeds.zstd)}   ${bytesPerEvent.zstd} bytes an event; ${ofFloor.zstd} of the floor, ${againstPeer.zstd} times the peer
  peer        ${number(speeds.peer)}   ${bytesPerEvent.peer} bytes an event
objects: ${number(result.alone.averageBytes)} bytes for a batch alone, ${number(result.grouped.averageBytes)} for ${CONCURRENT} at the same time: ${result.growth} times (goal: ${GOALS.objectGrowth})
memory: ${(result.grouped.peakRssBytes / 2 ** 20).toFixed(0)} MiB at its peak with ${CONCURRENT} full batches at the same time, of ${result.memoryBytes / 2 ** 20} MiB
bundle: ${result.bundleKilobytes} kB, imported in ${result.coldImportMilliseconds} ms (goals: ${GOALS.bundleKilobytes} kB, ${GOALS.coldImportMilliseconds} ms)`);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
