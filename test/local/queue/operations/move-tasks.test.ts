import { MoveTaskOperations } from '../../../../src/local/queue/operations/move-task-operations';
import type { Operations } from '../../../../src/local/queue/operations/operation';
import { QueueRegistry } from '../../../../src/local/queue/operations/queue-registry';
import type { Fields } from '../../../../src/local/queue/operations/request-fields';
import { queueArn } from '../../../../src/local/queue/queue-address';
import { DEFAULT_SETTINGS } from '../../../../src/local/queue/store/queue-settings';
import type { QueueStore } from '../../../../src/local/queue/store/queue-store';
import { DrivenClock } from '../driven-clock';
import { bodies, receive, send } from '../driven-queues';

const SourceArn = queueArn('dead-letters');

let clock: DrivenClock;
let queues: QueueRegistry;
let deadLetters: QueueStore;
let moveTasks: MoveTaskOperations;
let operations: Operations;

beforeEach(() => {
  clock = new DrivenClock();
  queues = new QueueRegistry(clock);
  deadLetters = queues.create('dead-letters', DEFAULT_SETTINGS);
  queues.create('source', { ...DEFAULT_SETTINGS, visibilityTimeoutSeconds: 0, redrive: { deadLetterQueue: 'dead-letters', maxReceiveCount: 1 } });
  queues.create('elsewhere', DEFAULT_SETTINGS);
  moveTasks = new MoveTaskOperations(queues, clock);
  operations = moveTasks.operations();
});

async function call(action: string, fields: Fields): Promise<Fields> {
  return operations[action](fields, () => undefined);
}

async function tasks(): Promise<unknown> {
  return (await call('ListMessageMoveTasks', { SourceArn, MaxResults: 10 })).Results;
}

test('a task moves so many messages each second, and no more', async () => {
  send(deadLetters, 'a', 'b', 'c', 'd', 'e');
  await call('StartMessageMoveTask', { SourceArn, DestinationArn: queueArn('elsewhere'), MaxNumberOfMessagesPerSecond: 2 });

  clock.advance(1.5);
  expect(await tasks()).toMatchObject([{ Status: 'RUNNING', ApproximateNumberOfMessagesMoved: 4, ApproximateNumberOfMessagesToMove: 5 }]);
  clock.advance(1);

  expect(await tasks()).toMatchObject([{ Status: 'COMPLETED', ApproximateNumberOfMessagesMoved: 5 }]);
  expect(bodies(await receive(queues.existing('elsewhere')))).toEqual(['a', 'b', 'c', 'd', 'e']);
});

test('a task without a limit moves everything at once', async () => {
  send(deadLetters, ...Array.from({ length: 2500 }, (_, index) => `body ${index}`));

  await call('StartMessageMoveTask', { SourceArn, DestinationArn: queueArn('elsewhere') });
  clock.advance(0.001);

  expect(queues.existing('elsewhere').depth().visible).toBe(2500);
});

test('a cancelled task moves nothing more', async () => {
  send(deadLetters, 'a', 'b', 'c');
  const { TaskHandle } = await call('StartMessageMoveTask', { SourceArn, DestinationArn: queueArn('elsewhere'), MaxNumberOfMessagesPerSecond: 1 });
  clock.advance(0.5);

  expect(await call('CancelMessageMoveTask', { TaskHandle })).toEqual({ ApproximateNumberOfMessagesMoved: 1 });
  clock.advance(10);

  expect(await tasks()).toMatchObject([{ Status: 'CANCELLED', ApproximateNumberOfMessagesMoved: 1 }]);
  expect(deadLetters.depth().visible).toBe(2);
  await expect(call('CancelMessageMoveTask', { TaskHandle })).rejects.toThrow('Task does not exist');
});

test('a task is listed a moment after it was started, as it may be by SQS', async () => {
  send(deadLetters, 'a');
  await call('StartMessageMoveTask', { SourceArn, DestinationArn: queueArn('elsewhere') });
  clock.advance(0.1);
  expect(await tasks()).toEqual([]);

  clock.advance(1);

  expect(await tasks()).toMatchObject([{ Status: 'COMPLETED' }]);
});

test('a task that is being cancelled says so, and lets no other start', async () => {
  send(deadLetters, 'a', 'b', 'c');
  const { TaskHandle } = await call('StartMessageMoveTask', { SourceArn, DestinationArn: queueArn('elsewhere'), MaxNumberOfMessagesPerSecond: 1 });
  clock.advance(0.5);

  await call('CancelMessageMoveTask', { TaskHandle });

  expect(await tasks()).toMatchObject([{ Status: 'CANCELLING' }]);
  await expect(call('StartMessageMoveTask', { SourceArn })).rejects.toThrow('There is already a task running');
});

test('one queue has one running task at a time', async () => {
  send(deadLetters, 'a', 'b');
  await call('StartMessageMoveTask', { SourceArn, DestinationArn: queueArn('elsewhere'), MaxNumberOfMessagesPerSecond: 1 });

  await expect(call('StartMessageMoveTask', { SourceArn })).rejects.toThrow('There is already a task running');
});

test('a task fails, and loses nothing, when its destination is deleted', async () => {
  send(deadLetters, 'a', 'b');
  await call('StartMessageMoveTask', { SourceArn, DestinationArn: queueArn('elsewhere'), MaxNumberOfMessagesPerSecond: 1 });
  clock.advance(0.5);

  queues.delete(queues.existing('elsewhere'));
  clock.advance(1);

  expect(await tasks()).toMatchObject([{ Status: 'FAILED', FailureReason: 'AWS.SimpleQueueService.NonExistentQueue', ApproximateNumberOfMessagesMoved: 1 }]);
  expect(deadLetters.depth().visible).toBe(1);
});

test('a message that nobody gave up cannot go back where it came from', async () => {
  send(deadLetters, 'sent here');

  await call('StartMessageMoveTask', { SourceArn });
  clock.advance(1);

  expect(await tasks()).toMatchObject([{ Status: 'FAILED', FailureReason: 'CouldNotDetermineMessageSource' }]);
  expect(deadLetters.depth().visible).toBe(1);
});

test('a queue is not moved into itself, nor to where there is no queue', async () => {
  await expect(call('StartMessageMoveTask', { SourceArn, DestinationArn: SourceArn })).rejects.toThrow('must differ');
  await expect(call('StartMessageMoveTask', { SourceArn, DestinationArn: queueArn('nowhere') })).rejects.toThrow('DestinationArn parameter doesn\'t exist');
});

test('stopping leaves no timer', async () => {
  send(deadLetters, 'a', 'b');
  await call('StartMessageMoveTask', { SourceArn, DestinationArn: queueArn('elsewhere'), MaxNumberOfMessagesPerSecond: 1 });

  moveTasks.stop();

  expect(clock.armed).toBe(0);
});
