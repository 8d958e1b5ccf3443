import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as lambda from '@aws-sdk/client-lambda';
import * as sqs from '@aws-sdk/client-sqs';
import { commandsStarting, PAGES, ROOT } from './fixtures/documented-commands';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8')) as { tasks: Record<string, unknown> };
const OPERATIONS: Record<string, object> = { cloudformation, lambda, sqs };

/** Operations of services that nothing of ours calls, as AWS's reference of the command line has them. */
const OTHER_OPERATIONS = ['apigateway get-account', 'ce update-cost-allocation-tags-status'];

test.each(commandsStarting('npm '))('$page: `$line` is a script of ours, or npm\'s own', ({ line }) => {
  const [, command, script] = line.split(' ');

  expect(command === 'run' ? scripts : { ...scripts, install: '', ci: '' }).toHaveProperty([command === 'run' ? script : command]);
});

test.each(commandsStarting('npx projen '))('$page: `$line` is a task', ({ line }) => {
  expect(tasks).toHaveProperty([line.split(' ')[2]]);
});

test.each(commandsStarting('aws '))('$page: `$line` is an operation of AWS', ({ line }) => {
  const [, service, operation] = line.split(' ');
  const name = operation.split('-').map(word => word[0].toUpperCase() + word.slice(1)).join('');

  expect(OTHER_OPERATIONS.includes(`${service} ${operation}`) || `${name}Command` in (OPERATIONS[service] ?? {})).toBe(true);
});

test('there are commands of each kind', () => {
  ['npm ', 'npx projen ', 'npx telemetry-pipeline ', 'aws '].forEach(word => expect(commandsStarting(word)).not.toEqual([]));
});

test.each(PAGES)('%s links to what is there', page => {
  const links = [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\[[^\]]*\]\(([^)\s#:]+)(?:#[^)]*)?\)/g)].map(([, link]) => link);

  expect(links.filter(link => !existsSync(join(ROOT, dirname(page), link)))).toEqual([]);
});
