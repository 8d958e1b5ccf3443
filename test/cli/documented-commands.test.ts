import { spawnSync } from 'child_process';
import { join } from 'path';
import { commandsStarting, ROOT } from '../fixtures/documented-commands';

const COMMAND = join(ROOT, 'assets', 'cli', 'telemetry-pipeline.js');

function run(...args: string[]) {
  return spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });
}

const overview = run('--help').stdout;
const names = [...overview.matchAll(/^ {2}([a-z]+) {2,}/gm)].map(([, name]) => name);
const helps = new Map(names.map(name => [name, run(name, '--help')]));
const commands = commandsStarting('npx telemetry-pipeline ').map(({ page, line }) => ({ page, command: line.replace('npx telemetry-pipeline ', '') }));

test('the page about redrive has commands of every kind, and others have some', () => {
  const redrive = commands.filter(({ page }) => page.endsWith('redrive.md'));

  expect(redrive.length).toBeGreaterThanOrEqual(10);
  expect(commands.length - redrive.length).toBeGreaterThanOrEqual(10);
});

test.each(commands)('$page: the help knows all of: $command', ({ command }) => {
  const [name, ...words] = command.replace(/ -- .*/, '').split(' ');
  const action = words.length === 0 || words[0].startsWith('--') ? '' : words[0];
  const { status, stdout } = helps.get(name)!;

  expect(status).toBe(0);
  expect(stdout).toMatch(new RegExp(`^telemetry-pipeline ${name} ?\\[?${action}`, 'm'));
  for (const option of words.filter(word => word.startsWith('--'))) {
    expect(stdout).toMatch(new RegExp(`(^  |^telemetry-pipeline .*)${option}[ \\n]`, 'm'));
  }
});

test('the overview names every command, and fits a terminal', () => {
  const [, taken] = /the command must be one of (.*), got/.exec(run('nothing').stderr)!;

  expect([...names].sort()).toEqual(taken.split(', ').sort());
  expect(overview.split('\n').filter(line => line.length > 80)).toEqual([]);
});

test.each(names)('the help of %s fits a terminal, and every option that it tells is taken', name => {
  const help = helps.get(name)!.stdout;
  const asked = [...help.matchAll(/^ {2}(--[a-z-]+)( [A-Z]+)?/gm)];

  expect(help.split('\n').filter(line => line.length > 80)).toEqual([]);
  expect(asked.length).toBeGreaterThan(['dlq', 'quarantine', 'tail'].includes(name) ? 8 : 1);
  const options = asked.flatMap(([, option, value]) => value === undefined ? [option] : [option, '1']);
  expect(run(name, ...options, '--unknown').stderr).toContain('Unknown option \'--unknown\'');
});
