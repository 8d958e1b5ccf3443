import { COLUMNS, columnsOf, shortened } from './text';

const GAP = '  ';

/** Text in columns, no line longer than a terminal is wide: the last column gives way. Numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows.map(row => row.map(cell => typeof cell === 'number' ? count(cell) : shortened(oneLine(cell), COLUMNS)))];
  const widths = head.map((_, column) => Math.max(...cells.map(row => columnsOf(row[column]))));
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  widths[head.length - 1] = Math.max(8, Math.min(widths[head.length - 1], COLUMNS - before));

  const isNumber = head.map((_, column) => rows.length > 0 && rows.every(row => typeof row[column] === 'number'));
  return cells.map(row => row.map((cell, column) => {
    const text = shortened(cell, widths[column]);
    const gap = ' '.repeat(widths[column] - columnsOf(text));
    return isNumber[column] ? gap + text : text + gap;
  }).join(GAP).trimEnd()).join('\n');
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
