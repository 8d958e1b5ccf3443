import { COLUMNS, columnsOf, count, oneLine, shortened } from './text';

const GAP = '  ';

/** Text in columns, no line longer than a terminal is wide: the last column gives way. Numbers stand to the right. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows.map(row => row.map(cell => typeof cell === 'number' ? count(cell) : shortened(oneLine(cell), COLUMNS)))];
  const widths = widthsOf(cells);
  const before = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  widths[head.length - 1] = Math.max(8, Math.min(widths[head.length - 1], COLUMNS - before));

  const isNumber = head.map((_, column) => rows.length > 0 && rows.every(row => typeof row[column] === 'number'));
  return cells.map(row => line(row.map((cell, column) => shortened(cell, widths[column])), widths, column => isNumber[column])).join('\n');
}

/** Lines of a table of figures, a little to the right of the text around it: its first column names them. */
export function figureTable(rows: readonly (readonly string[])[]): string[] {
  const widths = widthsOf(rows);
  return rows.map(row => GAP + line(row, widths, column => column > 0));
}

function widthsOf(rows: readonly (readonly string[])[]): number[] {
  return rows[0].map((_, column) => Math.max(...rows.map(row => columnsOf(row[column]))));
}

function line(cells: readonly string[], widths: readonly number[], isToTheRight: (column: number) => boolean): string {
  return cells.map((cell, column) => {
    const gap = ' '.repeat(widths[column] - columnsOf(cell));
    return isToTheRight(column) ? gap + cell : cell + gap;
  }).join(GAP).trimEnd();
}
