import { table } from '../../src/cli/terminal/table';
import { columnsOf, shortened } from '../../src/cli/terminal/text';

test.each([
  { text: 'Clicked', columns: 7 },
  { text: '注文完了', columns: 8 },
  { text: '주문 완료', columns: 9 },
  { text: '🎉', columns: 2 },
  { text: 'été', columns: 3 },
])('$text takes $columns columns', ({ text, columns }) => {
  expect(columnsOf(text)).toBe(columns);
});

test('is cut off before it takes more columns than there are, and never inside a character', () => {
  expect(shortened('注文完了', 8)).toBe('注文完了');
  expect(shortened('注文完了しました', 8)).toBe('注文...');
  expect(shortened('🎉🎉🎉🎉🎉', 9)).toBe('🎉🎉🎉...');
  expect(columnsOf(shortened('注'.repeat(1_000), 80))).toBeLessThanOrEqual(80);
});

test('columns of a table stand below each other, whatever is written in them', () => {
  const lines = table(['path', 'body'], [['/注文', '完了'.repeat(60)], ['/orders', 'done']]).split('\n');

  expect(lines.map(line => columnsOf(line.slice(0, line.search(/body|完了|done/))))).toEqual([9, 9, 9]);
  expect(lines.every(line => columnsOf(line) <= 80)).toBe(true);
});
