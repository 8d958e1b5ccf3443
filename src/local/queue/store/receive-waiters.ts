/** What a receive asks for. */
export interface ReceiveRequest {
  readonly maxMessages: number;
  readonly visibilityTimeoutSeconds: number;
}

/** Has an action run when the caller breaks off, so that nothing is lent to someone who cannot hear of it. */
export type OnCallerGone = (action: () => void) => void;

interface Waiter<Item> {
  readonly request: ReceiveRequest;
  readonly dueAt: number;
  readonly end: (items: Item[]) => void;
}

/** Long polls that wait for something to receive, the longest waiting first. */
export class ReceiveWaiters<Item> {
  private readonly waiters = new Set<Waiter<Item>>();

  /** Waits to be served; ends with nothing at `dueAt`, or when the caller has gone. */
  async wait(request: ReceiveRequest, dueAt: number, onCallerGone: OnCallerGone): Promise<Item[]> {
    return new Promise(resolve => {
      const waiter: Waiter<Item> = {
        request,
        dueAt,
        end: items => {
          this.waiters.delete(waiter);
          resolve(items);
        },
      };
      this.waiters.add(waiter);
      onCallerGone(() => waiter.end([]));
    });
  }

  /** Offers what `take` finds to one waiter after the other, until it finds nothing. Who gets nothing keeps waiting. */
  serve(take: (request: ReceiveRequest) => Item[]): void {
    for (const waiter of this.waiters) {
      const items = take(waiter.request);
      if (items.length === 0) {
        return;
      }
      waiter.end(items);
    }
  }

  /** Ends the waits that are over by a time. */
  endDue(now: number): void {
    for (const waiter of this.waiters) {
      if (waiter.dueAt <= now) {
        waiter.end([]);
      }
    }
  }

  endAll(): void {
    this.endDue(Infinity);
  }

  /** When the next wait is over, `Infinity` when nobody waits. */
  nextDue(): number {
    return Math.min(...[...this.waiters].map(({ dueAt }) => dueAt));
  }
}
