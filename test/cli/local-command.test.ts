import { existsSync, mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { start } from './running-pipeline';
import { IngestionAuth, TelemetryPipeline } from '../../src';

const folder = mkdtempSync(join(tmpdir(), 'local-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [assembly, archive] = ['cdk.out', 'archive'].map(name => join(folder, name));

beforeAll(() => {
  const app = new App({ outdir: assembly });
  new TelemetryPipeline(new Stack(app, 'Test'), 'Telemetry', { ingestion: { authorization: IngestionAuth.none() } });
  app.synth();
});

async function startLocal() {
  const local = start(['local', '--app', assembly, '--archive', archive]);
  await new Promise<void>(resolve => local.child.stdout!.on('data', (text: Buffer) => text.includes(archive) && resolve()));
  return local;
}

test('other commands find a local run beside its archive, as long as it runs', async () => {
  const local = await startLocal();
  expect(await start(['dlq', '--local', '--archive', archive]).ended).toMatchObject({ status: 0, stdout: '0 dead letters\n' });
  expect(await start(['quarantine', '--local', '--archive', archive]).ended).toMatchObject({ status: 0, stdout: expect.stringContaining('nothing in quarantine') });

  local.child.kill('SIGINT');
  expect(await local.ended).toMatchObject({ status: 0 });
  expect(existsSync(`${archive}.json`)).toBe(false);
});

test('tells programs its addresses, what it logs and what happens, each as a line of JSON', async () => {
  const local = start(['local', '--app', assembly, '--archive', archive, '--json']);
  await new Promise<void>(resolve => local.child.stdout!.on('data', (text: Buffer) => text.includes(archive) && resolve()));
  local.child.kill('SIGINT');
  const { stdout } = await local.ended;

  const lines = stdout.trim().split('\n').map(line => JSON.parse(line) as Record<string, string>);
  expect(lines.find(line => 'page' in line)).toEqual({
    page: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/$/),
    stackName: 'Test',
    url: expect.stringContaining('/prod/'),
    queueUrl: expect.stringMatching(/^http/),
    deadLetterQueueUrl: expect.stringMatching(/^http/),
    archiveFolder: archive,
  });
  expect(lines.at(-1)).toEqual({ notice: 'stopping ...' });
});

test('of a local run that was killed, other commands say that it is gone', async () => {
  const local = await startLocal();
  local.child.kill('SIGKILL');
  await local.ended;

  expect(await start(['dlq', '--local', '--archive', archive]).ended).toMatchObject({
    status: 1, stderr: `telemetry-pipeline: the local run noted in ${archive}.json is gone; start \`telemetry-pipeline local\` again\n`,
  });
});
