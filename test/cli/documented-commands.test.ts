import { spawnSync } from 'child_process';
import { readFileSync } from 'fs';
import { join } from 'path';

const ROOT = join(__dirname, '..', '..');
const COMMAND = join(ROOT, 'assets', 'cli', 'telemetry-pipeline.js');

const page = readFileSync(join(ROOT, 'docs', 'redrive.md'), 'utf8');
const commands = [...page.matchAll(/^npx telemetry-pipeline (.+)$/gm)].map(([, command]) => command);
const helps = new Map(['dlq', 'quarantine', 'tail'].map(name => [name, spawnSync(process.execPath, [COMMAND, name, '--help'], { encoding: 'utf8' }).stdout]));

test('the page has commands of every kind', () => {
  expect(commands.length).toBeGreaterThanOrEqual(10);
});

test.each(commands)('the help knows all of: %s', command => {
  const [name, ...words] = command.split(' ');
  const action = words[0].startsWith('--') ? '' : words[0];

  expect(helps.get(name)).toMatch(new RegExp(`^telemetry-pipeline ${name} ?${action}`, 'm'));
  for (const option of words.filter(word => word.startsWith('--'))) {
    expect(helps.get(name)).toMatch(new RegExp(`^  ${option} `, 'm'));
  }
});

test.each([...helps.keys()])('the help of %s fits a terminal, and tells every option that is taken', name => {
  const help = helps.get(name)!;
  const asked = [...help.matchAll(/^ {2}(--[a-z-]+)( [A-Z]+)?/gm)];

  expect(help.split('\n').filter(line => line.length > 80)).toEqual([]);
  expect(asked.length).toBeGreaterThan(8);
  const options = asked.flatMap(([, option, value]) => value === undefined ? [option] : [option, '1']);
  const { stderr } = spawnSync(process.execPath, [COMMAND, name, ...options, '--unknown'], { encoding: 'utf8' });
  expect(stderr).toContain('Unknown option \'--unknown\'');
});
