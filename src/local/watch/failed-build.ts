/** Lines of a failed build that are told again, with what was wrong among them. */
const TOLD_LINES = 20;

/** A line that names a place in a source: TypeScript and esbuild, Node, and most others write it so. */
const PLACE = /[\w./\\-]+\.\w+(?::\d+|\(\d+,\d+\))/;

/** Lines before that one in which esbuild says what is wrong. */
const LINES_BEFORE = 3;

/** A frame of a stack, which tells of the build tool and not of the source. */
const FRAME = /^\s*at .*[:)]/;

/** What a failed build says of its source: from the sentence before the first place on, as far as it is worth telling; else the last lines. */
export function telling(lines: readonly string[]): readonly string[] {
  const said = lines.filter(line => !FRAME.test(line));
  const place = said.findIndex(line => PLACE.test(line));
  if (place < 0) {
    return said.slice(-TOLD_LINES);
  }
  const begin = Math.max(0, place - LINES_BEFORE);
  const sentence = said.slice(begin, place).findIndex(line => /error/i.test(line));
  const first = sentence < 0 ? place : begin + sentence;
  return said.slice(first, first + TOLD_LINES);
}
