import { mkdtempSync, readFileSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LocalArchive } from '../../../src/local/archive/local-archive';
import { ExecutionEnvironment, type ExecutionEnvironmentOptions } from '../../../src/local/processor/execution-environment';
import { until } from '../../fixtures/until';

const HANDLERS = join(__dirname, '..', '..', 'fixtures', 'handlers');

const started: ExecutionEnvironment[] = [];
const logs: string[] = [];
const notices: string[] = [];

function environmentOf(handler: string, options: Partial<ExecutionEnvironmentOptions> = {}): ExecutionEnvironment {
  const environment = new ExecutionEnvironment({
    assetFolder: join(HANDLERS, handler),
    handler: 'index.handler',
    functionName: 'telemetry',
    memorySizeMb: 4096,
    timeoutSeconds: 10,
    maxConcurrency: 64,
    environment: {},
    onLog: line => logs.push(line),
    onNotice: text => notices.push(text),
    ...options,
  });
  started.push(environment);
  return environment;
}

async function startedEnvironment(options: Partial<ExecutionEnvironmentOptions> = {}): Promise<ExecutionEnvironment> {
  const environment = environmentOf('obedient', options);
  await environment.start();
  return environment;
}

afterEach(async () => {
  await Promise.all(started.splice(0).map(async environment => environment.stop()));
  logs.length = 0;
  notices.length = 0;
});

test('runs 64 invocations at the same time in one process with two threads', async () => {
  const environment = await startedEnvironment({ maxConcurrency: 64 });
  await until(async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, async () => environment.invoke({ task: 'wait', ms: 5 })));
    return new Set(outcomes.map(outcome => (outcome as { value: { threadId: number } }).value.threadId)).size === 2;
  }, 'both threads take work', 30_000);

  const outcomes = await Promise.all(Array.from({ length: 64 }, async () => environment.invoke({ task: 'wait', ms: 3000 })));

  const byThread = new Map<number, number>();
  for (const outcome of outcomes) {
    const { threadId, together } = (outcome as { value: { together: number; threadId: number } }).value;
    byThread.set(threadId, Math.max(together, byThread.get(threadId) ?? 0));
  }
  expect([...byThread.values()].reduce((sum, together) => sum + together, 0)).toBe(64);
});

test('never runs more invocations at a time than the function allows', async () => {
  const environment = await startedEnvironment({ maxConcurrency: 3, environment: { AWS_LAMBDA_NODEJS_WORKER_COUNT: '1' } });

  const outcomes = await Promise.all(Array.from({ length: 12 }, async () => environment.invoke({ task: 'wait', ms: 300 })));

  expect(Math.max(...outcomes.map(outcome => (outcome as { value: { together: number } }).value.together))).toBe(3);
});

