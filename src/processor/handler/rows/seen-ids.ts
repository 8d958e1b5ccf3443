/** Counts events of a batch that carry the id of another one: sent twice by their client, or delivered twice. */
export class SeenIds {
  /** Events whose id was there before. */
  public repeated = 0;

  private readonly ids = new Set<string>();

  /** Notes an id, as it stands in the text of its request. */
  public note(id: string): void {
    const before = this.ids.size;
    this.ids.add(id);
    this.repeated += this.ids.size === before ? 1 : 0;
  }
}
