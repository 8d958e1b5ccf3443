import { messageContent } from '../../../../src/local/queue/store/message';
import { bodies, DrivenQueues, poll, receive, send, settle, watch } from '../driven-queues';

let queues: DrivenQueues;

beforeEach(() => {
  queues = new DrivenQueues();
});

describe('visibility', () => {
  test('a message comes back when its visibility timeout ends, not before', async () => {
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 30 });
    send(queue, 'body');
    await receive(queue);

    queues.clock.advance(29.999);
    expect(await receive(queue)).toEqual([]);
    queues.clock.advance(0.001);

    expect(await receive(queue)).toMatchObject([{ receiveCount: 2 }]);
  });

  test('a visibility timeout can be ended, shortened and extended', async () => {
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 30 });
    send(queue, 'ended', 'shortened', 'extended');
    const [ended, shortened, extended] = await receive(queue);

    queue.changeVisibility(ended.receiptHandle, 0);
    queue.changeVisibility(shortened.receiptHandle, 10);
    queue.changeVisibility(extended.receiptHandle, 60);

    expect(bodies(await receive(queue))).toEqual(['ended']);
    queues.clock.advance(10);
    expect(bodies(await receive(queue))).toEqual(['shortened']);
    queues.clock.advance(49);
    expect(bodies(await receive(queue))).not.toContain('extended');
    queues.clock.advance(1);
    expect(bodies(await receive(queue))).toContain('extended');
  });

  test('a visibility timeout that is over ends even when the timer is late', async () => {
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 0 });
    send(queue, 'body');

    await receive(queue);

    expect(await receive(queue)).toMatchObject([{ receiveCount: 2 }]);
  });

  test('one receive keeps a message for 12 hours at most', async () => {
    const queue = queues.create('queue');
    send(queue, 'body');
    queues.clock.advance(1000);
    const [{ receiptHandle }] = await receive(queue);
    queues.clock.advance(10);

    expect(() => queue.changeVisibility(receiptHandle, 43_200)).toThrow('beyond the limit [43200 seconds]');
    queue.changeVisibility(receiptHandle, 43_190);
  });

  test('a message that is hidden again while it waits to be received is delivered once', async () => {
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 1 });
    send(queue, 'body', 'other');
    const [{ receiptHandle }] = await receive(queue, 1);
    queues.clock.advance(1);

    for (const seconds of [5, 0, 5, 0]) {
      queue.changeVisibility(receiptHandle, seconds);
    }

    expect(bodies(await receive(queue))).toEqual(['other', 'body']);
  });

  test('a changed visibility timeout of a deleted message is refused', async () => {
    const queue = queues.create('queue');
    send(queue, 'body');
    const [{ receiptHandle }] = await receive(queue);
    queue.delete(receiptHandle);

    expect(() => queue.changeVisibility(receiptHandle, 10)).toThrow('Message does not exist');
  });
});

describe('deleting', () => {
  test('a message that waits to be received again can be deleted', async () => {
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 1 });
    send(queue, 'deleted', 'kept');
    const [{ receiptHandle }] = await receive(queue);
    queues.clock.advance(1);

    queue.delete(receiptHandle);

    expect(queue.depth()).toMatchObject({ visible: 1, inFlight: 0 });
    expect(bodies(await receive(queue))).toEqual(['kept']);
  });

  test('the handle of an earlier receive deletes nothing', async () => {
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 1 });
    send(queue, 'body');
    const [first] = await receive(queue);
    queues.clock.advance(1);
    await receive(queue);

    queue.delete(first.receiptHandle);

    expect(queue.depth()).toMatchObject({ inFlight: 1 });
  });

  test('a purge leaves nothing to delete', async () => {
    const queue = queues.create('queue');
    send(queue, 'body');
    const [{ receiptHandle }] = await receive(queue);
    queue.purge();

    queue.delete(receiptHandle);

    expect(queue.depth()).toMatchObject({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test('the handle of another queue is refused', async () => {
    const [one, other] = [queues.create('one'), queues.create('other')];
    send(one, 'body');
    send(other, 'body');
    const [{ receiptHandle }] = await receive(one);
    await receive(other);

    expect(() => other.delete(receiptHandle)).toThrow('not a valid receipt handle');
  });
});

describe('retention', () => {
  test('a message is gone when its retention ends', async () => {
    const queue = queues.create('queue', { retentionSeconds: 60 });
    send(queue, 'old');
    queues.clock.advance(59);
    send(queue, 'young');
    expect(queue.depth()).toMatchObject({ visible: 2, oldestAgeSeconds: 59 });

    queues.clock.advance(1);

    expect(queue.depth()).toMatchObject({ visible: 1, oldestAgeSeconds: 1 });
    expect(bodies(await receive(queue))).toEqual(['young']);
  });

  test('a message whose retention ends in flight does not come back', async () => {
    const queue = queues.create('queue', { retentionSeconds: 60, visibilityTimeoutSeconds: 90 });
    send(queue, 'old');
    await receive(queue);

    queues.clock.advance(90);

    expect(await receive(queue)).toEqual([]);
  });
});

describe('delay', () => {
  test('a message is delayed as the queue says, or as its sender says', async () => {
    const queue = queues.create('queue', { delaySeconds: 10 });
    queue.send(messageContent('queue'));
    queue.send(messageContent('sender'), 5);
    queue.send(messageContent('now'), 0);
    expect(queue.depth()).toMatchObject({ visible: 1, delayed: 2 });

    expect(bodies(await receive(queue))).toEqual(['now']);
    queues.clock.advance(5);
    expect(bodies(await receive(queue))).toEqual(['sender']);
    queues.clock.advance(5);
    expect(bodies(await receive(queue))).toEqual(['queue']);
  });
});

describe('size', () => {
  test('no more than 120,000 messages are in flight at a time', async () => {
    const queue = queues.create('queue');
    const content = messageContent('body');
    for (let index = 0; index <= 120_000; index += 1) {
      queue.send(content);
    }
    const received = await receive(queue, 130_000);
    const waiting = watch(poll(queue, 20));

    expect(received).toHaveLength(120_000);
    expect(queue.isLentOut()).toBe(true);
    expect(queue.depth()).toMatchObject({ visible: 1, inFlight: 120_000 });

    queue.delete(received[0].receiptHandle);
    await settle();
    expect(waiting.ended).toEqual(['body']);
  });

  test('one timer serves every message and every poll', async () => {
    const queue = queues.create('queue', { delaySeconds: 7 });
    send(queue, 'a', 'b', 'c');
    queue.send(messageContent('d'), 0);
    await receive(queue);
    void poll(queue, 20);
    void poll(queue, 10);

    expect(queues.clock.armed).toBe(1);
  });
});
