const SHOWN_AFTER_MS = 1_000;

/** Tells on stderr what is being done, once it has taken a second, and then once a second if it has changed. */
export class Progress {
  private text = '';
  private shown = '';
  private readonly timer = setInterval(() => this.show(), SHOWN_AFTER_MS).unref();

  public say(text: string): void {
    this.text = text;
  }

  public stop(): void {
    clearInterval(this.timer);
  }

  private show(): void {
    if (this.text !== this.shown) {
      process.stderr.write(`${this.text}\n`);
      this.shown = this.text;
    }
  }
}
