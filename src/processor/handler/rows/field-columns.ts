import { writeObject } from './columns';
import type { EventFields, FieldName } from './event-fields';
import type { RowBuffer } from './row-buffer';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { OPEN_OBJECT, QUOTE } from '../json/characters';
import { isEmpty, isNull, isNumber, kindOf, valueOf } from '../json/json-values';
import { Unreadable } from '../request/unreadable';

/** Writes fields of an event as columns of its row, and refuses those that are of another kind than they must be. */
export class FieldColumns {
  constructor(private readonly fields: EventFields) {}

  /** Whether a field is there and is not null. */
  public has(field: FieldName): boolean {
    const value = this.fields.valueOf(field);
    return value !== 0 && !isNull(this.fields.index, value);
  }

  /** Whether a field has text; an empty one is none. */
  public hasText(field: FieldName): boolean {
    if (!this.has(field)) {
      return false;
    }
    const { index } = this.fields;
    const value = this.fields.valueOf(field);
    if (index.firstByte(value) !== QUOTE) {
      throw this.invalid(field, 'a string');
    }
    return !isEmpty(index, value);
  }

  /** The text of a field; undefined when there is none. */
  public textOf(field: FieldName): string | undefined {
    return this.hasText(field) ? valueOf(this.fields.index, this.fields.valueOf(field)) as string : undefined;
  }

  /** The object that a field is, or 0 when there is none. */
  public objectOf(field: FieldName): number {
    if (!this.has(field)) {
      return 0;
    }
    const value = this.fields.valueOf(field);
    if (this.fields.index.firstByte(value) !== OPEN_OBJECT) {
      throw this.invalid(field, 'an object');
    }
    return value;
  }

  /** Writes text that is known to be there. */
  public writeText(row: RowBuffer, start: Buffer, field: FieldName): void {
    const { index } = this.fields;
    const value = this.fields.valueOf(field);
    row.bytes(start);
    row.copy(index.text, index.start(value), index.end(value));
  }

  /** Writes an id or a time as its client wrote it, text or a number; says whether there was one. */
  public writeScalar(row: RowBuffer, start: Buffer, field: FieldName): boolean {
    if (!this.has(field)) {
      return false;
    }
    const { index } = this.fields;
    const value = this.fields.valueOf(field);
    if (index.firstByte(value) === QUOTE) {
      if (isEmpty(index, value)) {
        return false;
      }
      this.writeText(row, start, field);
    } else if (isNumber(index, value)) {
      // With all its digits: a number that JavaScript cannot hold exactly would become the id of somebody else.
      row.bytes(start);
      row.byte(QUOTE);
      row.copy(index.text, index.start(value), index.end(value));
      row.byte(QUOTE);
    } else {
      throw this.invalid(field, 'a string or a number');
    }
    return true;
  }

  /** Writes an object as the text of a column, unless there is none or it is empty. */
  public writeObject(row: RowBuffer, start: Buffer, field: FieldName): void {
    const object = this.objectOf(field);
    if (object !== 0) {
      writeObject(row, start, this.fields.index, object);
    }
  }

  private invalid(field: FieldName, expected: string): Unreadable {
    return new Unreadable(QUARANTINE_CODES.invalidField, `${field} must be ${expected}, got ${kindOf(this.fields.index, this.fields.valueOf(field))}`);
  }
}
