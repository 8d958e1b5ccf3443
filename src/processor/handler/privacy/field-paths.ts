/** What is done with a field: it is left out, it loses the end of an address, or it is hashed. */
export type FieldAction = 'drop' | 'anonymize' | 'hash';

/** Stands in a path for every name of an object, and for every item of an array. */
const ANY = '*';

/** Fields below a field that something is done with. */
export class FieldPaths {
  /** What is done with the field itself. */
  public action?: FieldAction;

  private readonly below = new Map<string, FieldPaths>();

  /** Whether nothing is done with the field or below it. */
  public get isEmpty(): boolean {
    return this.action === undefined && this.below.size === 0;
  }

  /** Adds a path; dropping goes before hashing. */
  public add([name, ...rest]: readonly string[], action: FieldAction): void {
    if (name === undefined) {
      this.action = this.action === 'drop' ? 'drop' : action;
      return;
    }
    const next = this.below.get(name) ?? new FieldPaths();
    this.below.set(name, next);
    next.add(rest, action);
  }

  /** Paths that go on below a name, or below an item of an array. */
  public under(name: string | undefined): FieldPaths[] {
    return [name === undefined ? undefined : this.below.get(name), this.below.get(ANY)].filter(found => found !== undefined);
  }

  /** The names of a place, no further than to the field that something is done with, and a star for one that a path does not name. */
  public tellable(place: readonly string[]): string[] {
    const told: string[] = [];
    let paths: readonly FieldPaths[] = [this];
    for (const name of place) {
      const named = paths.flatMap(path => path.below.get(name) ?? []);
      const starred = paths.flatMap(path => path.below.get(ANY) ?? []);
      paths = [...named, ...starred];
      const isHidden = paths.some(({ action }) => action !== undefined);
      told.push(isHidden && named.length === 0 ? ANY : name);
      if (isHidden) {
        break;
      }
    }
    return told;
  }
}
