const EVERY_MS = 1_000;

/** Tells on stderr what is being done, once it has taken a second, and then once a second if it has changed. */
export class Progress {
  private text = '';
  private shown = '';
  private shownAt = Date.now();
  private readonly timer = setInterval(() => this.show(), EVERY_MS).unref();

  public say(text: string): void {
    this.text = text;
    if (Date.now() - this.shownAt >= EVERY_MS) { // work that does not pause lets no timer tell it
      this.show();
    }
  }

  /** Says how far work is that knows its end, in percent. */
  public sayShare(what: string, share: number): void {
    this.say(`${what}: ${Math.floor(100 * share)} %`);
  }

  public stop(): void {
    clearInterval(this.timer);
  }

  private show(): void {
    this.shownAt = Date.now();
    if (this.text !== this.shown) {
      process.stderr.write(`${this.text}\n`);
      this.shown = this.text;
    }
  }
}
