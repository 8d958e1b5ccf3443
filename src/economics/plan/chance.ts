const MODULUS = 2_147_483_647;
const MULTIPLIER = 48_271;

/** Random numbers that are the same for the same seed. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = 1 + Math.floor(seed) % (MODULUS - 1);
    this.uniform(); // seeds that are close begin close
  }

  /** A number above 0 and below 1, by Park and Miller. */
  uniform(): number {
    this.state = this.state * MULTIPLIER % MODULUS;
    return this.state / MODULUS;
  }

  /** The time until something that happens once in `mean` on average. */
  exponential(mean: number): number {
    return -mean * Math.log(this.uniform());
  }

  /** How often something happens that happens `mean` times on average; for a mean that is not small. */
  count(mean: number): number {
    const normal = Math.sqrt(-2 * Math.log(this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
    return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal));
  }
}
