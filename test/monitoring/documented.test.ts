import { readFileSync } from 'fs';
import { join } from 'path';
import { repository } from '../../package.json';
import { PipelineAlarm } from '../../src';
import { HANDLER_METRICS } from '../../src/wire/handler-metrics';
import { OPERATIONS_PAGE } from '../../src/wire/operations-page';

const docs = join(__dirname, '..', '..', 'docs');
const page = readFileSync(join(docs, 'operations.md'), 'utf8');
const [, alarms] = page.split(/^## (?=The alarms$)/m);
const sections = alarms.split(/^## /m)[0].split(/^### /m).slice(1).map(text => ({ name: text.slice(0, text.indexOf('\n')), text }));

test('every alarm has a section with its name, in the order of the path, and there is no section without an alarm', () => {
  expect(sections.map(({ name }) => name)).toEqual(Object.values(PipelineAlarm));
});

test.each(sections)('the section of $name says what it means, what to check, and how to repair it', ({ text }) => {
  ['Means', 'Check', 'Repair'].forEach(word => expect(text).toContain(`**${word}.**`));
});

test('alarms lead to this page in the repository of the package', () => {
  expect(OPERATIONS_PAGE).toBe(repository.url.replace(/\.git$/, '/blob/main/docs/operations.md'));
});

test('the page of metrics has a row for each that the handler tells, and no other', () => {
  const rows = [...readFileSync(join(docs, 'metrics.md'), 'utf8').matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);

  expect(rows).toEqual(Object.values(HANDLER_METRICS));
});
