import { readFileSync, writeFileSync } from 'fs';
import { DeadLetterQueue, operationOf } from './dead-letter-queue';
import { DeadLetters } from '../../src/cli/dlq/dead-letters';

const LETTERS = 30;

jest.setTimeout(180_000); // processes run one after the other, and a machine may do other things besides

let dead: DeadLetterQueue;

beforeEach(async () => {
  dead = new DeadLetterQueue();
  await dead.start();
  await dead.fail(LETTERS);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await dead.stop();
});

function exported(): string[] {
  return readFileSync(dead.file, 'utf8').trimEnd().split('\n').map(line => JSON.parse(JSON.parse(line).body).messageId);
}

const events = Array.from({ length: LETTERS }, (_, index) => `event-${index}`);

describe('a file that an export was killed in', () => {
  beforeEach(async () => {
    await dead.run('export', '--to', dead.file);
  });

  test.each([
    { title: 'inside a line', end: (line: string) => line.slice(0, 40) },
    { title: 'inside a letter of more bytes', end: (line: string) => Buffer.from(line.replace('event', 'évent')).subarray(0, line.indexOf('event') + 1) },
    { title: 'before the name of its first member was there', end: () => '{"me' },
    { title: 'before the line feed', end: (line: string) => line },
  ])('is gone on with when that was $title', async ({ end }) => {
    const lines = readFileSync(dead.file, 'utf8').split('\n');
    writeFileSync(dead.file, Buffer.concat([Buffer.from(`${lines.slice(0, 10).join('\n')}\n`), Buffer.from(end(lines[10]))]));

    expect(await dead.ask('export', '--to', dead.file)).toMatchObject({ exit: 0, complete: true });
    expect(exported().sort()).toEqual([...events].sort());
  });
});

test.each([
  { title: 'a line that is no letter', content: '{"message_id":"1"}\n{"name":"other"}\n', line: 2 },
  { title: 'a line that is no JSON', content: '{"message_id":"1"}\nnotes\n{"message_id":"2"}\n', line: 2 },
  { title: 'an end without a line feed that no export wrote', content: 'notes', line: 1 },
])('a file with $title is left as it is, and the line is named', async ({ content, line }) => {
  writeFileSync(dead.file, content);

  expect(await dead.run('export', '--to', dead.file)).toMatchObject({ status: 1, stderr: expect.stringContaining(`${dead.file}:${line} is not a dead letter`) });
  expect(readFileSync(dead.file, 'utf8')).toBe(content);
});

test('ends though the letters come back at once, again and again', async () => {
  dead.disturb = async (request, forward) => forward(operationOf(request) !== 'ReceiveMessage' ? request : {
    ...request, body: Buffer.from(JSON.stringify({ ...JSON.parse(request.body.toString()), VisibilityTimeout: 0 })),
  });

  expect(await dead.ask('export', '--to', dead.file)).toMatchObject({ exit: 0, exported: LETTERS });
});

test('keeps hiding what it has read, for as long as it reads', async () => {
  const letters = new DeadLetters(dead.sqs, dead.queues.urlOf('dead'));
  const { now } = Date;
  let later = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => now() + later);

  for await (const some of letters.read(AbortSignal.timeout(50_000))) {
    expect(some).toHaveLength(10);
    later += 70_000;
  }
  expect(dead.depth).toMatchObject({ visible: 0, inFlight: LETTERS });

  await letters.release();
  const { sample } = await dead.ask('--sample', '100');
  expect((sample as { receive_count: number }[]).map(({ receive_count: tries }) => tries)).toEqual(events.map(() => 3)); // none was seen twice
});
