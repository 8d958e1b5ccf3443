import { randomUUID } from 'node:crypto';
import type { StoredMessage } from './message';
import { QueueError } from '../queue-error';

/** The messages of a queue that were received, found by their receipt handles. */
export class ReceivedMessages {
  private readonly bySequence = new Map<number, StoredMessage>();

  /** Tells the receipt handles of this queue from those of others, and of an earlier queue of the same name. */
  private readonly prefix = randomUUID();

  /** Takes note of a receive and returns its receipt handle. */
  add(message: StoredMessage): string {
    this.bySequence.set(message.sequence, message);
    return `${this.prefix}.${message.sequence}.${message.receivesHere}`;
  }

  /** The message that a receipt handle stands for; nothing when it was received again since, or is gone. */
  find(receiptHandle: string): StoredMessage | undefined {
    const [prefix, sequence, receive] = receiptHandle.split('.');
    if (prefix !== this.prefix) {
      throw new QueueError('ReceiptHandleIsInvalid', `The input receipt handle "${receiptHandle}" is not a valid receipt handle.`);
    }
    const message = this.bySequence.get(Number(sequence));
    return message?.receivesHere === Number(receive) ? message : undefined;
  }

  forget(message: StoredMessage): void {
    this.bySequence.delete(message.sequence);
  }

  clear(): void {
    this.bySequence.clear();
  }
}
