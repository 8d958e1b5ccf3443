import { spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type * as spec from '@jsii/spec';
import { PublicApi, ROOT } from './assembly';

const PAGES = [
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.md')).map(file => join('docs', file)),
  join('examples', 'README.md'),
  'CONTRIBUTING.md',
];

/** What it takes a compiler to refuse, in the manner of our pages. */
const WRONG_PAGE = '```ts\nnew TelemetryQueue(this, \'Queue\', { patience: Duration.days(1) });\n```\n';

let errors: string[];

beforeAll(() => {
  PublicApi.load();
  const written = PAGES.map(page => [page, readFileSync(join(ROOT, page), 'utf8')] as const);
  errors = compileErrors([...written, ['wrong.md', WRONG_PAGE]]);
}, 300_000); // a compiler's run

/** As it is done with README and doc comments when the package is compiled; each page stands for the README of a submodule. */
function compileErrors(pages: ReadonlyArray<readonly [string, string]>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'snippets-'));
  for (const part of ['lib', 'node_modules', 'package.json', 'rosetta']) {
    symlinkSync(join(ROOT, part), join(folder, part));
  }
  const { types, submodules, readme, ...assembly } = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as spec.Assembly;
  const readmes = pages.map(([page, markdown]) => [`${assembly.name}.${page}`, { readme: { markdown } }]);
  writeFileSync(join(folder, '.jsii'), JSON.stringify({ ...assembly, submodules: Object.fromEntries(readmes) }));

  const { stderr } = spawnSync(join(ROOT, 'node_modules', '.bin', 'jsii-rosetta'), ['extract', '--strict', folder], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  return stderr.split('\n').filter(line => /error TS/.test(line));
}

test('the TypeScript on every page compiles as it stands, within a stack', () => {
  expect(errors.filter(error => !error.includes('wrong.md'))).toEqual([]);
});

test('a setting that is not there would be an error', () => {
  expect(errors).toContainEqual(expect.stringMatching(/wrong\.md.*'patience' does not exist in type 'TelemetryQueueProps'/));
});