test('runs one invocation of an ordinary function at a time, and others wait for it', async () => {
  const environment = await startedEnvironment({ maxConcurrency: undefined });

  const [one, other, seen] = await Promise.all([
    environment.invoke({ task: 'wait', ms: 20 }), environment.invoke({ task: 'wait', ms: 20 }), environment.invoke({ task: 'environment' }),
  ]);

  expect([one, other]).toEqual([{ ok: true, value: { together: 1, threadId: 0 } }, { ok: true, value: { together: 1, threadId: 0 } }]);
  expect(seen).toMatchObject({ value: { AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand', AWS_LAMBDA_FUNCTION_VERSION: '$LATEST' } });
  expect(seen).not.toHaveProperty('value.AWS_LAMBDA_MAX_CONCURRENCY');
});

test('keeps Ctrl-C at the terminal away from the function, whose process leads a group of its own', async () => {
  const { pid } = await startedEnvironment();

  expect(() => process.kill(-pid!, 0)).not.toThrow();
});

test('gives the function its context and the time that it has left', async () => {
  const environment = await startedEnvironment({ timeoutSeconds: 10 });

  const outcome = await environment.invoke({ task: 'context' });

  expect(outcome).toEqual({
    ok: true,
    value: {
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'telemetry',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:telemetry:$LATEST.PUBLISHED',
      remainingMs: expect.any(Number),
    },
  });
  const { remainingMs } = (outcome as { value: { remainingMs: number } }).value;
  expect(remainingMs).toBeGreaterThan(5000);
  expect(remainingMs).toBeLessThanOrEqual(10_000);
});

test('reports the error that the function ended with, and the place in its code', async () => {
  const environment = await startedEnvironment();

  const outcome = await environment.invoke({ task: 'refuse', reason: 'too far' });

  expect(outcome).toEqual({
    ok: false, errorType: 'RangeError', message: 'too far', position: expect.stringMatching(/^test\/fixtures\/handlers\/.*\.m?js:\d+:\d+$/),
  });
});

test('passes on what the function logs, a line at a time', async () => {
  const environment = await startedEnvironment();

  await environment.invoke({ task: 'log', value: 'landed 7 events' });

  await until(() => logs.length > 0, 'the log line');
  expect(JSON.parse(logs[0])).toMatchObject({ level: 'INFO', message: 'landed 7 events', requestId: expect.any(String) });
});

test('gives the function its own variables', async () => {
  const environment = await startedEnvironment({ environment: { TELEMETRY_ARCHIVE_BUCKET: 'archive', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' } });

  const variables = await environment.invoke({ task: 'environment' });

  expect(variables).toMatchObject({ value: { TELEMETRY_ARCHIVE_BUCKET: 'archive', AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1', AWS_REGION: 'us-east-1' } });
});

describe('with a local archive', () => {
  const folder = mkdtempSync(join(tmpdir(), 'telemetry-objects-'));
  const archive = new LocalArchive({ folder, buckets: ['archive'] });

  afterAll(async () => {
    await archive.stop();
    rmSync(folder, { recursive: true });
  });

  test('lets the function store objects with the S3 client that Lambda brings, left as it is', async () => {
    const environment = await startedEnvironment({ environment: { AWS_ENDPOINT_URL_S3: await archive.start() } });

    const outcome = await environment.invoke({ task: 'store', Bucket: 'archive', Key: 'events/dt=2026-11-23/a.gz', Body: 'rows' });

    expect(outcome).toEqual({ ok: true, value: null });
    expect(readFileSync(join(folder, 'archive', 'events', 'dt=2026-11-23', 'a.gz'), 'utf8')).toBe('rows');
  });
});

describe('with the user\'s own AWS settings around', () => {
  const mine = {
    AWS_PROFILE: 'production',
    AWS_ACCESS_KEY_ID: 'AKIAMINE',
    AWS_SECRET_ACCESS_KEY: 'my-secret',
    AWS_SESSION_TOKEN: 'my-token',
    AWS_REGION: 'eu-central-1',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/mine',
    AWS_WEB_IDENTITY_TOKEN_FILE: 'my-token-file',
    AWS_CA_BUNDLE: 'my-bundle',
    NODE_OPTIONS: '--no-warnings',
    MY_API_TOKEN: 'my-secret-too',
  };
  const before = { ...process.env };

  beforeEach(() => { Object.assign(process.env, mine); });
  afterEach(() => { process.env = { ...before }; });

  test('lets none of them reach the function', async () => {
    const environment = await startedEnvironment({ environment: { AWS_SECRET_ACCESS_KEY: 'from-the-template' } });

    const outcome = await environment.invoke({ task: 'environment' });

    const seen = (outcome as { value: Record<string, string> }).value;
    const leaked = Object.entries(seen).filter(([, value]) => Object.values(mine).includes(value));
    expect(leaked).toEqual([]);
    expect(seen).toMatchObject({ AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_EC2_METADATA_DISABLED: 'true' });
    expect(seen).not.toHaveProperty('AWS_PROFILE');
    expect(seen).not.toHaveProperty('HOME');
    expect([seen.AWS_CONFIG_FILE, seen.AWS_SHARED_CREDENTIALS_FILE].filter(existsSync)).toEqual([]);
  });
});

describe('when the function cannot be loaded', () => {
  test('tells the reason', async () => {
    const environment = environmentOf('broken');

    await expect(environment.start()).rejects.toThrow('telemetry did not initialize: TypeError: the table of prices must be set');
  });

  test('refuses a handler with a callback, as managed instances do', async () => {
    const environment = environmentOf('callback');

    await expect(environment.start()).rejects.toThrow('Runtime.CallbackHandlerDeprecated');
  });

  test('tells when there is no such Node', async () => {
    const environment = environmentOf('obedient', { nodeBinary: join(HANDLERS, 'no-node') });

    await expect(environment.start()).rejects.toThrow('ENOENT');
  });
});

describe('when an invocation runs out of time', () => {
  const folder = mkdtempSync(join(tmpdir(), 'telemetry-timeout-'));
  const file = join(folder, 'trace');

  afterAll(() => rmSync(folder, { recursive: true }));

  test('reports it, but lets the code run to its end in its slot', async () => {
    const environment = await startedEnvironment({ timeoutSeconds: 0.2, maxConcurrency: 1 });

    const outcome = await environment.invoke({ task: 'leaveTrace', ms: 3_000, file });

    expect(outcome).toMatchObject({ ok: false, errorType: 'Sandbox.Timedout', message: expect.stringMatching(/Task timed out after 0\.20 seconds$/) });
    expect(existsSync(file)).toBe(false);
    expect(environment.freeSlots).toBe(0);
    await until(() => environment.freeSlots === 1, 'the slot is free again');
    expect(readFileSync(file, 'utf8')).toBe('done\n');
  });
});

describe('when a worker thread dies', () => {
  test('loses only its own invocations, by timeout, and says so', async () => {
    const environment = await startedEnvironment({ timeoutSeconds: 3, maxConcurrency: 4 });

    const outcome = await environment.invoke({ task: 'throwFromTimer', reason: 'from a timer' });
    const afterwards = await environment.invoke({ task: 'echo', value: 'alive' });

    expect(outcome).toMatchObject({ ok: false, errorType: 'Sandbox.Timedout' });
    expect(afterwards).toEqual({ ok: true, value: 'alive' });
    expect(notices).toEqual([expect.stringContaining('a worker thread of telemetry ended while it ran 1 invocations')]);
    expect(logs.join('\n')).toContain('from a timer');
    expect(environment.freeSlots).toBe(4);
  });

  test('is replaced with the process once no thread is left', async () => {
    const environment = await startedEnvironment({ environment: { AWS_LAMBDA_NODEJS_WORKER_COUNT: '1' } });

    const outcome = await environment.invoke({ task: 'exitThread' });

    expect(outcome).toMatchObject({ ok: false, errorType: 'Runtime.ExitError' });
    await until(() => environment.freeSlots > 0, 'a new process', 45_000);
    expect(await environment.invoke({ task: 'echo', value: 'new' })).toEqual({ ok: true, value: 'new' });
  });
});

test('fails what a killed process was at, and replaces the process', async () => {
  const environment = await startedEnvironment();
  const running = environment.invoke({ task: 'wait', ms: 60_000 });
  await environment.invoke({ task: 'echo' });

  environment.kill();

  expect(await running).toMatchObject({ ok: false, errorType: 'Runtime.ExitError', message: 'Runtime exited with signal SIGKILL' });
  expect(await environment.invoke({ task: 'echo', value: 'too early' })).toMatchObject({ errorType: 'TooManyRequestsException' });
  await until(() => environment.freeSlots > 0, 'a new process', 45_000);
  expect(await environment.invoke({ task: 'echo', value: 'new' })).toEqual({ ok: true, value: 'new' });
  expect(notices).toEqual(['the process of telemetry ended with signal SIGKILL while it ran 1 invocations; another one starts in 100 ms']);
});
