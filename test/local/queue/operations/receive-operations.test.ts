import { QueueRegistry } from '../../../../src/local/queue/operations/queue-registry';
import { receiveOperations } from '../../../../src/local/queue/operations/receive-operations';
import { queuePath } from '../../../../src/local/queue/queue-address';
import { DEFAULT_SETTINGS } from '../../../../src/local/queue/store/queue-settings';
import { DrivenClock } from '../driven-clock';
import { receive, send } from '../driven-queues';

test('a short poll is refused while 120,000 messages are in flight, a long poll waits', async () => {
  const clock = new DrivenClock();
  const queues = new QueueRegistry(clock);
  const queue = queues.create('queue', DEFAULT_SETTINGS);
  for (let index = 0; index <= 120_000; index += 1) {
    send(queue, 'body');
  }
  await receive(queue, 120_000);
  const { ReceiveMessage } = receiveOperations(queues);

  await expect(ReceiveMessage({ QueueUrl: queuePath('queue') }, () => undefined)).rejects.toMatchObject({ name: 'OverLimit' });
  const waiting = ReceiveMessage({ QueueUrl: queuePath('queue'), WaitTimeSeconds: 1 }, () => undefined);
  clock.advance(1);

  await expect(waiting).resolves.toEqual({});
});
