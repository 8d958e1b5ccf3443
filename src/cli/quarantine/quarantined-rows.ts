import { idOf, isMeant, type Quarantined, type Selection } from './selection';
import type { QuarantineRow } from '../../wire/archive-columns';
import { partitionFolder, QUARANTINE_PREFIX } from '../../wire/archive-layout';
import { objectsUnder, rowsOf, type Bucket, type StoredObject } from '../archive/stored-objects';

/** Rows of quarantine that SQS received in the same hour. */
export interface Partition {
  /** Such as `dt=2026-11-23/hour=07/`. */
  readonly folder: string;
  readonly rows: AsyncIterable<Quarantined>;
}

/** Reads the rows that are meant, hour by hour, each once however many copies of it there are. */
export async function* quarantinedRows(bucket: Bucket, selection: Selection, interrupted: AbortSignal): AsyncGenerator<Partition> {
  let objects: StoredObject[] = [];
  let folder = '';
  for await (const object of objectsUnder(bucket, QUARANTINE_PREFIX, QUARANTINE_PREFIX + partitionFolder(selection.since))) {
    const { key } = object;
    const its = key.slice(QUARANTINE_PREFIX.length, key.lastIndexOf('/') + 1);
    if (its > partitionFolder(selection.until) || interrupted.aborted) {
      break;
    }
    if (its !== folder && objects.length > 0) {
      yield { folder, rows: rowsOfPartition(bucket, objects, selection, interrupted) };
      objects = [];
    }
    folder = its;
    objects.push(object);
  }
  if (objects.length > 0 && !interrupted.aborted) {
    yield { folder, rows: rowsOfPartition(bucket, objects, selection, interrupted) };
  }
}

async function* rowsOfPartition(
  bucket: Bucket, objects: readonly StoredObject[], selection: Selection, interrupted: AbortSignal,
): AsyncGenerator<Quarantined> {
  const seen = new Set<string>();
  for (const { key, storedAt } of objects) {
    for await (const row of rowsOf<QuarantineRow>(bucket, key)) {
      const quarantined = { id: idOf(row), row, storedAt };
      if (interrupted.aborted) {
        return;
      }
      if (!seen.has(quarantined.id) && isMeant(quarantined, selection)) {
        seen.add(quarantined.id);
        yield quarantined;
      }
    }
  }
}
