import { DeadlineLanes } from './deadline-lanes';
import type { StoredMessage } from './message';
import { VisibleMessages } from './visible-messages';

/** The messages of one queue, each in exactly one state. Every transition is O(1), amortised. */
export class HeldMessages {
  private readonly waiting = new VisibleMessages();
  private readonly hidden = new DeadlineLanes<StoredMessage>();
  private readonly hiddenCounts = { inFlight: 0, delayed: 0 };

  get visible(): number {
    return this.waiting.size;
  }

  get inFlight(): number {
    return this.hiddenCounts.inFlight;
  }

  get delayed(): number {
    return this.hiddenCounts.delayed;
  }

  /** Puts a message behind those that are visible. */
  show(message: StoredMessage): void {
    this.drop(message);
    message.state = 'visible';
    this.waiting.push(message);
  }

  /** Keeps a message from being received for a while. */
  hide(message: StoredMessage, state: 'inFlight' | 'delayed', now: number, seconds: number): void {
    this.drop(message);
    message.state = state;
    this.hiddenCounts[state] += 1;
    message.deadline = this.hidden.add(message, now, seconds * 1000);
  }

  /** Lets go of a message, whatever state it is in. */
  drop(message: StoredMessage): void {
    if (message.state === 'visible') {
      this.waiting.withdraw(message);
    } else if (message.state !== 'gone') {
      this.hiddenCounts[message.state] -= 1;
      this.hidden.remove(message.deadline!);
    }
    message.state = 'gone';
  }

  /** The visible message that has waited longest. */
  firstVisible(): StoredMessage | undefined {
    return this.waiting.peek();
  }

  /** Lets go of the visible message that has waited longest and returns it. */
  takeVisible(): StoredMessage | undefined {
    const message = this.waiting.shift();
    if (message) {
      message.state = 'gone';
    }
    return message;
  }

  /** Shows the messages whose time of being hidden is over. */
  showDue(now: number): void {
    for (const message of this.hidden.takeDue(now)) {
      this.show(message);
    }
  }

  /** When the next hidden message becomes visible, `Infinity` when none is hidden. */
  nextDue(): number {
    return this.hidden.nextDue();
  }

  /** When the oldest message was sent, nothing when there is none; messages that came back are not searched for it. */
  oldestSentAt(): number | undefined {
    const candidates = [this.waiting.peek(), ...this.hidden.longestWaiting()].flatMap(message => message?.sentAt ?? []);
    return candidates.length > 0 ? Math.min(...candidates) : undefined;
  }

  clear(): void {
    this.waiting.clear();
    this.hidden.clear();
    this.hiddenCounts.inFlight = 0;
    this.hiddenCounts.delayed = 0;
  }
}
