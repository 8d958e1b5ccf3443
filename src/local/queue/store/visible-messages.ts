import type { StoredMessage } from './message';

/** Below this many spent slots, compacting costs more than it frees. */
const LEAST_SPENT_SLOTS = 1024;

/** Messages that wait to be received, in the order in which they became visible. Every method is O(1), amortised. */
export class VisibleMessages {
  /** Slots before `head` are spent. */
  private slots: (StoredMessage | undefined)[] = [];
  private head = 0;
  private count = 0;
  /** Slots that a message left without being taken. The earliest slots of a message are the ones it left. */
  private readonly leftSlots = new Map<StoredMessage, number>();

  get size(): number {
    return this.count;
  }

  push(message: StoredMessage): void {
    this.slots.push(message);
    this.count += 1;
  }

  /** Takes a message out, wherever it stands. */
  withdraw(message: StoredMessage): void {
    this.leftSlots.set(message, (this.leftSlots.get(message) ?? 0) + 1);
    this.count -= 1;
  }

  peek(): StoredMessage | undefined {
    while (this.head < this.slots.length) {
      const message = this.slots[this.head]!;
      const left = this.leftSlots.get(message);
      if (left === undefined) {
        return message;
      }
      this.forgetLeftSlot(message, left);
      this.spendSlot();
    }
    return undefined;
  }

  shift(): StoredMessage | undefined {
    const message = this.peek();
    if (message) {
      this.spendSlot();
      this.count -= 1;
    }
    return message;
  }

  clear(): void {
    this.slots = [];
    this.head = 0;
    this.count = 0;
    this.leftSlots.clear();
  }

  private forgetLeftSlot(message: StoredMessage, left: number): void {
    if (left === 1) {
      this.leftSlots.delete(message);
    } else {
      this.leftSlots.set(message, left - 1);
    }
  }

  private spendSlot(): void {
    this.slots[this.head] = undefined;
    this.head += 1;
    if (this.head > LEAST_SPENT_SLOTS && this.head * 2 > this.slots.length) {
      this.slots = this.slots.slice(this.head);
      this.head = 0;
    }
  }
}
