import { execFile } from 'child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { promisify } from 'util';
import { App, Duration, SecretValue, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { EventSchemas, IpPrivacy, ManagedInstanceProcessor, ManagedInstanceProcessorOptions, SchemaMode, TelemetryArchive } from '../../../src';
import { ENVIRONMENT } from '../../../src/wire/environment';
import { ObjectStore } from '../../fixtures/object-store';
import { sqsRecord } from '../../fixtures/sqs-record';

const folder = mkdtempSync(join(tmpdir(), 'shipped-options-'));
const store = new ObjectStore();

afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true });
});

/** Puts the code of a synthesized function where no package can be found but the SDK, and tells its variables. */
function deployed(options: ManagedInstanceProcessorOptions) {
  const app = new App({ outdir: join(folder, 'out') });
  const stack = new Stack(app, 'Stack');
  const queue = new sqs.Queue(stack, 'Queue', { visibilityTimeout: Duration.minutes(10) });
  new ManagedInstanceProcessor(stack, 'Processor', { queue, archive: new TelemetryArchive(stack, 'Archive'), ...options });
  const [made] = Object.values(Template.fromStack(stack).findResources('AWS::Lambda::Function'));
  const task = join(folder, 'task');
  cpSync(join(app.synth().directory, `asset.${made.Properties.Code.S3Key.split('.')[0]}`), task, { recursive: true });

  const sdk = join(__dirname, '..', '..', '..', 'assets', 'local-runtime', 'node_modules');
  symlinkSync(sdk, join(folder, 'node_modules'));
  const variables = Object.entries<unknown>(made.Properties.Environment.Variables).filter(([, value]) => typeof value === 'string');
  return { task, variables: Object.fromEntries(variables) as Record<string, string> };
}

async function invoke(task: string, records: unknown[], env: Record<string, string>) {
  writeFileSync(join(folder, 'event.json'), JSON.stringify({ Records: records }));
  writeFileSync(join(folder, 'invoke.js'), `require(${JSON.stringify(task)}).handler(require('./event.json'), { awsRequestId: 'invocation-1', getRemainingTimeInMillis: () => 60_000 })
    .then(answer => process.stdout.write('answer:' + JSON.stringify(answer)))`);
  const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'invoke.js')], {
    env: { PATH: process.env.PATH, AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', ...env },
  });
  return JSON.parse(stdout.split('answer:')[1]);
}

test('the function checks and hides what the app says, with nothing but what is deployed', async () => {
  const endpoint = await store.start();
  const price = { type: 'object', properties: { price: { type: 'number' }, email: { type: 'string', format: 'email', maxLength: 40 } } };
  const { task, variables } = deployed({
    eventSchemas: EventSchemas.combine(
      EventSchemas.inline({ Bought: price }, { mode: SchemaMode.QUARANTINE }),
      EventSchemas.inline({ Seen: { ...price, $schema: 'https://json-schema.org/draft/2020-12/schema' } }),
    ),
    privacy: { ip: IpPrivacy.ANONYMIZE, dropFields: ['properties.email'], hashFields: ['userId'], hashKey: SecretValue.unsafePlainText('key'), quarantineRaw: false },
  });
  const properties = { price: 'x', email: 'no address of secret' };
  const body = JSON.stringify(['Bought', 'Seen', 'Other'].map(event => ({ messageId: event, event, userId: 'secret', properties })));

  const answer = await invoke(task, [sqsRecord({ body, attributes: { sourceIp: '203.0.113.77' } })], {
    ...variables, [ENVIRONMENT.archiveBucket]: 'archive', [ENVIRONMENT.maxWaitMs]: '20', AWS_ENDPOINT_URL_S3: endpoint,
  });

  const rows = store.puts.flatMap(put => put.rows);
  const violations = 'properties/price must be number; properties/email must match format "email"';
  expect(answer).toEqual({ batchItemFailures: [] });
  expect(rows.find(({ code }) => code === 'schema_violation')).toMatchObject({ position: 0, detail: violations, ip: '203.0.113.0', raw: null });
  expect(rows.find(({ event }) => event === 'Seen')).toMatchObject({ schema_violations: violations, properties: '{"price":"x"}', ip: '203.0.113.0' });
  expect(rows.find(({ event }) => event === 'Other')).not.toHaveProperty('schema_violations');
  expect(JSON.stringify(rows)).not.toMatch(/secret|203\.0\.113\.77/);
}, 180_000);
