import { Alarm } from './alarm';
import type { Clock } from './clock';
import { HeldMessages } from './held-messages';
import { newMessage, type MessageContent, type StoredMessage } from './message';
import { queueArn } from '../queue-address';
import { QueueError } from '../queue-error';
import { MAXIMUM_IN_FLIGHT, MAXIMUM_VISIBILITY_TIMEOUT_SECONDS, type QueueSettings } from './queue-settings';
import { ReceiveWaiters, type OnCallerGone, type ReceiveRequest } from './receive-waiters';
import { ReceivedMessages } from './received-messages';

/** A message as one receive sees it. */
export interface Delivery {
  readonly message: StoredMessage;
  readonly receiptHandle: string;
  /** Receives up to and including this one. */
  readonly receiveCount: number;
}

/** How many messages a queue holds, by what they wait for. */
export interface QueueDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
  /** Age of the oldest message, about; 0 when the queue is empty. */
  readonly oldestAgeSeconds: number;
}

/** What came of the messages of a queue, and when the next hidden one can be received. */
export interface QueueOutcome {
  /** Messages that were sent to it; what is moved here from another queue was not. */
  readonly sent: number;
  /** Messages deleted by who received them. */
  readonly deleted: number;
  /** Seconds until the first hidden message shows again; nothing when none is hidden. */
  readonly nextVisibleSeconds?: number;
}

/** A queue in memory that behaves as a standard SQS queue. */
export class QueueStore {
  readonly createdAt: number;
  changedAt: number;
  private readonly held = new HeldMessages();
  private readonly waiters = new ReceiveWaiters<Delivery>();
  private readonly alarm: Alarm;
  private readonly received = new ReceivedMessages();
  private lastSequence = 0;
  private sent = 0;
  private deleted = 0;

  constructor(
    readonly name: string,
    public settings: QueueSettings,
    private readonly clock: Clock,
    private readonly findQueue: (name: string) => QueueStore | undefined,
  ) {
    this.createdAt = clock.now();
    this.changedAt = this.createdAt;
    this.alarm = new Alarm(clock, () => this.onAlarm());
  }

  /** Behaves differently from now on. Visibility timeouts and delays that run already stay as they are. */
  change(settings: QueueSettings): void {
    this.settings = settings;
    this.changedAt = this.clock.now();
  }

  /** Stores a message. Long polls see it only after the next `serveWaiters`, so that one of them can have a whole batch. */
  send(content: MessageContent, delaySeconds = this.settings.delaySeconds): StoredMessage {
    const now = this.clock.now();
    const message = newMessage(content, now);
    this.number(message);
    this.sent += 1;
    if (delaySeconds > 0) {
      this.hide(message, 'delayed', now, delaySeconds);
    } else {
      this.held.show(message);
    }
    return message;
  }

  /** Lets the long polls have what has become visible. */
  serveWaiters(): void {
    this.waiters.serve(request => this.take(request));
  }

  /** Lends out what is visible; when nothing is, waits for it up to `waitSeconds`. */
  async receive(request: ReceiveRequest, waitSeconds: number, onCallerGone: OnCallerGone): Promise<Delivery[]> {
    const now = this.clock.now();
    this.alarm.catchUp(now);

    const deliveries = this.take(request);
    if (deliveries.length > 0 || waitSeconds === 0) {
      return deliveries;
    }
    const dueAt = now + waitSeconds * 1000;
    this.alarm.setBy(dueAt);
    return this.waiters.wait(request, dueAt, onCallerGone);
  }

  /** Whether so many messages are in flight that none can be received. */
  isLentOut(): boolean {
    return this.held.inFlight >= MAXIMUM_IN_FLIGHT;
  }

  /** Removes the message that a receipt handle stands for. The handle of an earlier receive, or of a deleted message, does nothing. */
  delete(receiptHandle: string): void {
    const message = this.received.find(receiptHandle);
    if (message) {
      this.deleted += 1;
      this.forget(message);
      this.serveWaiters();
    }
  }

  /** Starts the visibility timeout of a received message anew, even after it has passed. */
  changeVisibility(receiptHandle: string, seconds: number): void {
    const now = this.clock.now();
    const message = this.received.find(receiptHandle);
    if (!message) {
      throw new QueueError('InvalidParameterValue', `Value ${receiptHandle} for parameter ReceiptHandle is invalid. `
        + 'Reason: Message does not exist or is not available for visibility timeout change.');
    }
    if (now + seconds * 1000 > message.lastReceivedAt! + MAXIMUM_VISIBILITY_TIMEOUT_SECONDS * 1000) {
      throw new QueueError('InvalidParameterValue', `Value ${seconds} for parameter VisibilityTimeout is invalid. `
        + `Reason: Total VisibilityTimeout for the message is beyond the limit [${MAXIMUM_VISIBILITY_TIMEOUT_SECONDS} seconds].`);
    }
    if (seconds > 0) {
      this.hide(message, 'inFlight', now, seconds);
      return;
    }
    this.held.show(message);
    this.serveWaiters();
  }

