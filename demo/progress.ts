/** How much waits where, in requests. */
export interface Depth {
  readonly visible: number;
  readonly inFlight: number;
  readonly deadLetters: number;
}

/** One line that shows, twice a second, how far the events are. */
export class Progress {
  private readonly timer: NodeJS.Timeout;
  private readonly started = Date.now();

  constructor(private readonly total: number, private readonly accepted: ReadonlySet<string>, private readonly depth: () => Depth) {
    this.timer = setInterval(() => this.print(), process.stdout.isTTY ? 500 : 3_000);
  }

  /** Ends the line. */
  public stop(): void {
    clearInterval(this.timer);
    this.print();
    process.stdout.write('\n');
  }

  private print(): void {
    const { visible, inFlight, deadLetters } = this.depth();
    const seconds = ((Date.now() - this.started) / 1_000).toFixed(0).padStart(3);
    const accepted = this.accepted.size.toLocaleString('en-US').padStart(6);
    const line = `${seconds} s   accepted ${accepted} of ${this.total.toLocaleString('en-US')} events   `
      + `requests waiting ${String(visible).padStart(4)}, in batches ${String(inFlight).padStart(4)}, dead ${deadLetters}`;
    process.stdout.write(process.stdout.isTTY ? `\r${line}  ` : `${line}\n`);
  }
}
