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

/** Lines of a table: the first column to the left, the others to the right. */
export function textTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map(row => row[column].length)));
  return rows.map(row => `  ${row.map((cell, column) => column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])).join('  ')}`.trimEnd());
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