  /** Sends the next visible message to another queue, as a new one; false when none is visible. When `destinationOf` throws, it stays. */
  moveNext(destinationOf: (message: StoredMessage) => QueueStore): boolean {
    this.dropExpired(this.clock.now());
    const message = this.held.firstVisible();
    if (!message) {
      return false;
    }
    const destination = destinationOf(message);
    this.forget(message);
    destination.send(message.content);
    destination.serveWaiters();
    return true;
  }

  purge(): void {
    this.held.clear();
    this.received.clear();
  }

  depth(): QueueDepth {
    const now = this.clock.now();
    this.alarm.catchUp(now);
    this.dropExpired(now);
    const { visible, inFlight, delayed } = this.held;
    return { visible, inFlight, delayed, oldestAgeSeconds: (now - (this.held.oldestSentAt() ?? now)) / 1000 };
  }

  outcome(): QueueOutcome {
    const due = this.held.nextDue();
    const nextVisibleSeconds = due === Infinity ? undefined : Math.max(0, (due - this.clock.now()) / 1000);
    return { sent: this.sent, deleted: this.deleted, nextVisibleSeconds };
  }

  /** Ends every long poll, and the timer. */
  close(): void {
    this.alarm.cancel();
    this.waiters.endAll();
  }

  private take({ maxMessages, visibilityTimeoutSeconds }: ReceiveRequest): Delivery[] {
    const now = this.clock.now();
    const deliveries: Delivery[] = [];
    while (deliveries.length < maxMessages && !this.isLentOut()) {
      this.dropExpired(now);
      const message = this.held.takeVisible();
      if (!message) {
        break;
      }
      const deadLetterQueue = this.deadLetterQueueFor(message);
      if (deadLetterQueue) {
        this.forget(message);
        deadLetterQueue.adopt(message, this.name);
      } else {
        deliveries.push(this.lend(message, now, visibilityTimeoutSeconds));
      }
    }
    return deliveries;
  }

  private lend(message: StoredMessage, now: number, visibilityTimeoutSeconds: number): Delivery {
    message.receiveCount += 1;
    message.receivesHere += 1;
    message.firstReceivedAt ??= now;
    message.lastReceivedAt = now;
    this.hide(message, 'inFlight', now, visibilityTimeoutSeconds);
    return { message, receiptHandle: this.received.add(message), receiveCount: message.receiveCount };
  }

  /** The queue that a message has to go to instead of being received once more. */
  private deadLetterQueueFor(message: StoredMessage): QueueStore | undefined {
    const { redrive } = this.settings;
    return redrive && message.receivesHere >= redrive.maxReceiveCount ? this.findQueue(redrive.deadLetterQueue) : undefined;
  }

  private adopt(message: StoredMessage, source: string): void {
    message.deadLetterSourceArn = queueArn(source);
    message.receivesHere = 0;
    this.number(message);
    this.held.show(message);
    this.serveWaiters();
  }

  private number(message: StoredMessage): void {
    this.lastSequence += 1;
    message.sequence = this.lastSequence;
  }

  private hide(message: StoredMessage, state: 'inFlight' | 'delayed', now: number, seconds: number): void {
    this.held.hide(message, state, now, seconds);
    this.alarm.setBy(now + seconds * 1000);
  }

  private forget(message: StoredMessage): void {
    this.held.drop(message);
    this.received.forget(message);
  }

  /** Drops from the front only: what came back stands behind younger messages, and is dropped when its turn comes. */
  private dropExpired(now: number): void {
    const sentBefore = now - this.settings.retentionSeconds * 1000;
    for (let oldest = this.held.firstVisible(); oldest && oldest.sentAt <= sentBefore; oldest = this.held.firstVisible()) {
      this.forget(oldest);
    }
  }

  private onAlarm(): void {
    const now = this.clock.now();
    this.held.showDue(now);
    this.serveWaiters();
    this.waiters.endDue(now);
    this.alarm.setBy(Math.min(this.held.nextDue(), this.waiters.nextDue()));
  }
}
