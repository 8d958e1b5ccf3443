import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { telling } from '../../../src/local/watch/failed-build';

const ROOT = join(__dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'failed-build-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a build tool prints of a source that does not compile. */
function output(tool: string, source: string, ...args: readonly string[]): string[] {
  writeFileSync(join(folder, 'handler.ts'), source);
  try {
    execFileSync(join(ROOT, 'node_modules', '.bin', tool), args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
    return `${stdout}${stderr}`.split('\n');
  }
  throw new Error(`${tool} must fail`);
}

test('of esbuild, its sentence comes first, then the place', () => {
  const told = telling(output('esbuild', 'export const limit = ;\n', 'handler.ts', '--bundle', '--outfile=out.js'));

  expect(told[0]).toContain('[ERROR] Unexpected ";"');
  expect(told.slice(1, 4).join('\n')).toContain('handler.ts:1:21');
});

test('of TypeScript, each error stands with its place', () => {
  const [first] = telling(output('tsc', 'export const limit: number = \'1\';\n', '--noEmit', 'handler.ts'));

  expect(first).toMatch(/handler\.ts\(1,14\): error TS2322: Type 'string'/);
});

test('no frame of the build tool is told, however many there are', () => {
  const told = telling([
    '> cdk synth', '', '✘ [ERROR] Expected ";" but found "x"', '', '    src/handler.ts:6:12:', '      6 │ const y x', '        ╵         ^', '',
    'Error: Failed to bundle asset', '    at AssetStaging.bundle (/app/node_modules/aws-cdk-lib/core/lib/asset-staging.js:2:619)',
    '    at new AssetStaging (/app/node_modules/aws-cdk-lib/core/lib/asset-staging.js:1:2134)', '    at node:internal/main/run_main_module:28:49',
  ]);

  expect(told[0]).toBe('✘ [ERROR] Expected ";" but found "x"');
  expect(told.at(-1)).toBe('Error: Failed to bundle asset');
});

test('without a place the last lines are told', () => {
  expect(telling(Array.from({ length: 30 }, (_, line) => `line ${line}`))).toEqual(Array.from({ length: 20 }, (_, line) => `line ${line + 10}`));
});
