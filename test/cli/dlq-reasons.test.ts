import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { text } from 'stream/consumers';
import { Duration } from 'aws-cdk-lib';
import { DeadLetterQueue } from './dead-letter-queue';
import { RunningPipeline } from './running-pipeline';
import { until } from '../fixtures/until';

const REQUESTS = 30;

jest.setTimeout(180_000); // processes run one after the other, and a machine may do other things besides

describe('on this machine', () => {
  let pipeline: RunningPipeline;

  beforeEach(async () => {
    pipeline = new RunningPipeline();
    await pipeline.deploy({ queue: { maxReceiveCount: 1, visibilityTimeout: Duration.seconds(12) }, processor: { timeout: Duration.seconds(6) } });
    pipeline.local.setArchiveDown(true);
  });
  afterEach(async () => pipeline.remove());

  async function post(): Promise<void> {
    const bodies = Array.from({ length: REQUESTS }, (_, index) => JSON.stringify({ event: `Clicked ${index}` }));
    await Promise.all(bodies.map(async body => fetch(`${pipeline.url}events`, { method: 'POST', body })));
  }

  test('tells what S3 said when it stored nothing', async () => {
    await post();
    await until(() => pipeline.local.depth().deadLetters === REQUESTS, 'all are dead letters', 120_000);

    expect(await pipeline.ask('dlq', '--sample', '30')).toMatchObject({
      reasons: [{ letters: REQUESTS, error: 'ServiceUnavailable', reason: 'Service is unable to handle request.' }],
      reasons_complete: true,
      sample: expect.arrayContaining([expect.objectContaining({ error: 'ServiceUnavailable' })]),
    });
    expect((await pipeline.run('dlq')).stdout).toContain('letters  why\n     20  ServiceUnavailable: Service is unable to handle request.\n');
    expect((await pipeline.run('dlq', '--no-reasons')).stdout).not.toContain('why');
  });

  test('tells that the handler crashed', async () => {
    await post();
    await until(() => pipeline.local.counters().processor.messagesInHand > 0, 'the handler has some');
    pipeline.local.killHandler();
    await until(() => pipeline.local.depth().deadLetters === REQUESTS, 'all are dead letters', 120_000);

    expect(await pipeline.ask('dlq', '--sample', '30')).toMatchObject({
      reasons: expect.arrayContaining([{ letters: expect.any(Number), error: 'Runtime.ExitError', reason: 'Runtime exited with signal SIGKILL' }]),
      reasons_complete: true,
    });
  });
});

describe('in a log of CloudWatch', () => {
  let dead: DeadLetterQueue;
  let logs: Server;
  let asked: Record<string, unknown>[];
  let answer: (request: Record<string, unknown>) => { status?: number; body: object };

  beforeEach(async () => {
    dead = new DeadLetterQueue();
    await dead.start();
    await dead.fail(4);
    asked = [];
    logs = createServer(async (request, response) => {
      asked.push(JSON.parse(await text(request)));
      const { status = 200, body } = answer(asked.at(-1)!);
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    }).listen(0, '127.0.0.1');
    await new Promise(resolve => logs.once('listening', resolve));
    dead.logsEndpoint = `http://127.0.0.1:${(logs.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await Promise.all([dead.stop(), new Promise(resolve => logs.close(resolve))]);
  });

  async function ids(): Promise<string[]> {
    return ((await dead.ask('--no-reasons')).sample as { message_id: string }[]).map(({ message_id: id }) => id);
  }

  function failed(messageIds: readonly string[], error: string, reason: string) {
    return { message: JSON.stringify({ level: 'WARN', message: { event: 'messages failed', messages: messageIds.length, messageIds, error, reason } }) };
  }

  const report = (requestId: string, record: object) => ({ message: JSON.stringify({ type: 'platform.report', record: { requestId, ...record } }) });

  test('finds reasons page by page, groups them, and counts invocations that Lambda ended', async () => {
    const [first, second, third] = await ids();
    const pages = [
      [failed([first, 'another'], 'SlowDown', 'Please reduce your request rate.'), report('r-1', { status: 'timeout' })],
      [
        failed([second], 'SlowDown', 'Please reduce your request rate.'),
        failed([third], 'TypeError', 'x is not a function'),
        report('r-1', { status: 'timeout' }),
        report('r-2', { status: 'error', errorType: 'Runtime.ExitError' }),
        report('r-3', { status: 'success' }),
      ],
    ];
    answer = ({ nextToken }) => ({ body: nextToken === undefined ? { events: pages[0], nextToken: 'next' } : { events: pages[1] } });

    const { stdout } = await dead.run('--log-group', '/telemetry/processor');
    expect(stdout).toContain([
      'letters  why',
      '      2  SlowDown: Please reduce your request rate.',
      '      1  TypeError: x is not a function',
      '      1  the log does not say',
      'Invocations that Lambda ended, of whatever messages: timeout 1, Runtime.ExitError 1',
    ].join('\n'));
    expect(asked).toMatchObject([{ logGroupName: '/telemetry/processor', filterPattern: expect.stringContaining('messages failed') }, { nextToken: 'next' }]);
    expect(Number(asked[0].startTime)).toBeGreaterThan(Date.now() - 600_000);
  });

  test('asks for no further page when every letter has its reason', async () => {
    const all = await ids();
    answer = () => ({ body: { events: [failed(all, 'SlowDown', 'Please reduce your request rate.')], nextToken: 'next' } });

    expect(await dead.ask('--log-group', 'log')).toMatchObject({ exit: 0, reasons: [{ letters: 4, error: 'SlowDown' }], reasons_complete: true });
    expect(asked).toHaveLength(1);
  });

  test('tells of the letters what is known when the log may not be read, and which permission is missing', async () => {
    answer = () => ({ status: 400, body: { __type: 'AccessDeniedException', message: 'User is not authorized to perform: logs:FilterLogEvents' } });

    const { status, stdout } = await dead.run('--log-group', 'log');
    expect(status).toBe(0);
    expect(stdout).toContain('4 dead letters; of 4 looked at');
    expect(stdout).toContain('logs:FilterLogEvents must be allowed on log; --no-reasons does not ask.');
    expect(await dead.ask('--log-group', 'log')).toMatchObject({ reasons: null, sampled: 4 });
  });

  test('is not asked when nobody knows it, or wants it', async () => {
    expect((await dead.run()).stdout).toContain('the processor\'s log does, which --stack or --log-group');
    await dead.run('--log-group', 'log', '--no-reasons');

    expect(asked).toEqual([]);
  });
});
