import type { EventQueue } from './event-queue';

/** Something that happens at the earliest of the times that were asked for. */
export class Wakeup {
  private next = Infinity;

  constructor(private readonly clock: EventQueue, private readonly action: () => void) {}

  at(time: number): void {
    if (this.next <= time && this.next > this.clock.now) {
      return;
    }
    this.next = time;
    this.clock.at(time, () => {
      if (this.next === time) {
        this.next = Infinity;
        this.action();
      }
    });
  }
}
