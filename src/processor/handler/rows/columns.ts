import type { RowBuffer } from './row-buffer';
import type { EVENT_COLUMNS } from '../../../wire/archive-columns';
import { CLOSE_OBJECT, COMMA, OPEN_OBJECT, QUOTE } from '../json/characters';
import type { JsonIndex } from '../json/json-index';
import { isEmpty } from '../json/json-values';

/** Name of a column of the table of events. */
export type EventColumn = (typeof EVENT_COLUMNS)[number]['name'];

/** What stands before the value of a column that is not the first of its row. */
export function columnStart(name: EventColumn): Buffer {
  return Buffer.from(`,"${name}":`);
}

/** A whole column; nothing for null, since a column that a row leaves out is null in Athena. */
export function column(name: EventColumn, value: string | number | null): string {
  return value === null ? '' : `,"${name}":${JSON.stringify(value)}`;
}

/** Writes an object as the text of a column, unless it is empty. */
export function writeObject(row: RowBuffer, start: Buffer, index: JsonIndex, object: number): void {
  if (!isEmpty(index, object)) {
    row.bytes(start);
    row.byte(QUOTE);
    row.copyEscaped(index.text, index.start(object), index.end(object));
    row.byte(QUOTE);
  }
}

/** Writes members as the text of a column, as an object; nothing when there are none. */
export function writeMembers(row: RowBuffer, start: Buffer, index: JsonIndex, names: readonly number[]): void {
  if (names.length === 0) {
    return;
  }
  row.bytes(start);
  row.byte(QUOTE);
  for (let at = 0; at < names.length; at += 1) {
    row.byte(at === 0 ? OPEN_OBJECT : COMMA);
    row.copyEscaped(index.text, index.start(names[at]), index.end(names[at] + 1));
  }
  row.byte(CLOSE_OBJECT);
  row.byte(QUOTE);
}
