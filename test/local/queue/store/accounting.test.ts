import * as fc from 'fast-check';
import type { Delivery } from '../../../../src/local/queue/store/queue-store';
import { DrivenQueues, receive, send } from '../driven-queues';

type Step = 'send' | 'receive' | 'delete' | 'return' | 'wait';

/** What a producer, a consumer and time may do, in any order. */
const STEPS = fc.array(fc.constantFrom<Step>('send', 'receive', 'delete', 'return', 'wait'), { maxLength: 200 });

test('every message is visible, in flight, given up or deleted, whatever happens', async () => {
  await fc.assert(fc.asyncProperty(STEPS, async steps => {
    const queues = new DrivenQueues();
    const deadLetters = queues.create('dead-letters');
    const queue = queues.create('queue', { visibilityTimeoutSeconds: 2, redrive: { deadLetterQueue: 'dead-letters', maxReceiveCount: 3 } });
    const inHand: Delivery[] = [];
    const deleted = new Set<string>();
    let sent = 0;

    for (const step of steps) {
      if (step === 'send') {
        send(queue, `body ${sent}`);
        sent += 1;
      } else if (step === 'receive') {
        inHand.push(...await receive(queue, 2));
      } else if (step === 'wait') {
        queues.clock.advance(1);
      } else {
        const delivery = inHand.shift();
        const isLast = delivery && delivery.message.receivesHere === delivery.receiveCount && !deleted.has(delivery.message.id);
        if (!isLast) {
          continue;
        }
        if (step === 'delete') {
          queue.delete(delivery.receiptHandle);
          deleted.add(delivery.message.id);
        } else {
          queue.changeVisibility(delivery.receiptHandle, 0);
        }
      }
      const { visible, inFlight } = queue.depth();
      expect(visible + inFlight + deadLetters.depth().visible + deleted.size).toBe(sent);
    }
  }));
});
