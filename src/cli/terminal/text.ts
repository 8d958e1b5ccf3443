/** Columns of a terminal. */
export const COLUMNS = 80;

const GRAPHEMES = new Intl.Segmenter();

/** What a terminal draws over two columns. */
const WIDE = /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6\u{20000}-\u{3FFFD}]|\p{Emoji_Presentation}/u;

/** Columns that text takes on a terminal. */
export function columnsOf(text: string): number {
  return [...GRAPHEMES.segment(text)].reduce((sum, { segment }) => sum + widthOf(segment), 0);
}

/** Text that ends in dots where it is cut off, so that it takes no more than so many columns. */
export function shortened(text: string, columns: number): string {
  let [kept, width] = [0, 0];
  for (const { segment, index } of GRAPHEMES.segment(text)) {
    width += widthOf(segment);
    if (width > columns) {
      return `${text.slice(0, kept)}...`;
    }
    if (width <= columns - 3) {
      kept = index + segment.length;
    }
  }
  return text;
}

function widthOf(grapheme: string): number {
  return WIDE.test(grapheme) ? 2 : 1;
}

/** Text in lines that a terminal has room for; an indent is that of each but the first. */
export function wrapped(text: string, indent = '', columns = COLUMNS): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!;
    if (line !== '' && indent.length + line.length + 1 + word.length > columns) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
    }
  }
  return lines.map((line, index) => `${index === 0 ? '' : indent}${line}`);
}

/** Texts as a list. */
export function bullets(texts: readonly string[]): string[] {
  return texts.flatMap(text => wrapped(`- ${text}`, '  '));
}

/** A number with separators between its thousands. */
export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** How long ago something was, in the largest unit that fits. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1_000));
  const [unit, size] = ([['d', 86_400], ['h', 3_600], ['min', 60]] as const).find(([, length]) => seconds >= 2 * length) ?? ['s', 1];
  return `${Math.floor(seconds / size)} ${unit}`;
}

/** Text that no client can make a second line, or a command to the terminal, of. */
export function oneLine(text: string): string {
  return text.replace(/\p{C}+/gu, ' ');
}
