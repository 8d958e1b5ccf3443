import { execFileSync } from 'child_process';
import { accessSync, constants, readFileSync } from 'fs';
import { join } from 'path';

const root = join(__dirname, '..');
const [packed] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=silent'], { cwd: root, encoding: 'utf8' }));
const files: string[] = packed.files.map(({ path }: { path: string }) => path);

test('ships the constructs with their types, for every language of jsii', () => {
  expect(files).toEqual(expect.arrayContaining(['.jsii', 'lib/index.js', 'lib/index.d.ts', 'lib/telemetry-pipeline.js', 'lib/wire/archive-columns.js']));
});

test('ships the handler, the command line and the local runtime as bundles', () => {
  expect(files).toEqual(expect.arrayContaining([
    'assets/processor/telemetry.lambda/index.js', 'assets/cli/telemetry-pipeline.js', 'assets/local-runtime/interface-client/index.mjs',
  ]));
});

test('ships the licences of what is bundled', () => {
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'assets/THIRD-PARTY-LICENSES', 'assets/local-runtime/interface-client/NOTICE']));
});

test('ships the pieces of the handler with their types, for handlers of one\'s own', () => {
  expect(files).toEqual(expect.arrayContaining(['lib/processing.js', 'lib/processing.d.ts', 'lib/processor/handler/commit/group-commit.js']));
  expect(files.filter(file => /ajv-runtime|schema-compiler\.(js|d\.ts)$/.test(file) && file.startsWith('lib/'))).toEqual([]);
});

test('ships nothing that only we need', () => {
  const dead = files.filter(file => /(^lib\/.*(local|cli)\/|\.lambda\.(js|d\.ts)$|\.map$|^(test|src|docs|demo|telemetry-demo|cdk\.out|coverage|test-reports|bench|examples|projenrc|rosetta|node_modules|\.ci|\.github)\/|tabl\.json)/.test(file));

  expect(dead).toEqual([]);
});

test('has no dependency besides its two peers', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

  expect(manifest.dependencies ?? {}).toEqual({});
  expect(Object.keys(manifest.peerDependencies)).toEqual(['aws-cdk-lib', 'constructs']);
});

test('its command can be run', () => {
  const { bin } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const command = join(root, bin['telemetry-pipeline']);

  expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(() => accessSync(command, constants.X_OK)).not.toThrow();
});

test('has a lock file that works with any registry', () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');

  expect(lock).not.toContain('"resolved": "http');
});
