import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import { RunningPipeline } from './running-pipeline';

let pipeline: RunningPipeline;

beforeEach(async () => {
  pipeline = new RunningPipeline();
  await pipeline.deploy({ queue: { maxReceiveCount: 1, visibilityTimeout: Duration.seconds(2) }, processor: { timeout: Duration.seconds(2) } });
});
afterEach(async () => pipeline.remove());

test('a local run is healthy, and tells where to post', async () => {
  const { status, stdout } = await pipeline.run('status');

  expect(status).toBe(0);
  expect(stdout).toMatch(/^healthy\n\nqueue +0 requests wait, 0 are in hand\ndead letters +0\n\n/);
  expect(stdout).toContain(pipeline.url);
});

test('a local run with dead letters is not, and tells how to look at them', async () => {
  const [bucket] = readdirSync(pipeline.archiveFolder).filter(name => name.includes('archivebucket'));
  writeFileSync(join(pipeline.archiveFolder, bucket, 'events'), 'a file where a folder must be');
  await pipeline.post([{ event: 'Clicked' }]);

  const { status, stdout } = await pipeline.run('status', '--json');

  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    healthy: false,
    findings: [{ next: `npx telemetry-pipeline dlq --local --archive ${pipeline.archiveFolder}`, read: expect.stringMatching(/#deadletters$/) }],
    deadLetters: 1,
  });
});
