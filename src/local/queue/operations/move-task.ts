import { randomUUID } from 'node:crypto';
import { QueueError } from '../queue-error';
import type { Fields } from './request-fields';
import type { Clock } from '../store/clock';
import type { StoredMessage } from '../store/message';
import type { QueueStore } from '../store/queue-store';

/** A task without a limit moves so many at a time, and lets others have their turn in between. */
const MESSAGES_PER_TURN = 1000;

/** SQS promises neither to list a task at once nor to end one at once; whoever relies on it shall see that here. */
const LISTED_AFTER_MS = 300;
const CANCELLING_MS = 300;

/** What to move, where to and how fast. */
export interface MoveOrder {
  readonly source: QueueStore;
  readonly sourceArn: string;
  /** Nothing when every message goes back where it came from. */
  readonly destinationArn?: string;
  /** Queue that a message goes to; throws a `QueueError` when there is none. */
  readonly destinationOf: (message: StoredMessage) => QueueStore;
  readonly messagesPerSecond?: number;
}

/** Moves the messages out of a dead-letter queue. */
export class MoveTask {
  readonly handle = randomUUID();
  status: 'RUNNING' | 'COMPLETED' | 'CANCELLING' | 'CANCELLED' | 'FAILED' = 'RUNNING';
  moved = 0;
  private readonly startedAt: number;
  private readonly toMove: number;
  private failureReason?: string;
  private takeBackTurn?: () => void;

  constructor(private readonly order: MoveOrder, private readonly clock: Clock) {
    this.startedAt = clock.now();
    this.toMove = order.source.depth().visible;
    this.nextTurn(0);
  }

  /** Whether no other task may be started. */
  get active(): boolean {
    return this.status === 'RUNNING' || this.status === 'CANCELLING';
  }

  get listed(): boolean {
    return this.clock.now() >= this.startedAt + LISTED_AFTER_MS;
  }

  /** Moves nothing more; that it is cancelled is told a moment later. */
  cancel(): void {
    this.takeBackTurn?.();
    this.status = 'CANCELLING';
    this.takeBackTurn = this.clock.after(CANCELLING_MS, () => {
      this.status = 'CANCELLED';
    });
  }

  /** Ends at once. */
  stop(): void {
    this.takeBackTurn?.();
    if (this.active) {
      this.status = 'CANCELLED';
    }
  }

  /** The task as `ListMessageMoveTasks` returns it. */
  describe(): Fields {
    const { sourceArn, destinationArn, messagesPerSecond } = this.order;
    return {
      ...this.status === 'RUNNING' && { TaskHandle: this.handle },
      Status: this.status,
      SourceArn: sourceArn,
      ...destinationArn !== undefined && { DestinationArn: destinationArn },
      ...messagesPerSecond !== undefined && { MaxNumberOfMessagesPerSecond: messagesPerSecond },
      ApproximateNumberOfMessagesMoved: this.moved,
      ApproximateNumberOfMessagesToMove: this.toMove,
      ...this.failureReason !== undefined && { FailureReason: this.failureReason },
      StartedTimestamp: this.startedAt,
    };
  }

  private nextTurn(delayMs: number): void {
    this.takeBackTurn = this.clock.after(delayMs, () => this.turn());
  }

  private turn(): void {
    const { messagesPerSecond } = this.order;
    try {
      this.move(messagesPerSecond ?? MESSAGES_PER_TURN);
    } catch (error) {
      this.status = 'FAILED';
      this.failureReason = error instanceof QueueError ? error.queryCode : String(error);
    }
    if (this.status === 'RUNNING') {
      this.nextTurn(messagesPerSecond === undefined ? 0 : 1000);
    }
  }

  private move(messages: number): void {
    for (let left = messages; left > 0; left -= 1) {
      if (!this.order.source.moveNext(this.order.destinationOf)) {
        this.status = 'COMPLETED';
        return;
      }
      this.moved += 1;
    }
  }
}
