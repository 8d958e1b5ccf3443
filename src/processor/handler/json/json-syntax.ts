import { BACKSLASH, CARRIAGE_RETURN, LINE_FEED, MINUS, NINE, PLUS, POINT, QUOTE, SPACE, TAB, ZERO } from './characters';

const WORDS = ['true', 'false', 'null'].map(word => Buffer.from(word));

/** What may stand behind a backslash, besides `u` and four digits. */
const ESCAPED = flags(Buffer.from('"\\/bfnrt'));
const HEXADECIMAL = flags(Buffer.from('0123456789abcdefABCDEF'));
const UNICODE = 0x75;
const EXPONENT = 0x65;
const CAPITAL_EXPONENT = 0x45;

/** What a string is made of, besides escapes: no control characters. */
const PLAIN = flags(Array.from({ length: 256 }, (_, byte) => byte).filter(byte => byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH));

/** In the place of a position: the text is not JSON. */
export const NOT_JSON = -1;

/** Skips what JSON takes for space. */
export function afterSpace(text: Uint8Array, start: number): number {
  let at = start;
  while (text[at] <= SPACE && isSpace(text[at])) {
    at += 1;
  }
  return at;
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === LINE_FEED || byte === CARRIAGE_RETURN || byte === TAB;
}

/** Where a number, `true`, `false` or `null` ends. */
export function endOfWord(text: Uint8Array, start: number): number {
  const first = text[start];
  if (first === MINUS || isDigit(first)) {
    return endOfNumber(text, start);
  }
  const word = WORDS.find(candidate => candidate[0] === first);
  return word?.every((byte, index) => text[start + index] === byte) ? start + word.length : NOT_JSON;
}

/** Where a string ends, behind its quote. */
export function endOfString(text: Uint8Array, start: number): number {
  let at = start + 1;
  for (;;) {
    while (PLAIN[text[at]] === 1) {
      at += 1;
    }
    if (text[at] === QUOTE) {
      return at + 1;
    }
    if (text[at] !== BACKSLASH) {
      return NOT_JSON; // a control character, or the end of the text
    }
    if (text[at + 1] === UNICODE && isHexadecimal(text, at + 2)) {
      at += 6;
    } else if (ESCAPED[text[at + 1]] === 1) {
      at += 2;
    } else {
      return NOT_JSON;
    }
  }
}

function isHexadecimal(text: Uint8Array, start: number): boolean {
  return HEXADECIMAL[text[start]] + HEXADECIMAL[text[start + 1]] + HEXADECIMAL[text[start + 2]] + HEXADECIMAL[text[start + 3]] === 4;
}

function endOfNumber(text: Uint8Array, start: number): number {
  const first = text[start] === MINUS ? start + 1 : start;
  let at = text[first] === ZERO ? first + 1 : endOfDigits(text, first);
  if (at !== NOT_JSON && text[at] === POINT) {
    at = endOfDigits(text, at + 1);
  }
  if (at !== NOT_JSON && (text[at] === EXPONENT || text[at] === CAPITAL_EXPONENT)) {
    at = endOfDigits(text, text[at + 1] === PLUS || text[at + 1] === MINUS ? at + 2 : at + 1);
  }
  return at;
}

function endOfDigits(text: Uint8Array, start: number): number {
  let at = start;
  while (isDigit(text[at])) {
    at += 1;
  }
  return at === start ? NOT_JSON : at;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= NINE;
}

/** 1 for each of these bytes, else 0. */
function flags(bytes: Iterable<number>): Uint8Array {
  const table = new Uint8Array(256);
  for (const byte of bytes) {
    table[byte] = 1;
  }
  return table;
}
