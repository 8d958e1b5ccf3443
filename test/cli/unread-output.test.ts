import { readFileSync } from 'fs';
import { DeadLetterQueue, operationOf } from './dead-letter-queue';
import { RunningPipeline, start, type Ended } from './running-pipeline';
import { withoutProgress } from './without-progress';

/** None of these is an event, so that all are quarantined. */
const BROKEN = Array.from({ length: 20 }, () => Array.from({ length: 100 }, () => 'no event'));

let pipeline: RunningPipeline;

beforeAll(async () => {
  pipeline = new RunningPipeline();
  await pipeline.deploy();
  await pipeline.post(BROKEN);
});
afterAll(async () => pipeline.remove());

async function endOf(ended: Promise<Ended>) {
  const { status, stderr } = await ended;
  return { status, stderr: withoutProgress(stderr) };
}

test('`quarantine show | head -1` ends without a word, and at once', async () => {
  const { child, ended } = pipeline.start('quarantine', 'show', '--limit', '2000');
  child.stdout!.once('data', () => child.stdout!.destroy());

  expect(await endOf(ended)).toEqual({ status: 141, stderr: '' });
});

test('`tail | head -2` ends without a word when the next event lands', async () => {
  const { child, ended } = pipeline.start('tail', '--every', '1');
  await new Promise(resolve => child.stdout!.once('data', resolve));
  child.stdout!.destroy();
  await pipeline.post([{ event: 'Clicked' }]);

  expect(await endOf(ended)).toEqual({ status: 141, stderr: '' });
});

test('`plan --json | head -1` ends without a word', async () => {
  const { child, ended } = start(['plan', '--events-per-second', '10', '--json']);
  child.stdout!.destroy();

  expect(await endOf(ended)).toEqual({ status: 141, stderr: '' });
});

test('`dlq export 2>&1 | head -1` shows what it has read to others again', async () => {
  const dead = new DeadLetterQueue();
  await dead.start();
  await dead.fail(60);
  dead.disturb = async (request, forward) => {
    await new Promise(resolve => setTimeout(resolve, operationOf(request) === 'ReceiveMessage' ? 600 : 0));
    return forward(request);
  };

  const { child, ended } = dead.begin('export', '--to', dead.file);
  child.stderr!.destroy(); // it tells how far it is there
  expect(await ended).toMatchObject({ status: 141 });

  expect(dead.depth).toMatchObject({ visible: 60, inFlight: 0 });
  expect(readFileSync(dead.file, 'utf8').split('\n').length).toBeLessThan(60);
  await dead.stop();
});
