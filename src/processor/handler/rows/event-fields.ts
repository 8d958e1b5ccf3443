import { BACKSLASH } from '../json/characters';
import type { JsonIndex } from '../json/json-index';
import { isSame, valueOf } from '../json/json-values';

/** Fields of an event that have a column of their own, or whose content does. */
export const FIELD = {
  messageId: 0,
  type: 1,
  event: 2,
  name: 3,
  userId: 4,
  anonymousId: 5,
  groupId: 6,
  previousId: 7,
  timestamp: 8,
  originalTimestamp: 9,
  sentAt: 10,
  writeKey: 11,
  context: 12,
  properties: 13,
  traits: 14,
  integrations: 15,
} as const;

export type FieldName = keyof typeof FIELD;

const NAMES = Object.keys(FIELD) as readonly FieldName[];
const NAME_BYTES = NAMES.map(name => Buffer.from(name));

const NO_FIELD = -1;

/** Length and third letter tell all fields apart; the field is then compared as a whole. */
const LONGEST_NAME = Math.max(...NAMES.map(({ length }) => length));
const LETTERS = 32;
const FIELD_BY_TRAITS = new Int8Array((LONGEST_NAME + 1) * LETTERS).fill(NO_FIELD);
NAME_BYTES.forEach((name, field) => {
  FIELD_BY_TRAITS[traitsOf(name, 0, name.length)] = field;
});

/**
 * Finds the fields of an event.
 *
 * One object serves all events of a request, one after the other.
 */
export class EventFields {
  /** Names of all other members. */
  public readonly others: number[] = [];

  private readonly values: number[] = NAMES.map(() => 0);

  constructor(public readonly index: JsonIndex) {}

  /** Reads an object; of two members of a name the last counts, as in `JSON.parse`. */
  public read(object: number): this {
    const { index, values, others } = this;
    values.fill(0);
    others.length = 0;

    const behind = index.next(object);
    for (let name = object + 1; name < behind; name = index.next(name + 1)) {
      const field = fieldOf(index, name);
      if (field === NO_FIELD) {
        others.push(name);
      } else {
        values[field] = name + 1;
      }
    }
    return this;
  }

  /** The value of a field; 0 when the event has no such field, which is never the value of one. */
  public valueOf(field: FieldName): number {
    return this.values[FIELD[field]];
  }
}

function fieldOf(index: JsonIndex, name: number): number {
  const start = index.start(name) + 1;
  const length = index.end(name) - 1 - start;
  const field = length > LONGEST_NAME ? NO_FIELD : FIELD_BY_TRAITS[traitsOf(index.text, start, length)];
  if (field !== NO_FIELD && isSame(index.text, start, NAME_BYTES[field])) {
    return field;
  }
  return isEscaped(index.text, start, start + length) ? NAMES.findIndex(candidate => candidate === valueOf(index, name)) : NO_FIELD;
}

function traitsOf(text: Uint8Array, start: number, length: number): number {
  return length * LETTERS + text[start + 2] % LETTERS;
}

/** A client may write `\u0074ype` for `type`. */
function isEscaped(text: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) {
    if (text[at] === BACKSLASH) {
      return true;
    }
  }
  return false;
}
