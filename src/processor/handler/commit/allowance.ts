interface Request {
  readonly amount: number;
  readonly granted: () => void;
}

/** An amount of something that many share, handed out in the order in which they asked. */
export class Allowance {
  private taken = 0;
  private readonly queue: Request[] = [];

  constructor(private readonly most: number) {}

  /** What is handed out at the moment. */
  public get used(): number {
    return this.taken;
  }

  /** What the first in the queue asked for, if anybody waits. */
  public get wanted(): number | undefined {
    return this.queue[0]?.amount;
  }

  /** Hands out an amount at once, unless there is no room for it or others have been waiting. */
  public tryTake(amount: number): boolean {
    if (this.queue.length > 0 || !this.hasRoomFor(amount)) {
      return false;
    }
    this.taken += amount;
    return true;
  }

  /** Hands out an amount as soon as there is room for it, and returns what leaves the queue. */
  public waitFor(amount: number, granted: () => void): () => void {
    const request = { amount, granted };
    this.queue.push(request);
    return () => {
      const place = this.queue.indexOf(request);
      if (place >= 0) {
        this.queue.splice(place, 1);
        this.grant();
      }
    };
  }

  /** Takes an amount back; a negative one is handed out whether there is room or not. */
  public giveBack(amount: number): void {
    this.taken -= amount;
    this.grant();
  }

  /** Whether an amount would fit beside another; one that is larger than everything fits beside nothing. */
  public hasRoomFor(amount: number, beside: number = this.taken): boolean {
    return beside === 0 || beside + amount <= this.most;
  }

  private grant(): void {
    for (let next = this.queue[0]; next !== undefined && this.hasRoomFor(next.amount); next = this.queue[0]) {
      this.queue.shift();
      this.taken += next.amount;
      next.granted();
    }
  }
}
