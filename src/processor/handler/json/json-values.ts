import { MINUS, NINE, OPEN_ARRAY, OPEN_OBJECT, QUOTE, ZERO } from './characters';
import { JsonIndex, NO_VALUE } from './json-index';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { Unreadable } from '../request/unreadable';

/** First bytes of `true`, `false` and `null`. */
const TRUE = 0x74;
const FALSE = 0x66;
const NULL = 0x6e;

/** Index of a text that must be JSON; what is wrong with it is told without repeating it. */
export function indexOf(text: Buffer): JsonIndex {
  const index = new JsonIndex(text);
  if (index.add() === NO_VALUE) {
    throw new Unreadable(QUARANTINE_CODES.notJson, `must be JSON, got ${text.length} bytes that are not`);
  }
  return index;
}

/** The elements of an array. */
export function elementsOf(index: JsonIndex, array: number): number[] {
  const elements: number[] = [];
  const behind = index.next(array);
  for (let element = array + 1; element < behind; element = index.next(element)) {
    elements.push(element);
  }
  return elements;
}

/** The value of a member of an object: of the last of that name, as in `JSON.parse`. */
export function memberOf(index: JsonIndex, object: number, name: string): number | undefined {
  let member: number | undefined;
  const behind = index.next(object);
  for (let key = object + 1; key < behind; key = index.next(key + 1)) {
    if (valueOf(index, key) === name) {
      member = key + 1;
    }
  }
  return member;
}

export function isNull(index: JsonIndex, value: number): boolean {
  return index.firstByte(value) === NULL;
}

export function isNumber(index: JsonIndex, value: number): boolean {
  const first = index.firstByte(value);
  return first === MINUS || (first >= ZERO && first <= NINE);
}

/** Whether a string, an object or an array has nothing in it. */
export function isEmpty(index: JsonIndex, value: number): boolean {
  return index.firstByte(value) === QUOTE ? index.end(value) - index.start(value) === 2 : index.next(value) === value + 1;
}

/** What a value is, in the words of JSON. */
export function kindOf(index: JsonIndex, value: number): string {
  switch (index.firstByte(value)) {
    case QUOTE: return 'a string';
    case OPEN_OBJECT: return 'an object';
    case OPEN_ARRAY: return 'an array';
    case TRUE: case FALSE: return 'a boolean';
    case NULL: return 'null';
    default: return 'a number';
  }
}

/** Whether these bytes stand at a position. */
export function isSame(text: Uint8Array, start: number, bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    if (text[start + at] !== bytes[at]) {
      return false;
    }
  }
  return true;
}

/** A value as it was written. */
export function textAt(index: JsonIndex, value: number): string {
  return index.text.toString('utf8', index.start(value), index.end(value));
}

/** What `JSON.parse` makes of a value. */
export function valueOf(index: JsonIndex, value: number): unknown {
  return JSON.parse(textAt(index, value));
}
