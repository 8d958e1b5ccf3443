/** Columns of a terminal. */
export const COLUMNS = 80;

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
