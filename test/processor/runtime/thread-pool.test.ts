import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ManagedInstanceSize, TelemetryPipeline } from '../../../src';
import { findRuntimeFiles } from '../../../src/local/processor/runtime-files';
import { ManagedInstance, nativeInterfaceClient } from '../../fixtures/managed-instance';
import { installNode, type NodeMajor } from '../../fixtures/node-release';
import { stackForTest, templateOf } from '../../fixtures/synthesized';
import { until } from '../../fixtures/until';

const V_CPUS = 4;

/** What takes longer hangs, where that is expected; where it is not, a busy machine is given time. */
const HANG_MS = 1_000;
const LONG_MS = 30_000;

const client = nativeInterfaceClient();
const started: ManagedInstance[] = [];

afterEach(async () => {
  await Promise.all(started.splice(0).map(async instance => instance.stop()));
});

/** Variables of the runtime that the construct sets for a function with that many vCPUs. */
function runtimeVariables(): Record<string, string> {
  const stack = stackForTest();
  new TelemetryPipeline(stack, 'Telemetry', { processor: { size: ManagedInstanceSize.generalPurpose(V_CPUS) } });
  const [{ Properties }] = Object.values(templateOf(stack).findResources('AWS::Lambda::Function', { Properties: { CapacityProviderConfig: {} } }));
  const { AWS_LAMBDA_NODEJS_WORKER_COUNT, UV_THREADPOOL_SIZE } = Properties.Environment.Variables;
  return { AWS_LAMBDA_NODEJS_WORKER_COUNT, UV_THREADPOOL_SIZE };
}

// npm compiles the native half of AWS's client where install scripts may run; elsewhere the stand-in below has to do.
describe.each<{ major: NodeMajor }>([{ major: 22 }, { major: 24 }])('on Node $major with the native client of Lambda', ({ major }) => {
  const node = installNode(major);
  if ('missing' in client || 'missing' in node) {
    test.skip(`the thread pool is not tried: ${'missing' in client ? client.missing : (node as { missing: string }).missing}`, () => undefined);
    return;
  }

  async function idleInstance(environment: Record<string, string>): Promise<ManagedInstance> {
    const instance = new ManagedInstance({
      nodeBinary: (node as { binary: string }).binary,
      interfaceClient: (client as { file: string }).file,
      assetFolder: join(__dirname, '..', '..', 'fixtures', 'handlers', 'compressing'),
      environment,
    });
    started.push(instance);
    await instance.start();
    await until(() => instance.api.idlePolls === V_CPUS, 'all workers poll', LONG_MS);
    return instance;
  }

  test('compression hangs in a pool that polling workers fill, until other invocations come', async () => {
    const { AWS_LAMBDA_NODEJS_WORKER_COUNT } = runtimeVariables();
    const instance = await idleInstance({ AWS_LAMBDA_NODEJS_WORKER_COUNT });

    const { answer } = instance.api.invoke({ text: 'first' });
    await until(() => instance.api.idlePolls === V_CPUS, 'all workers poll again');
    const outcome = await Promise.race([answer, sleep(HANG_MS, 'hung')]);
    const others = Array.from({ length: 4 * V_CPUS }, () => instance.api.invoke({ text: 'another' })); // each frees a thread for a moment

    expect(outcome).toBe('hung');
    expect(await Promise.race([answer, sleep(LONG_MS, `hung with ${others.length} others`, { ref: false })])).toBe(true);
  });

  test('compression has threads of its own beside polling workers with the variables that the construct sets', async () => {
    const instance = await idleInstance(runtimeVariables());

    const answers = Array.from({ length: V_CPUS }, async () => instance.api.invoke({ text: 'one of several' }).answer);

    expect(await Promise.race([Promise.all(answers), sleep(LONG_MS, 'hung', { ref: false })])).toEqual(Array(V_CPUS).fill(true));
    await until(() => instance.api.idlePolls === V_CPUS, 'all workers poll again');
  });
});

describe('with workers that hold a thread each, in the place of the native client of Lambda', () => {
  const folder = mkdtempSync(join(tmpdir(), 'thread-pool-'));
  const pipe = join(folder, 'silent');
  const hasPipes = process.platform !== 'win32';

  beforeAll(() => hasPipes && execFileSync('mkfifo', [pipe]));
  afterAll(() => rmSync(folder, { recursive: true }));

  async function answerOf(environment: Record<string, string>, withinMs: number): Promise<unknown> {
    const instance = new ManagedInstance({
      nodeBinary: process.execPath,
      interfaceClient: findRuntimeFiles().interfaceClient,
      assetFolder: join(__dirname, '..', '..', 'fixtures', 'handlers', 'polling'),
      environment: { ...environment, SILENT_PIPE: pipe },
    });
    started.push(instance);
    await instance.start();
    await until(() => instance.api.idlePolls === V_CPUS, 'all workers poll', LONG_MS);
    return Promise.race([instance.api.invoke({ text: 'first' }).answer, sleep(withinMs, 'hung', { ref: false })]);
  }

  (hasPipes ? test : test.skip)('compression hangs in a pool that they fill, and not with the variables that the construct sets', async () => {
    const { AWS_LAMBDA_NODEJS_WORKER_COUNT, UV_THREADPOOL_SIZE } = runtimeVariables();

    expect(await answerOf({ AWS_LAMBDA_NODEJS_WORKER_COUNT }, HANG_MS)).toBe('hung');
    expect(await answerOf({ AWS_LAMBDA_NODEJS_WORKER_COUNT, UV_THREADPOOL_SIZE }, LONG_MS)).toBe(true);
  });
});
