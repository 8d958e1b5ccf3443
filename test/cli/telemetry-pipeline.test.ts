import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const command = join(__dirname, '..', '..', 'assets', 'cli', 'telemetry-pipeline.js');
const folder = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('says how it is used', () => {
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('telemetry-pipeline <command>'), stderr: '' });
  expect(run('local', '--help')).toMatchObject({ status: 0, stdout: expect.stringMatching(/--archive FOLDER.*--write-keys FILE/s), stderr: '' });
});

test.each([
  { title: 'no command', args: [], says: 'the command must be local, got none' },
  { title: 'a command that it does not have', args: ['deploy'], says: 'the command must be local, got \'deploy\'' },
  { title: 'an option that it does not have', args: ['local', '--ports', '1'], says: 'Unknown option \'--ports\'' },
  { title: 'a port that is none', args: ['local', '--port', '99999'], says: '--port must be a whole number from 0 to 65535, got \'99999\'' },
])('refuses $title and says what is right', ({ args, says }) => {
  const { status, stderr } = run(...args);

  expect(status).toBe(2);
  expect(stderr).toContain(`telemetry-pipeline: ${says}`);
  expect(stderr).toContain('telemetry-pipeline local');
});

test('without a cdk.out says what to do', () => {
  const { status, stderr } = run('local');

  expect(status).toBe(1);
  expect(stderr).toContain('cdk.out');
  expect(stderr).toContain('cdk synth');
  expect(stderr).not.toContain('    at ');
});

test('in a folder that is no cloud assembly says what to do', () => {
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'empty', 'manifest.json'), 'not json');

  const { status, stderr } = run('local', '--app', 'empty');

  expect(status).toBe(1);
  expect(stderr).toContain('cdk synth');
  expect(stderr).not.toContain('    at ');
});
