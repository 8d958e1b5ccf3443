import type { EventQueue } from './event-queue';

/** How much of the CPU is in use over time; it goes on before each change of what is busy or there. */
export class CpuMeter {
  private until = 0;
  private used = 0;
  private had = 0;

  constructor(private readonly clock: EventQueue) {}

  /** Counts the time since the last change, in which so much CPU was asked for of so many vCPUs. */
  goOn(busy: number, all: number): void {
    const seconds = this.clock.now - this.until;
    this.used += busy * seconds;
    this.had += all * seconds;
    this.until = this.clock.now;
  }

  /** Share that was in use since the last time, from 0 to 1. */
  take(): number {
    const share = this.had === 0 ? 0 : Math.min(1, this.used / this.had);
    this.used = 0;
    this.had = 0;
    return share;
  }
}
