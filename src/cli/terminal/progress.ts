/** Work that is done sooner needs none. */
const FIRST_AFTER_MS = 1_000;

/** How often it is told after that: to a person, and where each line is kept. */
const EVERY_MS = 1_000;
const LINE_EVERY_MS = 5_000;

/** Tells on stderr what is being done, once it has taken a second, and then now and then if it has changed. */
export class Progress {
  private text = '';
  private shown = '';
  private dueAt = Date.now() + FIRST_AFTER_MS;
  private unended = false;
  private readonly timer = setInterval(() => this.showWhenDue(), FIRST_AFTER_MS).unref();

  /** @param overwriting whether a terminal keeps one line of it: only for who calls {@link endLine} before it writes anything else */
  constructor(private readonly overwriting = false) {}

  public say(text: string): void {
    this.text = text;
    this.showWhenDue(); // work that does not pause lets no timer tell it
  }

  /** Says how far work is that knows its end, in percent. */
  public sayShare(what: string, share: number): void {
    this.say(`${what}: ${Math.floor(100 * share)} %`);
  }

  /** Makes room for what else is written. */
  public endLine(): void {
    if (this.unended) {
      process.stderr.write('\n');
      this.unended = false;
    }
  }

  public stop(): void {
    clearInterval(this.timer);
    this.endLine();
  }

  private showWhenDue(): void {
    const now = Date.now();
    if (this.text === this.shown || now < this.dueAt) {
      return;
    }
    this.shown = this.text;
    this.dueAt = now + (process.stderr.isTTY ? EVERY_MS : LINE_EVERY_MS);
    if (this.overwriting && process.stderr.isTTY) {
      process.stderr.write(`\r\x1b[K${this.text}`);
      this.unended = true;
    } else {
      process.stderr.write(`${this.text}\n`);
    }
  }
}
