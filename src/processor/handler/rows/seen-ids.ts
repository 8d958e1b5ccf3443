const FIRST_SLOTS = 1_023;

/** Two odd factors make two hashes that have nothing to do with each other. */
const FACTOR = 0x01000193;
const OTHER_FACTOR = 0x27d4eb2f;

/**
 * Counts events of a batch that carry the id of another one: sent twice by their client, or delivered twice.
 *
 * Keeps 64 bits of hash for each id in the place of the ids, in a fraction of the time that a set of strings takes. Ids that
 * are taken for the same though they are not are so rare that the worst of it, a metric that is one too high, does not matter.
 */
export class SeenIds {
  /** Events whose id was there before. */
  public repeated = 0;

  /** Two hashes in each slot; an empty one has two zeros. */
  private hashes = new Int32Array(2 * FIRST_SLOTS);
  private taken = 0;

  /** Notes the id that stands at a place of a text. */
  public note(text: Uint8Array, start: number, end: number): void {
    let hash = 1;
    let other = 1;
    for (let at = start; at < end; at += 1) {
      hash = Math.imul(hash + text[at], FACTOR);
      other = Math.imul(other + text[at], OTHER_FACTOR);
    }
    if (this.has(hash, other)) {
      this.repeated += 1;
    }
  }

  /** Whether the hashes were there already; they are from now on. */
  private has(hash: number, other: number): boolean {
    const slots = this.hashes.length / 2;
    let slot = Math.abs(hash % slots);
    while (this.hashes[2 * slot] !== 0 || this.hashes[2 * slot + 1] !== 0) {
      if (this.hashes[2 * slot] === hash && this.hashes[2 * slot + 1] === other) {
        return true;
      }
      slot = (slot + 1) % slots;
    }
    this.hashes[2 * slot] = hash;
    this.hashes[2 * slot + 1] = other;
    this.taken += 1;
    if (this.taken > slots / 2) {
      this.grow(slots);
    }
    return false;
  }

  private grow(slots: number): void {
    const { hashes } = this;
    this.hashes = new Int32Array(2 * (4 * slots + 3));
    this.taken = 0;
    for (let at = 0; at < hashes.length; at += 2) {
      if (hashes[at] !== 0 || hashes[at + 1] !== 0) {
        this.has(hashes[at], hashes[at + 1]);
      }
    }
  }
}
