import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as lambda from '@aws-sdk/client-lambda';
import * as sqs from '@aws-sdk/client-sqs';

const ROOT = join(__dirname, '..');
const PAGES = ['README.md', 'CONTRIBUTING.md', 'examples/README.md', ...readdirSync(join(ROOT, 'docs')).filter(file => file.endsWith('.md')).map(file => join('docs', file))];
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8')) as { tasks: Record<string, unknown> };
const OPERATIONS: Record<string, object> = { cloudformation, lambda, sqs };

/** Operations of services that nothing of ours calls, as AWS's reference of the command line has them. */
const OTHER_OPERATIONS = ['apigateway get-account', 'ce update-cost-allocation-tags-status'];

interface Command {
  readonly page: string;
  readonly line: string;
}

/** Commands in blocks of shell, and those between backquotes. */
const COMMANDS: readonly Command[] = PAGES.flatMap(page => {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, block]) => block.replace(/\\\n\s*/g, '').split('\n'));
  const quoted = [...text.matchAll(/`((?:aws|npm|npx) [^`]+)`/g)].map(([, line]) => line);
  return [...blocks, ...quoted].map(line => ({ page, line: line.replace(/\s+#.*/, '').trim() })).filter(({ line }) => line !== '');
});

const starting = (word: string) => COMMANDS.filter(({ line }) => line.startsWith(word));

test.each(starting('npm '))('$page: `$line` is a script of ours, or npm\'s own', ({ line }) => {
  const [, command, script] = line.split(' ');

  expect(command === 'run' ? scripts : { ...scripts, install: '', ci: '' }).toHaveProperty([command === 'run' ? script : command]);
});

test.each(starting('npx projen '))('$page: `$line` is a task', ({ line }) => {
  expect(tasks).toHaveProperty([line.split(' ')[2]]);
});

test.each(starting('npx telemetry-pipeline '))('$page: `$line` has a command and options that its help knows', ({ line }) => {
  const [, , command, ...rest] = line.split(' ');
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'assets', 'cli', 'telemetry-pipeline.js'), command, '--help'], { encoding: 'utf8' });

  expect(status).toBe(0);
  rest.filter(word => word.startsWith('--') && word !== '--').forEach(option => expect(stdout).toContain(option));
});

test.each(starting('aws '))('$page: `$line` is an operation of AWS', ({ line }) => {
  const [, service, operation] = line.split(' ');
  const name = operation.split('-').map(word => word[0].toUpperCase() + word.slice(1)).join('');

  expect(OTHER_OPERATIONS.includes(`${service} ${operation}`) || `${name}Command` in (OPERATIONS[service] ?? {})).toBe(true);
});

test('there are commands of each kind', () => {
  ['npm ', 'npx projen ', 'npx telemetry-pipeline ', 'aws '].forEach(word => expect(starting(word)).not.toEqual([]));
});

test.each(PAGES)('%s links to what is there', page => {
  const links = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\[[^\]]*\]\(([^)\s#:]+)(?:#[^)]*)?\)/g)].map(([, link]) => link);

  expect(links.filter(link => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
});
