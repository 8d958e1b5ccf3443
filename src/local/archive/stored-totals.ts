import type { StoredObject } from './object-folder';
import type { StoredTotal } from '../local-counters';

/** How much a run has stored, by the folder at the start of the keys: `events`, `quarantine`. */
export class StoredTotals {
  private readonly totals = new Map<string, { objects: number; bytes: number }>();

  add({ key, size }: StoredObject): void {
    const table = tableOf(key);
    const total = this.totals.get(table) ?? { objects: 0, bytes: 0 };
    total.objects += 1;
    total.bytes += size;
    this.totals.set(table, total);
  }

  read(): Record<string, StoredTotal> {
    return Object.fromEntries(this.totals);
  }
}

/** The table that an object belongs to. */
export function tableOf(key: string): string {
  return key.includes('/') ? key.slice(0, key.indexOf('/')) : '';
}
