import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { text } from 'stream/consumers';
import { Ended, start } from './running-pipeline';
import { findTarget } from '../../src/cli/target/find-target';
import { LocalArchive } from '../../src/local/archive/local-archive';
import { LocalQueues } from '../../src/local/queue/local-queues';

interface Resource {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

const RETENTION = { visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 };
const PARTITION = 'quarantine/dt=2026-11-23/hour=07';
const SINCE = ['--since', '2026-11-23T00:00Z'];

let folder: string;
let queues: LocalQueues;
let archive: LocalArchive;
let cloudFormation: Server;
let resources: Resource[];
let asked: string[];
let environment: Record<string, string>;

/** What stands for AWS: two queues, two buckets, and a CloudFormation that lists resources two at a time. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'target-'));
  queues = new LocalQueues([
    { name: 'dead', ...RETENTION },
    { name: 'requests', ...RETENTION, redrive: { deadLetterQueue: 'dead', maxReceiveCount: 5 } },
    { name: 'other-requests', ...RETENTION, redrive: { deadLetterQueue: 'dead', maxReceiveCount: 5 } },
  ]);
  archive = new LocalArchive({ folder, buckets: ['the-archive', 'the-logs'] });
  mkdirSync(join(folder, 'the-archive', PARTITION), { recursive: true });
  writeFileSync(join(folder, 'the-archive', PARTITION, 'object.ndjson'), `${JSON.stringify({
    received_at: '2026-11-23 07:00:00.000', code: 'not_json', detail: '', path: '/events', position: null, sqs_message_id: 'message-1', raw: 'broken',
  })}\n`);
  asked = [];
  cloudFormation = createServer(async (request, response) => {
    const form = new URLSearchParams(await text(request));
    asked.push(form.get('StackName')!);
    const from = Number(form.get('NextToken') ?? 0);
    const members = resources.slice(from, from + 2).map(({ id, type, name }) =>
      `<member><LogicalResourceId>${id}</LogicalResourceId><ResourceType>${type}</ResourceType><PhysicalResourceId>${name}</PhysicalResourceId></member>`);
    response.setHeader('content-type', 'text/xml');
    response.end(`<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><ListStackResourcesResult>
      <StackResourceSummaries>${members.join('')}</StackResourceSummaries>
      ${from + 2 < resources.length ? `<NextToken>${from + 2}</NextToken>` : ''}
    </ListStackResourcesResult></ListStackResourcesResponse>`);
  });
  await new Promise<void>(resolve => cloudFormation.listen(0, '127.0.0.1', resolve));
  environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'key',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_ENDPOINT_URL_SQS: await queues.start(),
    AWS_ENDPOINT_URL_S3: await archive.start(),
    AWS_ENDPOINT_URL_CLOUDFORMATION: `http://127.0.0.1:${(cloudFormation.address() as AddressInfo).port}`,
  };
  resources = [
    { id: 'TelemetryQueueDeadLetterQueue0A1B2C3D', type: 'AWS::SQS::Queue', name: queues.urlOf('dead') },
    { id: 'TelemetryQueue11111111', type: 'AWS::SQS::Queue', name: queues.urlOf('requests') },
    { id: 'TelemetryArchiveAccessLogs22222222', type: 'AWS::S3::Bucket', name: 'the-logs' },
    { id: 'TelemetryArchiveBucket33333333', type: 'AWS::S3::Bucket', name: 'the-archive' },
  ];
});
afterEach(async () => {
  await Promise.all([queues.stop(), archive.stop(), new Promise(resolve => cloudFormation.close(resolve))]);
  rmSync(folder, { recursive: true });
});

async function run(...args: string[]): Promise<Ended> {
  return start(args, environment).ended;
}

test('finds queue, dead letters and bucket of a stack, however many resources it has', async () => {
  expect(await run('dlq', '--stack', 'Telemetry', '--json')).toMatchObject({ status: 0, stdout: expect.stringContaining(queues.urlOf('dead')) });
  expect(asked).toEqual(['Telemetry', 'Telemetry']);

  expect(await run('quarantine', 'replay', '--send', ...SINCE, '--stack', 'Telemetry')).toMatchObject({
    status: 0, stdout: expect.stringContaining('1 of 1 rows replayed'),
  });
  expect(queues.depthOf('requests')).toMatchObject({ visible: 1 });
  expect(existsSync(join(folder, 'the-archive', 'replays', 'dt=2026-11-23', 'hour=07'))).toBe(true);
});

test('takes a queue and a bucket that are named, without asking CloudFormation', async () => {
  const places = ['--queue-url', queues.urlOf('other-requests'), '--bucket', 'the-archive'];

  expect(await run('quarantine', 'replay', '--send', ...SINCE, ...places)).toMatchObject({ status: 0 });

  expect(queues.depthOf('other-requests')).toMatchObject({ visible: 1 });
  expect(asked).toEqual([]);
});

test.each([
  { url: 'https://sqs.eu-central-1.amazonaws.com/111122223333/requests', region: 'eu-central-1' },
  { url: 'https://sqs.cn-north-1.amazonaws.com.cn/111122223333/requests', region: 'cn-north-1' },
  { url: 'https://sqs.eu-central-1.amazonaws.com/111122223333/requests', said: 'eu-west-1', region: 'eu-west-1' },
])('takes the region from $url, unless --region is $said', async ({ url, said, region }) => {
  const target = await findTarget({ 'local': false, 'archive': 'telemetry-archive', 'queue-url': url, 'region': said }, '');

  expect(await target.sqs.config.region()).toBe(region);
  expect(await target.s3.config.region()).toBe(region);
});

test('a stack with two pipelines asks which queue is meant', async () => {
  resources.push({ id: 'OtherQueue44444444', type: 'AWS::SQS::Queue', name: queues.urlOf('other-requests') });

  expect(await run('dlq', '--stack', 'Telemetry')).toMatchObject({ status: 1, stderr: expect.stringContaining('choose with --queue-url') });
  expect(await run('dlq', '--stack', 'Telemetry', '--queue-url', queues.urlOf('requests'))).toMatchObject({ status: 0, stdout: '0 dead letters\n' });
});

test.each([
  { title: 'no pipeline', args: ['dlq'], status: 2, says: '--stack, --local, or --queue-url and --bucket must say which pipeline is meant' },
  { title: 'a local run that is not there', args: ['dlq', '--local', '--archive', 'nowhere'], status: 1, says: 'start `telemetry-pipeline local`' },
  { title: 'a bucket without a queue', args: ['quarantine', 'replay', '--bucket', 'the-archive'], status: 1, says: '--queue-url must be given' },
  { title: 'an action that there is not', args: ['dlq', 'purge'], status: 2, says: 'dlq must be followed by export, redrive or nothing, got \'purge\'' },
  { title: 'a reason that there is not', args: ['quarantine', '--reason', 'bad'], status: 2, says: '--reason must be one of these codes, got \'bad\':\n  empty_body, ' },
  { title: 'a time that is none', args: ['quarantine', '--since', 'noon'], status: 2, says: '--since must be a time such as 30m' },
  { title: 'a time that is over before it begins', args: ['quarantine', '--since', '1h', '--until', '2h'], status: 2, says: '--since must be before --until, got 1h and 2h' },
  { title: 'to cancel what is only looked at', args: ['dlq', '--cancel'], status: 2, says: '--cancel must stand beside dlq redrive, got dlq\n' },
  { title: 'a rate of looking', args: ['dlq', '--rate', '5'], status: 2, says: '--rate must stand beside dlq redrive, got dlq\n' },
  { title: 'a rate of cancelling', args: ['dlq', 'redrive', '--cancel', '--rate', '5'], status: 2, says: '--cancel must stand alone' },
  { title: 'a file to move to', args: ['dlq', 'redrive', '--to', 'file'], status: 2, says: '--to must stand beside dlq export, got dlq redrive' },
  { title: 'to send what is only counted', args: ['quarantine', '--send'], status: 2, says: '--send must stand beside quarantine replay, got quarantine list' },
  { title: 'a limit of counting', args: ['quarantine', 'list', '--limit', '3'], status: 2, says: '--limit must stand beside quarantine show or quarantine replay' },
  { title: 'all again, and some', args: ['quarantine', 'replay', '--again', '--again-before', '1h'], status: 2, says: '--again and --again-before must not' },
  { title: 'a stack on this machine', args: ['dlq', '--local', '--stack', 'Telemetry'], status: 2, says: '--local must stand without --stack' },
  { title: 'an archive on AWS', args: ['dlq', '--stack', 'Telemetry', '--archive', 'folder'], status: 2, says: '--archive must stand beside --local' },
  { title: 'no file', args: ['dlq', 'export'], status: 2, says: '--to must name the file to write' },
])('refuses $title and says what is right', async ({ args, status, says }) => {
  expect(await run(...args)).toMatchObject({ status, stderr: expect.stringContaining(says) });
});
