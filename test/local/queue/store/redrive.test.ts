import { DrivenQueues, poll, receive, send, settle, watch } from '../driven-queues';

let queues: DrivenQueues;

beforeEach(() => {
  queues = new DrivenQueues();
});

describe('redrive', () => {
  test('a message is received as often as allowed, then given up', async () => {
    const deadLetters = queues.create('dead-letters');
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 1, redrive: { deadLetterQueue: 'dead-letters', maxReceiveCount: 2 } });
    send(queue, 'poison');

    for (const receiveCount of [1, 2]) {
      expect(await receive(queue)).toMatchObject([{ receiveCount }]);
      queues.clock.advance(1);
    }
    expect(await receive(queue)).toEqual([]);

    expect(queue.depth()).toMatchObject({ visible: 0, inFlight: 0 });
    expect(await receive(deadLetters)).toMatchObject([{ receiveCount: 3 }]);
  });

  test('a dead-letter queue that has one itself counts its own receives', async () => {
    queues.create('last', {});
    const deadLetters = queues.create('dead-letters', { visibilityTimeoutSeconds: 1, redrive: { deadLetterQueue: 'last', maxReceiveCount: 1 } });
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 1, redrive: { deadLetterQueue: 'dead-letters', maxReceiveCount: 1 } });
    send(queue, 'poison');
    await receive(queue);
    queues.clock.advance(1);
    await receive(queue);

    expect(await receive(deadLetters)).toMatchObject([{ receiveCount: 2 }]);
    queues.clock.advance(1);
    expect(await receive(deadLetters)).toEqual([]);
  });

  test('what is given up keeps id and time, and wakes who waits at the dead-letter queue', async () => {
    const deadLetters = queues.create('dead-letters');
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 1, redrive: { deadLetterQueue: 'dead-letters', maxReceiveCount: 1 } });
    send(queue, 'poison');
    const [before] = await receive(queue);
    const waiting = poll(deadLetters, 20);
    queues.clock.advance(1);

    await receive(queue);

    const [after] = await waiting;
    expect(after.message).toMatchObject({
      id: before.message.id, sentAt: before.message.sentAt, deadLetterSourceArn: 'arn:aws:sqs:us-east-1:000000000000:queue',
    });
  });

  test('a long poll goes on to the next message when the first is given up', async () => {
    queues.create('dead-letters');
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 1, redrive: { deadLetterQueue: 'dead-letters', maxReceiveCount: 1 } });
    send(queue, 'poison');
    await receive(queue);
    const waiting = watch(poll(queue, 20));

    queues.clock.advance(1);
    await settle();
    expect(waiting.ended).toBeUndefined();
    send(queue, 'good');
    await settle();

    expect(waiting.ended).toEqual(['good']);
  });

  test('messages stay when their dead-letter queue is gone', async () => {
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 1, redrive: { deadLetterQueue: 'gone', maxReceiveCount: 1 } });
    send(queue, 'poison');
    await receive(queue);
    queues.clock.advance(1);

    expect(await receive(queue)).toMatchObject([{ receiveCount: 2 }]);
  });

  test('the retention of a dead letter counts from when it was first sent', async () => {
    const deadLetters = queues.create('dead-letters', { retentionSeconds: 100 });
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 60, redrive: { deadLetterQueue: 'dead-letters', maxReceiveCount: 1 } });
    send(queue, 'poison');
    await receive(queue);
    queues.clock.advance(60);
    await receive(queue);
    expect(deadLetters.depth().visible).toBe(1);

    queues.clock.advance(40);

    expect(deadLetters.depth().visible).toBe(0);
  });
});
