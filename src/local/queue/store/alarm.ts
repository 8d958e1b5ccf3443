import type { Clock } from './clock';

/** One timer that rings at the earliest time it was set to. */
export class Alarm {
  private dueAt = Infinity;
  private takeBack?: () => void;

  constructor(private readonly clock: Clock, private readonly ring: () => void) {}

  /** Makes sure that it rings at a time, or before. */
  setBy(time: number): void {
    if (time >= this.dueAt) {
      return;
    }
    this.takeBack?.();
    this.dueAt = time;
    this.takeBack = this.clock.after(Math.max(0, time - this.clock.now()), () => this.ringNow());
  }

  /** Rings at once when its time has come but its timer has not. */
  catchUp(now: number): void {
    if (now >= this.dueAt) {
      this.ringNow();
    }
  }

  cancel(): void {
    this.takeBack?.();
    this.takeBack = undefined;
    this.dueAt = Infinity;
  }

  private ringNow(): void {
    this.cancel();
    this.ring();
  }
}
