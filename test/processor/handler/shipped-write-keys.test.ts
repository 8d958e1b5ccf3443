import { execFile } from 'child_process';
import { join } from 'path';
import { promisify } from 'util';
import { ENVIRONMENT } from '../../../src/wire/environment';
import { KeyStore, refusal } from '../../fixtures/key-store';
import { ObjectStore } from '../../fixtures/object-store';
import { sqsRecord } from '../../fixtures/sqs-record';

const assets = join(__dirname, '..', '..', '..', 'assets');
const KNOWN = 'wk-9f2c51e07a';
const UNKNOWN = 'wk-of-nobody';

const store = new ObjectStore();
const keys = new KeyStore();
let endpoint: string;

beforeAll(async () => {
  endpoint = await store.start();
  await keys.start();
});
beforeEach(() => {
  store.puts.splice(0);
  keys.questions.splice(0);
});
afterAll(async () => {
  await store.stop();
  await keys.stop();
});

/** Gives the bundle batches, all at once, in one process as one environment of Lambda; tells the answers and all that was printed. */
async function invoke(batches: number) {
  const bodies = [KNOWN, UNKNOWN].map(writeKey => JSON.stringify({ event: 'Clicked', messageId: writeKey.slice(3), writeKey }));
  const event = { Records: bodies.map((body, index) => sqsRecord({ messageId: `m-${index}`, body })) };
  const script = `const { handler } = require(${JSON.stringify(join(assets, 'processor', 'telemetry.lambda', 'index.js'))});
    const context = { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 60_000 };
    const answer = () => handler(${JSON.stringify(event)}, context).catch(error => ({ failed: String(error.stack) }));
    Promise.all(Array.from({ length: ${batches} }, answer)).then(answers => console.log('answers:' + JSON.stringify(answers)));`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', script], {
    env: {
      PATH: process.env.PATH,
      NODE_PATH: join(assets, 'local-runtime', 'node_modules'),
      AWS_ENDPOINT_URL_S3: endpoint,
      TELEMETRY_WRITE_KEYS_SECRET: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:keys-AbCdEf',
      [ENVIRONMENT.archiveBucket]: 'archive',
      [ENVIRONMENT.maxWaitMs]: '20',
      ...keys.environment,
    },
  });
  return { answers: JSON.parse(/answers:(.*)/.exec(stdout)![1]), printed: stdout + stderr };
}

test('the function reads the keys once, writes ids in their place, and prints none', async () => {
  keys.holds(JSON.stringify({ web: KNOWN }));

  const { answers, printed } = await invoke(5);

  const rows = store.puts.flatMap(put => put.rows);
  expect(answers).toEqual(Array(5).fill({ batchItemFailures: [] }));
  expect(rows.filter(({ code }) => code === undefined)).toEqual(Array(5).fill(expect.objectContaining({ event: 'Clicked', write_key: 'web' })));
  expect(rows.filter(({ code }) => code === 'unknown_write_key')).toHaveLength(5);
  expect(JSON.stringify(rows)).not.toContain(KNOWN);
  expect(printed).not.toMatch(/wk-/);
  expect(keys.questions).toHaveLength(1);
});

test.each([
  { fault: 'the secret is malformed', prepare: () => keys.holds(`{"web":"${KNOWN}`), says: 'write keys must be a JSON object' },
  { fault: 'the secret may not be read', prepare: () => { keys.answer = () => refusal('AccessDeniedException', 'no'); }, says: 'AccessDeniedException' },
])('when $fault, the whole batch goes back into the queue, and nothing is quarantined for a key that nobody could look up', async ({ prepare, says }) => {
  prepare();

  const { answers: [answer], printed } = await invoke(1);

  expect(answer.failed).toContain(says);
  expect(store.puts).toEqual([]);
  expect(printed).not.toMatch(/wk-/);
});
