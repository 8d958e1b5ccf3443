/**
 * A map as templates see Java's: read by method or by property.
 *
 * The methods come first, so that no name which a client chooses, such as a header `get`, hides one.
 */
export class TemplateMap {
  [name: string]: unknown;

  readonly #entries: ReadonlyMap<string, string>;

  constructor(entries: ReadonlyMap<string, string>) {
    this.#entries = entries;
    for (const [name, value] of entries) {
      if (!(name in this)) {
        this[name] = value;
      }
    }
  }

  public get(name: string): string | undefined {
    return this.#entries.get(name);
  }

  public containsKey(name: string): boolean {
    return this.#entries.has(name);
  }

  public keySet(): string[] {
    return [...this.#entries.keys()];
  }

  public entrySet(): { key: string; value: string }[] {
    return [...this.#entries].map(([key, value]) => ({ key, value }));
  }

  public values(): string[] {
    return [...this.#entries.values()];
  }

  public size(): number {
    return this.#entries.size;
  }

  public isEmpty(): boolean {
    return this.#entries.size === 0;
  }
}
