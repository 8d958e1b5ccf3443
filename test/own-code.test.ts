import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { readArchive } from '../demo/reckoning';
import { IngestionAuth, ProcessorCode, TelemetryPipeline } from '../src';
import { LocalPipeline } from '../src/local/local-pipeline';

process.env.CDK_VALIDATION ??= 'false';

const folder = mkdtempSync(join(tmpdir(), 'own-code-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the handler of the example keeps purchases only, out of all contracts, as rows of its own form', async () => {
  const [assembly, archiveFolder] = [join(folder, 'cdk.out'), join(folder, 'archive')];
  const app = new App({ outdir: assembly });
  new TelemetryPipeline(new Stack(app, 'Test'), 'Telemetry', {
    ingestion: { authorization: IngestionAuth.none() },
    processor: {
      maxBatchingWindow: Duration.seconds(1),
      timeout: Duration.seconds(10),
      code: ProcessorCode.fromEntry(join(__dirname, '..', 'examples', 'own-code.lambda.ts'), { bundling: { tsconfig: 'tsconfig.dev.json' } }),
    },
  });
  app.synth();
  const pipeline = new LocalPipeline({ assembly, archiveFolder });
  const { url } = await pipeline.start();

  try {
    const post = async (path: string, body: unknown) => fetch(`${url}${path.slice(1)}`, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
    const order = { messageId: 'own', event: 'Order Completed', userId: 'u', properties: { total: 12.5 } };
    const replies = await Promise.all([
      post('/events', [order, { event: 'Seen' }, 7]),
      post('/v1/batch', { batch: [{ ...order, messageId: 'segment', type: 'track' }] }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, 200]);
    await pipeline.drained(30);
  } finally {
    await pipeline.stop();
  }

  const { rows } = readArchive(archiveFolder);
  expect(rows.map(({ message_id: id }) => id).sort()).toEqual(['own', 'segment']);
  expect(rows[0]).toMatchObject({ event: 'Order Completed', amount: 12.5, properties: '{"total":12.5}' });
});
