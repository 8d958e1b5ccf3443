/** Dues that lie this near to each other are kept as one. */
const STEP_MS = 50;

/** How many messages a mapping gave up that its queue still hides, until their visibility timeout is over. */
export class ReleasedMessages {
  private readonly numbers = new Map<number, number>();

  /** Takes note of a message, and lets go of those that show again. */
  add(visibleAt: number, now: number): void {
    for (const step of this.numbers.keys()) {
      if (step * STEP_MS > now) {
        break;
      }
      this.numbers.delete(step);
    }
    const step = Math.ceil(visibleAt / STEP_MS);
    this.numbers.set(step, (this.numbers.get(step) ?? 0) + 1);
  }

  count(now: number): number {
    let hidden = 0;
    for (const [step, number] of this.numbers) {
      hidden += step * STEP_MS > now ? number : 0;
    }
    return hidden;
  }
}
