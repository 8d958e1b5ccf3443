import {
  CancelMessageMoveTaskCommand, ChangeMessageVisibilityCommand, ListMessageMoveTasksCommand, PurgeQueueCommand, ReceiveMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { DeadLetterQueue, operationOf } from './dead-letter-queue';
import { until } from '../fixtures/until';

jest.setTimeout(180_000); // processes run one after the other, and a machine may do other things besides

let dead: DeadLetterQueue;
let arn: string;

beforeEach(async () => {
  dead = new DeadLetterQueue();
  await dead.start();
  arn = dead.queues.arnOf('dead');
});
afterEach(async () => dead.stop());

async function tasks() {
  return (await dead.sqs.send(new ListMessageMoveTasksCommand({ SourceArn: arn, MaxResults: 10 }))).Results ?? [];
}

/** Somebody else starts a move, and the queue lists it. */
async function startElsewhere(perSecond?: number): Promise<void> {
  const before = (await tasks()).length;
  await dead.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: arn, MaxNumberOfMessagesPerSecond: perSecond }));
  await until(async () => (await tasks()).length > before, 'the move is listed');
}

test('tells what a killed export hides, and what hides it no longer', async () => {
  await dead.fail(60);
  const { child, ended } = dead.begin('export', '--to', dead.file);
  let receives = 0;
  dead.disturb = async (request, forward) => {
    receives += operationOf(request) === 'ReceiveMessage' ? 1 : 0;
    if (receives === 6) {
      child.kill('SIGKILL');
      return 'silence';
    }
    return forward(request);
  };
  await ended;
  dead.disturb = async (request, forward) => forward(request);
  expect(dead.depth).toMatchObject({ visible: 10, inFlight: 50 });

  const { status, stdout } = await dead.run('redrive');
  expect(status).toBe(1);
  expect(stdout).toContain('10 dead letters moved back into the queue\n50 are hidden for up to 2 minutes, as somebody looks at them; run it again then\n');
  expect(await dead.ask('redrive')).toMatchObject({ exit: 1, status: 'COMPLETED', moved: 0, left_hidden: 50, complete: false });
});

test('waits for a count that is late before it calls a letter hidden', async () => {
  await dead.fail(2);
  const QueueUrl = dead.queues.urlOf('dead');
  const { Messages: [{ ReceiptHandle }] = [{}] } = await dead.sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 60 }));
  let looks = 0;
  dead.disturb = async (request, forward) => {
    looks += operationOf(request) === 'GetQueueAttributes' && request.body.includes('NotVisible') ? 1 : 0;
    if (looks === 3) {
      await dead.sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    }
    return forward(request);
  };

  expect(await dead.ask('redrive')).toMatchObject({ exit: 0, status: 'COMPLETED', left_hidden: 0, left_waiting: 1, complete: true });
});

test('a former move is not taken for the one that was started', async () => {
  await dead.fail(5);
  await startElsewhere();
  await dead.sqs.send(new PurgeQueueCommand({ QueueUrl: dead.queues.urlOf('requests') }));
  await dead.fail(3);

  expect(await dead.ask('redrive', '--rate', '500')).toMatchObject({ exit: 0, status: 'COMPLETED', moved: 3, to_move: 3 });
});

test('a move that somebody else cancels is no success', async () => {
  await dead.fail(30);
  const { ended } = dead.begin('redrive', '--rate', '1');
  await until(async () => (await tasks()).length > 0, 'the move is listed');
  await dead.sqs.send(new CancelMessageMoveTaskCommand({ TaskHandle: (await tasks())[0].TaskHandle }));

  const { status, stdout } = await ended;
  expect(status).toBe(1);
  expect(stdout).toMatch(/^\d+ dead letters moved back into the queue, then the move was cancelled; the rest stays where it is\n$/);
});

test('says that it is cancelled when SQS does', async () => {
  await dead.fail(30);
  await startElsewhere(1);
  let told: string | undefined;
  dead.disturb = async (request, forward) => {
    const reply = await forward(request);
    told = operationOf(request) === 'ListMessageMoveTasks' ? JSON.parse(reply.body.toString()).Results[0].Status : told;
    return reply;
  };

  expect(await dead.ask('redrive', '--cancel')).toMatchObject({ exit: 0, status: 'CANCELLED' });
  expect(told).toBe('CANCELLED');
});

test('another rate for a move that runs already is refused, and the same one is not', async () => {
  await dead.fail(100);
  await startElsewhere(2);

  expect(await dead.run('redrive', '--rate', '500')).toMatchObject({
    status: 1, stderr: expect.stringContaining('a move runs already, at 2 messages a second, and keeps its rate; leave --rate out to look after it'),
  });
  const { child, ended } = dead.begin('redrive', '--rate', '2');
  await new Promise(resolve => child.stdout!.once('data', resolve)); // it looks after the move
  await dead.sqs.send(new PurgeQueueCommand({ QueueUrl: dead.queues.urlOf('dead') })); // which so comes to its end

  expect(await ended).toMatchObject({
    status: 0, stdout: expect.stringMatching(/^a move runs already, which this looks after\n\d+ dead letters moved back into the queue\n$/),
  });
});
