import type { Clock } from '../../../src/local/queue/store/clock';

interface Timer {
  readonly dueAt: number;
  readonly action: () => void;
}

/** A clock that moves only when a test moves it. */
export class DrivenClock implements Clock {
  private time = Date.UTC(2026, 10, 23);
  private readonly timers = new Set<Timer>();

  /** Timers that have not rung yet. */
  get armed(): number {
    return this.timers.size;
  }

  now(): number {
    return this.time;
  }

  after(delayMs: number, action: () => void): () => void {
    const timer = { dueAt: this.time + delayMs, action };
    this.timers.add(timer);
    return () => this.timers.delete(timer);
  }

  /** Moves the time on, and rings every timer at its own time. */
  advance(seconds: number): void {
    const end = this.time + seconds * 1000;
    for (let next = this.next(end); next; next = this.next(end)) {
      this.timers.delete(next);
      this.time = Math.max(this.time, next.dueAt);
      next.action();
    }
    this.time = end;
  }

  private next(end: number): Timer | undefined {
    return [...this.timers].filter(({ dueAt }) => dueAt <= end).sort((one, other) => one.dueAt - other.dueAt)[0];
  }
}
