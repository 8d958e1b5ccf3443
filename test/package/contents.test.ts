import { execFileSync } from 'child_process';
import { accessSync, constants, existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';
import { PackedPackage, ROOT } from './packed';

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
let packed: PackedPackage;
let files: readonly string[];
let installed: string;

beforeAll(() => {
  packed = PackedPackage.pack();
  files = packed.files;
  installed = join(packed.installInto('project', []), 'node_modules', manifest.name);
});

afterAll(() => packed.remove());

test('ships the constructs with their types, for every language of jsii', () => {
  expect(files).toEqual(expect.arrayContaining(['.jsii', 'lib/index.js', 'lib/index.d.ts', 'lib/telemetry-pipeline.js', 'lib/wire/archive-columns.js']));
});

test('ships the handler, the command line, the local runtime and its page as bundles', () => {
  expect(files).toEqual(expect.arrayContaining([
    'assets/processor/telemetry.lambda/index.js', 'assets/cli/telemetry-pipeline.js', 'assets/local-runtime/interface-client/index.mjs',
    'assets/local-page/index.html', 'assets/local-page/page.css', 'assets/local-page/page.js', 'assets/html-page/charts.js', 'assets/html-page/page.css',
  ]));
});

test('ships the licences of what is bundled, each with its text', () => {
  expect(files).toEqual(expect.arrayContaining(['LICENSE', 'assets/THIRD-PARTY-LICENSES', 'assets/local-runtime/interface-client/NOTICE']));

  const licences = readFileSync(join(installed, 'assets', 'THIRD-PARTY-LICENSES'), 'utf8').split(/^(?:== .*\n)+/m).slice(1);
  expect(licences.length).toBeGreaterThan(5);
  expect(licences.filter(text => !/copyright/i.test(text) || text.length < 500)).toEqual([]);
});

test('names each module that is bundled among the licences', () => {
  const licences = readFileSync(join(installed, 'assets', 'THIRD-PARTY-LICENSES'), 'utf8');

  ['@aws-sdk/client-s3', '@aws-sdk/client-sqs', '@smithy/core', 'ajv', 'ajv-formats', 'chart.js', 'velocityjs'].forEach(module => {
    expect(licences).toMatch(new RegExp(`^== ${module} \\d`, 'm'));
  });
});

test('ships the pieces of the handler with their types, for handlers of one\'s own', () => {
  expect(files).toEqual(expect.arrayContaining(['lib/processing.js', 'lib/processing.d.ts', 'lib/processor/handler/commit/group-commit.js']));
  expect(files.filter(file => /ajv-runtime|schema-compiler\.(js|d\.ts)$/.test(file) && file.startsWith('lib/'))).toEqual([]);
});

test('ships no code of the handler that nothing of the package loads', () => {
  const loaded = loadedFrom(['lib/index.js', 'lib/index.d.ts', 'lib/processing.js', 'lib/processing.d.ts']);
  const aboutHandler = files.filter(file => /^lib\/(processor\/handler|write-keys\/runtime)\//.test(file));

  expect(aboutHandler.filter(file => file.endsWith('.js') && !loaded.has(file) && !loaded.has(file.replace(/js$/, 'd.ts')))).toEqual([]);
  expect(aboutHandler.length).toBeGreaterThan(0);
});

test('ships no source map', () => {
  const mapped = files.filter(file => /\.(m?js|ts)$/.test(file) && /^\/\/# sourceMappingURL=/m.test(readFileSync(join(installed, file), 'utf8')));

  expect(mapped).toEqual([]);
});

test('ships nothing that only we need', () => {
  const dead = files.filter(file => /(^lib\/.*(local|cli)\/|\.lambda\.(js|d\.ts)$|\.map$|^(test|src|docs|demo|telemetry-demo|cdk\.out|coverage|test-reports|bench|examples|projenrc|rosetta|node_modules|\.ci|\.github)\/|tabl\.json)/.test(file));

  expect(dead).toEqual([]);
});

test('has no dependency besides its two peers', () => {
  expect(manifest.dependencies ?? {}).toEqual({});
  expect(Object.keys(manifest.peerDependencies)).toEqual(['aws-cdk-lib', 'constructs']);
});

test('its command can be run', () => {
  const command = join(installed, manifest.bin['telemetry-pipeline']);

  expect(readFileSync(command, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(() => accessSync(command, constants.X_OK)).not.toThrow();
});

test('weighs less than a megabyte as npm packs it, and less than 300 kB without the assets', () => {
  const withoutAssets = execFileSync('tar', ['-cz', '--exclude=./assets', '.'], { cwd: installed, maxBuffer: 10_000_000 });

  expect(packed.size).toBeLessThan(1_000_000);
  expect(withoutAssets.length).toBeLessThan(300_000);
});

test('can be found: by its keywords, with a licence that Construct Hub takes, and its sources', () => {
  expect(manifest.keywords).toEqual(expect.arrayContaining(['cdk', 'aws-cdk', 'awscdk']));
  expect(manifest).toMatchObject({
    license: 'Apache-2.0',
    stability: 'stable',
    description: expect.stringMatching(/.{40}/),
    author: { organization: true },
    repository: { type: 'git', url: expect.stringMatching(/^https:\/\/github\.com\/.*\.git$/) },
  });
  expect(Object.keys(manifest.jsii.targets).sort()).toEqual(['dotnet', 'go', 'java', 'python']);
  expect(files).toContain('README.md');
});

test('has a lock file that works with any registry', () => {
  const lock = readFileSync(join(ROOT, 'package-lock.json'), 'utf8');

  expect(lock).not.toContain('"resolved": "http');
});

/** Files that are loaded, of code or of types, when those are; each import must lead to a file that is shipped. */
function loadedFrom(entries: readonly string[]): Set<string> {
  const loaded = new Set<string>();
  const load = (file: string) => {
    if (loaded.has(file)) {
      return;
    }
    loaded.add(file);
    const imports = readFileSync(join(installed, file), 'utf8').matchAll(/(?:require\(|\bfrom |\bimport\(|\bimport )['"](\.[^'"]+)['"]/g);
    for (const [, path] of imports) {
      const extension = file.endsWith('.d.ts') ? '.d.ts' : '.js';
      const target = join(dirname(file), path);
      const found = [`${target}${extension}`, join(target, `index${extension}`)].find(candidate => existsSync(join(installed, candidate)));
      if (found === undefined) {
        throw new Error(`${file} imports ${path}, which is not shipped`);
      }
      load(found);
    }
  };
  entries.forEach(load);
  return loaded;
}
