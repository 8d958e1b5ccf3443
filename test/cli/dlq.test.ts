import { readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Duration } from 'aws-cdk-lib';
import { RunningPipeline } from './running-pipeline';

const REQUESTS = 30;
const ids = Array.from({ length: REQUESTS }, (_, index) => `event-${index}`);

jest.setTimeout(180_000); // processes run one after the other, and a machine may do other things besides

let pipeline: RunningPipeline;
let outage: string;

beforeEach(() => {
  pipeline = new RunningPipeline();
});
afterEach(async () => pipeline.remove());

/** While the archive can store nothing, all that comes ends as dead letters, once it is visible again. */
async function suffer(visibilitySeconds = 2): Promise<void> {
  await pipeline.deploy({
    queue: { maxReceiveCount: 1, visibilityTimeout: Duration.seconds(visibilitySeconds) }, processor: { timeout: Duration.seconds(2) },
  });
  const [bucket] = readdirSync(pipeline.archiveFolder).filter(name => name.includes('archivebucket'));
  outage = join(pipeline.archiveFolder, bucket, 'events');
  writeFileSync(outage, 'a file where a folder must be');
  await pipeline.post(ids.map(messageId => ({ messageId, event: 'Clicked' })));
  expect(pipeline.local.depth().deadLetters).toBe(REQUESTS);
}

test('counts dead letters, shows some, and leaves them where they are', async () => {
  await suffer();

  expect(await pipeline.ask('dlq', '--sample', '12')).toMatchObject({
    waiting: REQUESTS, hidden: 0, sampled: 12, paths: { '/events': 12 }, sample: expect.arrayContaining([expect.objectContaining({ receive_count: 2 })]),
  });

  const { stdout } = await pipeline.run('dlq');
  expect(stdout).toMatch(/^30 dead letters; of 20 looked at, the oldest was sent \d+ s ago$/m);
  expect(stdout).toContain('{"messageId":"event-');
  expect(stdout.split('\n').every(line => line.length <= 80)).toBe(true);
  expect(pipeline.local.depth().deadLetters).toBe(REQUESTS);
});

test('writes them to a file, and adds only what is new when asked again', async () => {
  await suffer();
  const file = join(pipeline.folder, 'dead-letters.ndjson');

  expect(await pipeline.ask('dlq', 'export', '--to', file)).toMatchObject({ exported: REQUESTS, already_there: 0, complete: true });
  expect(await pipeline.ask('dlq', 'export', '--to', file)).toMatchObject({ exported: 0, already_there: REQUESTS });

  const letters = readFileSync(file, 'utf8').trimEnd().split('\n').map(line => JSON.parse(line));
  expect(letters.map(({ body }) => JSON.parse(body).messageId).sort()).toEqual([...ids].sort());
  expect(letters[0]).toMatchObject({ attributes: { path: '/events', sourceIp: '127.0.0.1' }, sent_at: expect.stringMatching(/Z$/) });
  expect(pipeline.local.depth().deadLetters).toBe(REQUESTS);
});

test('moves them back when the fault is mended, and every event lands once', async () => {
  await suffer(8); // what is in hand for longer than that would be a dead letter again
  rmSync(outage);

  expect(await pipeline.ask('dlq', 'redrive', '--rate', '20')).toMatchObject({ status: 'COMPLETED', moved: REQUESTS });

  await pipeline.local.drained(60);
  expect(pipeline.local.depth().deadLetters).toBe(0);
  expect(pipeline.archive().rows.map(({ message_id: id }) => id).sort()).toEqual([...ids].sort());
});

test('a move goes on after Ctrl-C, is found again, and can be cancelled', async () => {
  await suffer();
  rmSync(outage);
  const { child, ended } = pipeline.start('dlq', 'redrive', '--rate', '1', '--json');
  await new Promise(resolve => child.stderr!.once('data', resolve)); // it tells how far it is
  child.kill('SIGINT');

  const { status, stdout } = await ended;
  expect({ exit: status, ...JSON.parse(stdout) }).toMatchObject({ exit: 130, status: 'RUNNING' });
  expect((await pipeline.start('dlq', 'redrive', '--cancel', '--json').ended).stdout).toContain('"CANCELLED"');
  expect(pipeline.local.depth().deadLetters).toBeGreaterThan(0);
  expect(await pipeline.run('dlq', 'redrive', '--cancel')).toMatchObject({ status: 1, stderr: expect.stringContaining('a move must run to be cancelled') });
});
