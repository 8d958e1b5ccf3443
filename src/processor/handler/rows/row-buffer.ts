import { BACKSLASH, CARRIAGE_RETURN, LINE_FEED, QUOTE, TAB } from '../json/characters';

/** Room for the rows of a request. */
const FIRST_BYTES = 32 * 1024;
const NO_BYTES = Buffer.alloc(0);

/** From here on the runtime copies faster than a loop does. */
const LONG = 96;

/**
 * What stands behind a backslash in the place of a byte, or 0 for a byte that stands for itself. JSON has no other control
 * characters between its values, and none within its strings.
 */
const LETTER_OF = new Uint8Array(256);
LETTER_OF[QUOTE] = QUOTE;
LETTER_OF[BACKSLASH] = BACKSLASH;
LETTER_OF[TAB] = 't'.charCodeAt(0);
LETTER_OF[LINE_FEED] = 'n'.charCodeAt(0);
LETTER_OF[CARRIAGE_RETURN] = 'r'.charCodeAt(0);

/**
 * Rows as bytes, written one after the other.
 *
 * Values of a request that are JSON already are copied as they stand, and escaped where they become the text of a column,
 * so that nothing is made of them in between: that is most of what the processor does.
 */
export class RowBuffer {
  /** Bytes written so far. */
  public length = 0;

  private buffer = NO_BYTES;

  /** @param firstBytes - room that is made at the first write */
  constructor(private readonly firstBytes = FIRST_BYTES) {}

  /** Bytes that there is room for. */
  public get capacity(): number {
    return this.buffer.length;
  }

  /** Writes bytes as they are. */
  public copy(from: Uint8Array, start: number, end: number): void {
    this.makeRoom(end - start);
    if (end - start > LONG) {
      this.buffer.set(from.subarray(start, end), this.length);
      this.length += end - start;
      return;
    }
    const { buffer } = this;
    let to = this.length;
    for (let at = start; at < end; at += 1) {
      buffer[to] = from[at];
      to += 1;
    }
    this.length = to;
  }

  /** Writes JSON as the inside of a string: quotes, backslashes and the control characters between its values are escaped. */
  public copyEscaped(from: Uint8Array, start: number, end: number): void {
    this.makeRoom(2 * (end - start));
    const { buffer } = this;
    let to = this.length;
    for (let at = start; at < end; at += 1) {
      const byte = from[at];
      const letter = LETTER_OF[byte];
      if (letter === 0) {
        buffer[to] = byte;
        to += 1;
      } else {
        buffer[to] = BACKSLASH;
        buffer[to + 1] = letter;
        to += 2;
      }
    }
    this.length = to;
  }

  /** Writes bytes that are always the same. */
  public bytes(bytes: Uint8Array): void {
    this.copy(bytes, 0, bytes.length);
  }

  /** Writes a byte. */
  public byte(byte: number): void {
    this.makeRoom(1);
    this.buffer[this.length] = byte;
    this.length += 1;
  }

  /** Writes text as UTF-8. */
  public text(text: string): void {
    this.makeRoom(3 * text.length);
    this.length += this.buffer.write(text, this.length);
  }

  /** Forgets what was written behind a length. */
  public cutTo(length: number): void {
    this.length = length;
  }

  /** What was written, as a part of this buffer: it must not be written to any more. */
  public take(): Buffer {
    return this.buffer.subarray(0, this.length);
  }

  private makeRoom(count: number): void {
    const needed = this.length + count;
    if (needed > this.buffer.length) {
      const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.buffer.length, this.firstBytes));
      this.buffer.copy(larger, 0, 0, this.length);
      this.buffer = larger;
    }
  }
}
