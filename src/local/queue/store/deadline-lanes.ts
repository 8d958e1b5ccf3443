/** An item and the time at which it falls due. */
export interface Deadline<Item> {
  readonly item: Item;
  readonly dueAt: number;
  readonly lane: Set<Deadline<Item>>;
}

/**
 * Items that fall due after a while, where few different whiles are in use.
 *
 * Items with the same while form a lane. A lane is in order of due time because it is in order of arrival, so that adding,
 * removing and finding the next are O(1) however many items wait.
 */
export class DeadlineLanes<Item> {
  private readonly lanes = new Map<number, Set<Deadline<Item>>>();

  add(item: Item, now: number, delayMs: number): Deadline<Item> {
    let lane = this.lanes.get(delayMs);
    if (!lane) {
      lane = new Set();
      this.lanes.set(delayMs, lane);
    }
    const deadline = { item, dueAt: now + delayMs, lane };
    lane.add(deadline);
    return deadline;
  }

  remove(deadline: Deadline<Item>): void {
    deadline.lane.delete(deadline);
  }

  /** When the next item falls due, `Infinity` when there is none. */
  nextDue(): number {
    return Math.min(...this.firsts().map(({ dueAt }) => dueAt));
  }

  /** Removes the items that are due and returns them. */
  takeDue(now: number): Item[] {
    const due: Item[] = [];
    for (const [delayMs, lane] of this.lanes) {
      for (const deadline of lane) {
        if (deadline.dueAt > now) {
          break;
        }
        lane.delete(deadline);
        due.push(deadline.item);
      }
      if (lane.size === 0) {
        this.lanes.delete(delayMs);
      }
    }
    return due;
  }

  /** The items that have waited longest, one of each lane. */
  longestWaiting(): Item[] {
    return this.firsts().map(({ item }) => item);
  }

  clear(): void {
    this.lanes.clear();
  }

  private firsts(): Deadline<Item>[] {
    return [...this.lanes.values()].flatMap(lane => {
      const first = lane.values().next();
      return first.done ? [] : [first.value];
    });
  }
}
