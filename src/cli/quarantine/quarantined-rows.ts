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

/** How much was looked at, whether it is meant or not. */
export interface Looked {
  readonly objects: number;
  readonly rows: number;
}

/** Who reads rows: when it has enough, and what it hears of how much was looked at. */
export interface Reader {
  readonly interrupted: AbortSignal;
  readonly onRead?: (looked: Looked) => void;
}

/** Reads the rows that are meant, hour by hour, each once however many copies of it there are. */
export async function* quarantinedRows(bucket: Bucket, selection: Selection, reader: Reader): AsyncGenerator<Partition> {
  const looked = { objects: 0, rows: 0 };
  let objects: StoredObject[] = [];
  let folder = '';
  for await (const object of objectsUnder(bucket, QUARANTINE_PREFIX, QUARANTINE_PREFIX + partitionFolder(selection.since))) {
    const { key } = object;
    const its = key.slice(QUARANTINE_PREFIX.length, key.lastIndexOf('/') + 1);
    if (its > partitionFolder(selection.until) || reader.interrupted.aborted) {
      break;
    }
    if (its !== folder && objects.length > 0) {
      yield { folder, rows: rowsOfPartition(bucket, objects, selection, reader, looked) };
      objects = [];
    }
    folder = its;
    objects.push(object);
  }
  if (objects.length > 0 && !reader.interrupted.aborted) {
    yield { folder, rows: rowsOfPartition(bucket, objects, selection, reader, looked) };
  }
}

async function* rowsOfPartition(
  bucket: Bucket, objects: readonly StoredObject[], selection: Selection, reader: Reader, looked: { objects: number; rows: number },
): AsyncGenerator<Quarantined> {
  const seen = new Set<string>();
  for (const { key, storedAt } of objects) {
    looked.objects += 1;
    for await (const row of rowsOf<QuarantineRow>(bucket, key)) {
      const quarantined = { id: idOf(row), row, storedAt };
      if (reader.interrupted.aborted) {
        return;
      }
      looked.rows += 1;
      reader.onRead?.(looked);
      if (!seen.has(quarantined.id) && isMeant(quarantined, selection)) {
        seen.add(quarantined.id);
        yield quarantined;
      }
    }
  }
}
