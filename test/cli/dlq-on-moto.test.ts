import { join } from 'path';
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, CreateLogStreamCommand, PutLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { start } from './running-pipeline';
import { MotoServer } from '../fixtures/moto-server';
import { installPython } from '../fixtures/python-environment';

const LOG_GROUP = 'the-log-of-the-processor';
const RESOURCES = {
  TelemetryQueueDeadLetterQueue0A1B2C3D: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'dead' } },
  TelemetryQueue11111111: {
    Type: 'AWS::SQS::Queue',
    Properties: {
      QueueName: 'requests',
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['TelemetryQueueDeadLetterQueue0A1B2C3D', 'Arn'] }, maxReceiveCount: 5 },
    },
  },
  TelemetryProcessorLogsFA490CBD: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: LOG_GROUP } },
  TelemetryProcessorCapacityProviderLogs22222222: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'another-log' } },
};

const installed = installPython(join(__dirname, '..', 'economics', 'measurement', 'requirements.txt'));

if ('missing' in installed) {
  test.skip(`dead letters of moto need ${installed.missing}`, () => undefined);
} else {
  const moto = new MotoServer(installed.bin);
  let letters: string[];

  beforeAll(async () => {
    await moto.start();
    const [cloudFormation, logs, sqs] = [new CloudFormationClient(moto.client), new CloudWatchLogsClient(moto.client), new SQSClient(moto.client)];
    await cloudFormation.send(new CreateStackCommand({ StackName: 'Telemetry', TemplateBody: JSON.stringify({ Resources: RESOURCES }) }));
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'dead' }));
    letters = [];
    for (const MessageBody of ['{"event":"Clicked"}', '{"event":"Bought"}', '{"event":"Left"}']) {
      letters.push((await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))).MessageId!);
    }
    await logs.send(new CreateLogStreamCommand({ logGroupName: LOG_GROUP, logStreamName: 'stream' }));
    const lines = [
      { message: { event: 'batch processed', requestId: 'r-0' } },
      { message: { event: 'messages failed', messages: 2, messageIds: letters.slice(0, 2), error: 'SlowDown', reason: 'Please reduce your request rate.' } },
      { type: 'platform.report', record: { requestId: 'r-1', status: 'timeout' } },
      'no JSON',
    ];
    await logs.send(new PutLogEventsCommand({
      logGroupName: LOG_GROUP, logStreamName: 'stream', logEvents: lines.map(line => ({ timestamp: Date.now(), message: JSON.stringify(line) })),
    }));
    [cloudFormation, logs, sqs].forEach(client => client.destroy());
  }, 120_000);
  afterAll(async () => moto.stop());

  test('a stack is enough to tell why its dead letters failed', async () => {
    const { status, stdout } = await start(['dlq', '--stack', 'Telemetry', '--json'], moto.environment).ended;

    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      waiting: 3,
      reasons: [{ letters: 2, error: 'SlowDown', reason: 'Please reduce your request rate.' }],
      reasons_complete: true,
      ended_invocations: { timeout: 1 },
      sample: expect.arrayContaining([expect.objectContaining({ message_id: letters[0], error: 'SlowDown' })]),
    });
  });
}
