import { DrivenQueues, poll, receive, send, settle, watch } from '../driven-queues';

let queues: DrivenQueues;

beforeEach(() => {
  queues = new DrivenQueues();
});

describe('long polls', () => {
  test('a poll ends with nothing after its full time', async () => {
    const waiting = watch(poll(queues.create('queue'), 20));

    queues.clock.advance(19.999);
    await settle();
    expect(waiting.ended).toBeUndefined();
    queues.clock.advance(0.001);
    await settle();

    expect(waiting.ended).toEqual([]);
  });

  test('a message wakes one poll, the one that has waited longest', async () => {
    const queue = queues.create('queue');
    const [first, second] = [watch(poll(queue, 20)), watch(poll(queue, 20))];

    send(queue, 'body');
    await settle();

    expect(first.ended).toEqual(['body']);
    expect(second.ended).toBeUndefined();
  });

  test('one poll gets all messages of a batch that it has room for, the next one the rest', async () => {
    const queue = queues.create('queue');
    const polls = [watch(poll(queue, 20, 2)), watch(poll(queue, 20, 2)), watch(poll(queue, 20, 2))];

    send(queue, 'a', 'b', 'c');
    await settle();

    expect(polls.map(({ ended }) => ended)).toEqual([['a', 'b'], ['c'], undefined]);
  });

  test('messages that come back wake polls', async () => {
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 5, delaySeconds: 3 });
    send(queue, 'delayed');
    const delayed = watch(poll(queue, 20));
    queues.clock.advance(3);
    const returned = watch(poll(queue, 20));

    queues.clock.advance(5);
    await settle();

    expect(delayed.ended).toEqual(['delayed']);
    expect(returned.ended).toEqual(['delayed']);
  });

  test('a message that is given back wakes a poll', async () => {
    const queue = queues.create('queue');
    send(queue, 'body');
    const [{ receiptHandle }] = await receive(queue);
    const waiting = watch(poll(queue, 20));

    queue.changeVisibility(receiptHandle, 0);
    await settle();

    expect(waiting.ended).toEqual(['body']);
  });

  test('a caller that has gone gets nothing lent', async () => {
    const queue = queues.create('queue');
    let hangUp = (): void => undefined;
    const gone = watch(queue.receive({ maxMessages: 1, visibilityTimeoutSeconds: 30 }, 20, action => {
      hangUp = action;
    }));

    hangUp();
    send(queue, 'body');
    await settle();

    expect(gone.ended).toEqual([]);
    expect(queue.depth()).toMatchObject({ visible: 1, inFlight: 0 });
  });

  test('closing ends every poll and leaves no timer', async () => {
    const queue = queues.create('queue');
    send(queue, 'body');
    await receive(queue);
    const waiting = watch(poll(queue, 20));

    queue.close();
    await settle();

    expect(waiting.ended).toEqual([]);
    expect(queues.clock.armed).toBe(0);
  });
});
