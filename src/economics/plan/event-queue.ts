type Action = () => void;

/** What is to happen, in the order of its time; what has the same time, in the order in which it was planned. */
export class EventQueue {
  now = 0;

  private readonly times: number[] = [];
  private readonly orders: number[] = [];
  private readonly actions: Action[] = [];
  private planned = 0;

  /** Plans an action. */
  at(time: number, action: Action): void {
    let child = this.times.length;
    const order = this.planned++;
    this.set(child, time, order, action);
    while (child > 0) {
      const parent = Math.floor((child - 1) / 2);
      if (this.times[parent] <= time) {
        break;
      }
      this.move(parent, child);
      child = parent;
    }
    this.set(child, time, order, action);
  }

  /** Plans an action for ever again. */
  every(seconds: number, action: Action): void {
    this.at(this.now + seconds, () => {
      action();
      this.every(seconds, action);
    });
  }

  /** Does what is planned until a time. */
  runUntil(end: number): void {
    while (this.times.length > 0 && this.times[0] <= end) {
      this.now = this.times[0];
      this.takeFirst()();
    }
    this.now = end;
  }

  private takeFirst(): Action {
    const first = this.actions[0];
    const last = this.times.length - 1;
    const [time, order, action] = [this.times[last], this.orders[last], this.actions[last]];
    this.times.pop();
    this.orders.pop();
    this.actions.pop();
    if (last > 0) {
      let parent = 0;
      for (let child = 1; child < last; child = 2 * parent + 1) {
        if (child + 1 < last && this.precedes(child + 1, this.times[child], this.orders[child])) {
          child += 1;
        }
        if (!this.precedes(child, time, order)) {
          break;
        }
        this.move(child, parent);
        parent = child;
      }
      this.set(parent, time, order, action);
    }
    return first;
  }

  private precedes(index: number, time: number, order: number): boolean {
    return this.times[index] < time || (this.times[index] === time && this.orders[index] < order);
  }

  private move(from: number, to: number): void {
    this.set(to, this.times[from], this.orders[from], this.actions[from]);
  }

  private set(index: number, time: number, order: number, action: Action): void {
    this.times[index] = time;
    this.orders[index] = order;
    this.actions[index] = action;
  }
}
