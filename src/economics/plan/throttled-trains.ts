import type { Chance } from './chance';
import type { EventQueue } from './event-queue';
import type { Guesses } from './guesses';
import type { Train } from './train';

/** The batches that the function had no room for, which the mapping holds and tries again. */
export class ThrottledTrains {
  private readonly trains = new Set<Train>();
  private held = 0;

  constructor(private readonly clock: EventQueue, private readonly chance: Chance, private readonly guesses: Guesses) {}

  get batches(): number {
    return this.held;
  }

  /** When the oldest message among them was sent; `Infinity` when there is none. */
  get oldestSentAt(): number {
    return [...this.trains].reduce((oldest, { oldestSentAt }) => Math.min(oldest, oldestSentAt), Infinity);
  }

  /** Holds a train for a pause that doubles with each attempt, but not longer than its messages are hidden. */
  hold(train: Train, visibleAgainAt: number, then: () => void): void {
    const { retrySeconds, longestRetrySeconds } = this.guesses;
    const pause = Math.min(longestRetrySeconds, retrySeconds * 2 ** train.attempts) * (0.5 + this.chance.uniform());
    this.trains.add(train);
    this.held += train.batches;
    this.clock.at(Math.min(this.clock.now + pause, visibleAgainAt), () => {
      this.trains.delete(train);
      this.held -= train.batches;
      then();
    });
  }
}
