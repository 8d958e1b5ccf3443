import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import type * as spec from '@jsii/spec';
import { PublicApi, ROOT } from './assembly';

const { tasks } = JSON.parse(readFileSync(join(ROOT, '.projen', 'tasks.json'), 'utf8'));
let folder: string;

beforeAll(() => PublicApi.load());

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compatibility-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Makes a package of what jsii says of ours, changed. */
function published(change: (assembly: spec.Assembly) => void): string {
  const assembly = JSON.parse(readFileSync(join(ROOT, '.jsii'), 'utf8')) as spec.Assembly;
  change(assembly);
  writeFileSync(join(folder, '.jsii'), JSON.stringify(assembly));
  writeFileSync(join(folder, 'package.json'), readFileSync(join(ROOT, 'package.json')));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** The project's own comparison, with a folder in the place of what npm has. */
function compare(before: string): { readonly status: number | null; readonly stderr: string } {
  const [{ execArgs: [command, , ...args] }] = tasks.compat.steps;
  return spawnSync(join(ROOT, 'node_modules', '.bin', command), [before, ...args], { cwd: ROOT, encoding: 'utf8' });
}

test('an API that stays is compatible with itself', () => {
  expect(compare(published(() => {})).status).toBe(0);
});

test('a setting that was taken away is a breaking change, and named', () => {
  const before = published(({ types }) => {
    const options = types!['cdk-telemetry-pipeline.TelemetryQueueOptions'] as spec.InterfaceType;
    options.properties!.push({ ...options.properties![0], name: 'takenAway' });
  });

  const { status, stderr } = compare(before);

  expect(status).toBe(1);
  expect(stderr).toContain('TelemetryQueueOptions.takenAway: has been removed');
});

test('a setting that was added is compatible', () => {
  const before = published(({ types }) => {
    const options = types!['cdk-telemetry-pipeline.TelemetryQueueOptions'] as spec.InterfaceType;
    options.properties!.pop();
  });

  expect(compare(before).status).toBe(0);
});

test.each([
  { version: '0.9.3', compared: false },
  { version: '1.0.0', compared: false },
  { version: '1.0.1', compared: true },
  { version: '1.10.0', compared: true },
  { version: '2.0.0', compared: false },
  { version: '10.0.2', compared: true },
])('a release of $version is compared with the one before: $compared', ({ version, compared }) => {
  const { spawn, condition } = tasks.release.steps.at(-1);
  mkdirSync(join(folder, 'dist'));
  writeFileSync(join(folder, 'dist', 'version.txt'), `${version}\n`);

  expect(spawn).toBe('compat');
  expect(spawnSync(condition, { cwd: folder, shell: true }).status === 0).toBe(compared);
});
