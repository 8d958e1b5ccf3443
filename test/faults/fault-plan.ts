import type { FaultKind } from './fault';

/** How many faults of each kind are to be injected. */
export type FaultQuota = Readonly<Record<FaultKind, number>>;

const MODULUS = 2 ** 31 - 1;
const MULTIPLIER = 48_271;

/** Numbers from 0 to 1 that only the seed decides (Park and Miller's generator). */
export function seededRandom(seed: number): () => number {
  let state = seed % (MODULUS - 1) + 1;
  return () => {
    state = state * MULTIPLIER % MODULUS;
    return state / MODULUS;
  };
}

/** Faults of some kinds in an order that the seed decides, for one place where they are injected. */
export class FaultDeck {
  private readonly deck: FaultKind[];
  private readonly planned: number;
  private pause: number;

  /** Between two faults there are at most `longestPause` chances that pass without one. */
  constructor(kinds: readonly FaultKind[], quota: FaultQuota, private readonly random: () => number, private readonly longestPause: number) {
    this.deck = kinds.flatMap(kind => Array.from({ length: quota[kind] }, () => kind));
    this.deck.forEach((_, index) => {
      const other = index + Math.floor(random() * (this.deck.length - index));
      [this.deck[index], this.deck[other]] = [this.deck[other], this.deck[index]];
    });
    this.planned = this.deck.length;
    this.pause = this.nextPause();
  }

  /** Part of its faults that is still to come, from 1 to 0. */
  get left(): number {
    return this.planned === 0 ? 0 : this.deck.length / this.planned;
  }

  /** The fault that meets this chance, if one does. */
  draw(): FaultKind | undefined {
    this.pause -= 1;
    if (this.pause >= 0 || this.deck.length === 0) {
      return undefined;
    }
    this.pause = this.nextPause();
    return this.deck.pop();
  }

  private nextPause(): number {
    return Math.floor(this.random() * (this.longestPause + 1));
  }
}
