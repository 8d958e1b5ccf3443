import { column, columnStart } from './columns';
import type { FieldColumns } from './field-columns';
import { RowBuffer } from './row-buffer';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import type { KeyRing } from '../../../write-keys/runtime/key-ring';
import type { ReceivedRequest } from '../request/received-request';
import { Unreadable } from '../request/unreadable';

const WRITE_KEY = columnStart('write_key');

/** Room for a column. */
const FEW_BYTES = 128;

/** Writes who sent an event: the id that the door found, the id of a key that is known, or the key where none are configured. */
export class WriteKeyColumn {
  private readonly shared: Buffer;
  private last?: { readonly key: string; readonly column: string };

  constructor(private readonly request: ReceivedRequest, private readonly sharedFields: FieldColumns | undefined, private readonly keys?: KeyRing) {
    this.shared = this.sharedColumn();
  }

  /** Writes the column of an event, or refuses the event when its key is not known. */
  public write(row: RowBuffer, fields: FieldColumns): void {
    if (this.request.writeKeyId !== null) {
      row.bytes(this.shared);
    } else if (this.keys !== undefined) {
      row.text(this.knownColumn(this.keys, fields.textOf('writeKey') ?? this.sharedFields?.textOf('writeKey')));
    } else if (!fields.writeScalar(row, WRITE_KEY, 'writeKey')) {
      row.bytes(this.shared);
    }
  }

  /** Requests mostly have one key. */
  private knownColumn(keys: KeyRing, key: string | undefined): string {
    if (this.last === undefined || this.last.key !== key) {
      const id = key === undefined ? undefined : keys.idOf(key);
      if (key === undefined || id === undefined) {
        throw new Unreadable(QUARANTINE_CODES.unknownWriteKey, `writeKey must be one that this pipeline knows, got ${key === undefined ? 'none' : 'another'}`);
      }
      this.last = { key, column: column('write_key', id) };
    }
    return this.last.column;
  }

  private sharedColumn(): Buffer {
    const { writeKey, writeKeyId } = this.request;
    const key = new RowBuffer(FEW_BYTES);
    if (writeKeyId !== null || this.sharedFields?.writeScalar(key, WRITE_KEY, 'writeKey') !== true) {
      key.text(column('write_key', writeKeyId ?? writeKey));
    }
    return key.take();
  }
}
