import { RunningPipeline } from './running-pipeline';
import { EventSchemas, SchemaMode, TelemetryPipelineProps } from '../../src';
import { until } from '../fixtures/until';

/** A release whose schema asks for what no client sends. */
const BAD_RELEASE: TelemetryPipelineProps = {
  processor: {
    eventSchemas: EventSchemas.inline({ 'Order Completed': { type: 'object', required: ['order_id'] } }, { mode: SchemaMode.QUARANTINE }),
  },
};

const EVENTS = 5_000;
const REPLAY = ['quarantine', 'replay', '--reason', 'schema_violation'];

jest.setTimeout(180_000); // processes run one after the other, and a machine may do other things besides

let pipeline: RunningPipeline;

beforeEach(() => {
  pipeline = new RunningPipeline();
});
afterEach(async () => pipeline.remove());

function orders(count: number, prefix = 'order'): object[] {
  return Array.from({ length: count }, (_, index) => ({ messageId: `${prefix}-${index}`, event: 'Order Completed', properties: { orderId: index } }));
}

/** Requests of a hundred events each. */
function requests(events: readonly object[]): object[][] {
  return Array.from({ length: Math.ceil(events.length / 100) }, (_, index) => events.slice(100 * index, 100 * (index + 1)));
}

function landedIds(): unknown[] {
  return pipeline.archive().rows.map(({ message_id: id }) => id).sort();
}

test('after a bad release is mended, exactly the events that it quarantined land, though the replay is stopped half way', async () => {
  const events = orders(EVENTS);
  await pipeline.deploy(BAD_RELEASE);
  await pipeline.post([...requests(events), { messageId: 'other', event: 'Clicked' }]);
  expect(landedIds()).toEqual(['other']);

  await pipeline.deploy();
  expect(await pipeline.ask('quarantine')).toMatchObject({ rows: EVENTS, codes: [{ code: 'schema_violation', rows: EVENTS, replays: 0 }] });
  expect(await pipeline.ask(...REPLAY)).toMatchObject({ dry_run: true, to_send: EVENTS, by_code: { schema_violation: EVENTS } });
  expect(pipeline.local.depth()).toMatchObject({ visible: 0, inFlight: 0 });

  const { child, ended } = pipeline.start(...REPLAY, '--send', '--rate', '500', '--json');
  await until(() => pipeline.local.counters().queue.sent > 100, 'some replays are sent', 60_000);
  child.kill('SIGINT');
  const stopped = await ended;
  const first = JSON.parse(stopped.stdout);
  expect({ status: stopped.status, ...first }).toMatchObject({ status: 130, complete: false });
  expect(first.sent).toBeGreaterThan(100);
  expect(first.sent).toBeLessThan(EVENTS);

  expect(await pipeline.ask(...REPLAY, '--send', '--rate', '3000')).toMatchObject({
    sent: EVENTS - first.sent, replayed_before: first.sent, complete: true,
  });
  await pipeline.local.drained(60);
  expect(landedIds()).toEqual([...events.map(({ messageId }: { messageId?: string }) => messageId), 'other'].sort());
  expect(pipeline.archive().quarantine).toHaveLength(EVENTS); // nothing of it is deleted

  expect((await pipeline.run(...REPLAY, '--send')).stdout).toContain('replayed before (--again takes them)');
  expect(await pipeline.ask(...REPLAY, '--send')).toMatchObject({ sent: 0, replayed_before: EVENTS });
  expect(await pipeline.ask(...REPLAY, '--again')).toMatchObject({ to_send: EVENTS, replayed_before: 0 });
});

test('a replay before anything is mended comes back marked, and counts as that', async () => {
  await pipeline.deploy(BAD_RELEASE);
  await pipeline.post([orders(20)]);
  await pipeline.ask(...REPLAY, '--send');
  await pipeline.local.drained(60);

  const { quarantine } = pipeline.archive();
  const originals = quarantine.filter(({ replay_of: origin }) => origin === null).map(({ sqs_message_id: id, position }) => `${id}/${position}`);
  const again = quarantine.filter(({ replay_of: origin }) => origin !== null);
  expect(again.map(({ replay_of: origin }) => origin).sort()).toEqual(originals.sort());
  expect(await pipeline.ask('quarantine')).toMatchObject({ rows: 40, codes: [{ rows: 40, replays: 20 }] });
  expect(await pipeline.ask(...REPLAY)).toMatchObject({ to_send: 20, quarantined_again: 20, replayed_before: 20 });

  await pipeline.deploy();
  expect(await pipeline.ask(...REPLAY, '--send')).toMatchObject({ sent: 20 });
  await pipeline.local.drained(60);
  expect(landedIds()).toHaveLength(20);
});

test('shows rows whole, and replays those that are named, of a time, or of a key only', async () => {
  await pipeline.deploy(BAD_RELEASE);
  await pipeline.post([orders(3), 'broken']);

  const { stdout } = await pipeline.run('quarantine', 'show', '--reason', 'wrong_shape', '--json');
  const row = JSON.parse(stdout);
  expect(row).toMatchObject({ id: row.sqs_message_id, code: 'wrong_shape', raw: '"broken"', path: '/events' });
  expect((await pipeline.run('quarantine', 'show', row.id)).stdout).toContain('"broken"');

  expect(await pipeline.ask('quarantine', 'replay', row.id)).toMatchObject({ to_send: 1, by_code: { wrong_shape: 1 } });
  expect(await pipeline.ask('quarantine', 'replay', '--limit', '2', '--reason', 'schema_violation')).toMatchObject({ to_send: 2 });
  expect(await pipeline.ask('quarantine', 'replay', '--until', '1h')).toMatchObject({ to_send: 0 });
  expect(await pipeline.ask('quarantine', 'replay', '--since', '1h')).toMatchObject({ to_send: 4 });
  expect(await pipeline.ask('quarantine', 'replay', '--write-key', 'other-app')).toMatchObject({ to_send: 0 });
});

test('prints events as they land, and what is quarantined', async () => {
  await pipeline.deploy(BAD_RELEASE);
  await pipeline.post([{ messageId: 'before', event: 'Before' }]);

  const { child, ended } = pipeline.start('tail', '--every', '1');
  await new Promise(resolve => child.stdout!.once('data', resolve)); // it waits for events
  let printed = '';
  child.stdout!.on('data', text => { printed += text; });
  await pipeline.post([{ messageId: 'after', event: 'Clicked', userId: 'user-1' }, orders(1)[0]]);
  await until(() => printed.includes('Clicked') && printed.includes('quarantined'), 'both on the terminal', 30_000);
  child.kill('SIGINT');

  const { status, stdout } = await ended;
  expect(status).toBe(130);
  expect(stdout).toMatch(/^\d\d:\d\d:\d\d\.\d{3} track Clicked user-1$/m);
  expect(stdout).toMatch(/^\d\d:\d\d:\d\d\.\d{3} quarantined schema_violation: .{20,}$/m);
  expect(stdout).not.toContain('Before');
  expect(stdout.split('\n').every(line => line.length <= 80)).toBe(true);
});
