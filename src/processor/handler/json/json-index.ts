import { CLOSE_OBJECT, COLON, COMMA, OPEN_ARRAY, OPEN_OBJECT, QUOTE } from './characters';
import { afterSpace, endOfString, endOfWord, NOT_JSON } from './json-syntax';

/** In the place of a value: there is none. */
export const NO_VALUE = -1;

/** Numbers kept for each value: where it begins, where it ends, and which value follows behind all that is in it. */
const START = 0;
const END = 1;
const NEXT = 2;
const NUMBERS = 3;

/** What is nested deeper is more than Athena's JSON functions take. */
export const MAX_DEPTH = 1_000;

/** Most numbers that are kept from one request for the next; an index of a larger text is let go. */
const MOST_KEPT = 1024 * 1024;

let kept = new Int32Array(64 * 1024); // between awaits only: nobody keeps an index for longer

/**
 * Tells where the values of a JSON text stand, after a single look at each of its bytes; it makes nothing of them.
 *
 * This is where `JSON.parse` would spend its time, and what it would lose: numbers of any size, the order of keys, and keys
 * that are there twice stay as their client wrote them. Whether a text is JSON is told exactly as `JSON.parse` tells it,
 * but without recursion: text may be nested as deep as it is long.
 *
 * Values are numbered in their order: a container is followed by what is in it, and an object holds names and values in turn.
 *
 * There is one index at a time: a new one takes over the memory of the one before.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export class JsonIndex {
  /** Number of values. */
  public length = 0;

  /** Positions at which the text is nested deeper than it may be. */
  public readonly tooDeep: number[] = [];

  /** @param numbers - memory to use; an index that stands beside another needs its own */
  constructor(public readonly text: Buffer, private numbers = kept) {}

  /** Where a value begins. */
  public start(value: number): number {
    return this.numbers[NUMBERS * value + START];
  }

  /** Where a value ends. */
  public end(value: number): number {
    return this.numbers[NUMBERS * value + END];
  }

  /** The value behind this one and all that is in it. */
  public next(value: number): number {
    return this.numbers[NUMBERS * value + NEXT];
  }

  /** The first byte of a value, which tells its kind. */
  public firstByte(value: number): number {
    return this.text[this.start(value)];
  }

  /** Adds a part of the text that must be one value; returns the value, or `NO_VALUE` when it is not JSON. */
  public add(from = 0, to = this.text.length): number {
    this.makeRoom(to - from);
    const root = this.length;
    if (this.read(this.text.subarray(from, to), from)) {
      return root;
    }
    this.length = root;
    return NO_VALUE;
  }

  private read(text: Uint8Array, offset: number): boolean {
    const { numbers } = this;
    const open: number[] = []; // the containers that are not closed yet, the innermost last
    let closing = NO_VALUE; // the bracket that closes the innermost
    let value = this.length;
    let at = afterSpace(text, 0);

    for (;;) {
      if (closing === CLOSE_OBJECT) {
        const end = text[at] === QUOTE ? endOfString(text, at) : NOT_JSON;
        note(numbers, value, offset + at, offset + end);
        value += 1;
        const colon = end === NOT_JSON ? text.length : afterSpace(text, end);
        if (text[colon] !== COLON) {
          return false;
        }
        at = afterSpace(text, colon + 1);
      }

      const first = text[at];
      if (first === OPEN_OBJECT || first === OPEN_ARRAY) {
        numbers[NUMBERS * value + START] = offset + at;
        open.push(value);
        value += 1;
        closing = first + 2;
        if (open.length > MAX_DEPTH) {
          this.tooDeep.push(offset + at);
        }
        at = afterSpace(text, at + 1);
        if (text[at] !== closing) {
          continue;
        }
      } else {
        const end = first === QUOTE ? endOfString(text, at) : endOfWord(text, at);
        if (end === NOT_JSON) {
          return false;
        }
        note(numbers, value, offset + at, offset + end);
        value += 1;
        at = afterSpace(text, end);
      }

      while (text[at] === closing) {
        const container = open.pop()!;
        numbers[NUMBERS * container + END] = offset + at + 1;
        numbers[NUMBERS * container + NEXT] = value;
        closing = open.length === 0 ? NO_VALUE : text[numbers[NUMBERS * open[open.length - 1]] - offset] + 2;
        at = afterSpace(text, at + 1);
      }
      if (open.length === 0) {
        this.length = value;
        return at === text.length;
      }
      if (text[at] !== COMMA) {
        return false;
      }
      at = afterSpace(text, at + 1);
    }
  }

  /** A value takes at least two bytes, with the comma or bracket behind it. */
  private makeRoom(bytes: number): void {
    const needed = NUMBERS * (this.length + bytes / 2 + 2);
    if (needed > this.numbers.length) {
      const larger = new Int32Array(Math.ceil(Math.max(needed, 2 * this.numbers.length)));
      larger.set(this.numbers.subarray(0, NUMBERS * this.length));
      if (this.numbers === kept && larger.length <= MOST_KEPT) {
        kept = larger;
      }
      this.numbers = larger;
    }
  }
}

function note(numbers: Int32Array, value: number, start: number, end: number): void {
  const entry = NUMBERS * value;
  numbers[entry + START] = start;
  numbers[entry + END] = end;
  numbers[entry + NEXT] = value + 1;
}
