const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);
const SPACE = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Each element of an array as it was written. The text must be known to be JSON. */
export function elementTexts(array: string): string[] {
  const texts: string[] = [];
  for (let at = firstItem(array); !CLOSING.has(array.charCodeAt(at));) {
    const end = endOfValue(array, at);
    texts.push(array.slice(at, end));
    at = nextItem(array, end);
  }
  return texts;
}

/** A member of an object as it was written: the last of that name, as in `JSON.parse`. The text must be known to be JSON. */
export function memberText(object: string, name: string): string | undefined {
  let found: string | undefined;
  for (let at = firstItem(object); !CLOSING.has(object.charCodeAt(at));) {
    const endOfName = endOfString(object, at);
    const start = afterSpace(object, afterSpace(object, endOfName) + 1);
    const end = endOfValue(object, start);
    if (JSON.parse(object.slice(at, endOfName)) === name) {
      found = object.slice(start, end);
    }
    at = nextItem(object, end);
  }
  return found;
}

function firstItem(text: string): number {
  return afterSpace(text, afterSpace(text, 0) + 1);
}

function nextItem(text: string, end: number): number {
  const at = afterSpace(text, end);
  return text.charCodeAt(at) === COMMA ? afterSpace(text, at + 1) : at;
}

function afterSpace(text: string, start: number): number {
  let at = start;
  while (SPACE.has(text.charCodeAt(at))) {
    at += 1;
  }
  return at;
}

/** Counts brackets instead of recursing: a value may be nested as deep as a body is long. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  do {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (OPENING.has(code)) {
      depth += 1;
      at += 1;
    } else if (CLOSING.has(code)) {
      depth -= 1;
      at += 1;
    } else {
      at = depth > 0 ? at + 1 : endOfWord(text, at);
    }
  } while (depth > 0);
  return at;
}

function endOfString(text: string, start: number): number {
  let at = text.indexOf('"', start + 1);
  while (isEscaped(text, at)) {
    at = text.indexOf('"', at + 1);
  }
  return at + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let first = quote;
  while (text.charCodeAt(first - 1) === BACKSLASH) {
    first -= 1;
  }
  return (quote - first) % 2 === 1;
}

/** Of a number, true, false or null. */
function endOfWord(text: string, start: number): number {
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== COMMA && !CLOSING.has(text.charCodeAt(at)) && !SPACE.has(text.charCodeAt(at))) {
    at += 1;
  }
  return at;
}
