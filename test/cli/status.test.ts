import { join } from 'node:path';
import { PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { DeployedStack, STACK } from './deployed-stack';
import { start, type Ended } from './running-pipeline';
import { withoutProgress } from './without-progress';
import { MotoServer } from '../fixtures/moto-server';
import { installPython } from '../fixtures/python-environment';

const installed = installPython(join(__dirname, '..', 'economics', 'measurement', 'requirements.txt'));

if ('missing' in installed) {
  test.skip(`the state of a deployed pipeline needs ${installed.missing}`, () => undefined);
} else {
  describe('the state of a deployed pipeline', () => {
    const moto = new MotoServer(installed.bin);
    const stack = new DeployedStack(moto);

    beforeAll(async () => {
      await moto.start();
      await stack.deploy();
    }, 120_000);
    afterEach(async () => stack.mend());
    afterAll(async () => {
      await stack.remove();
      await moto.stop();
    });

    async function status(...args: string[]): Promise<Ended> {
      return start(['status', '--stack', STACK, ...args], stack.environment).ended;
    }

    test('is healthy where nothing is wrong, and tells where everything is', async () => {
      const { status: exit, stdout, stderr } = await status();
      expect({ exit, stderr: withoutProgress(stderr) }).toEqual({ exit: 0, stderr: '' });

      expect(stdout).toMatch(/^healthy\n\nalarms +0 of 11 ring\nqueue +0 requests wait, 0 are in hand\ndead letters +0\nmapping +Enabled/);
      expect(stdout).toMatch(/function +Active, .*on ordinary Lambda\n/);
      const copied = [
        `https://${stack.names.get('AWS::ApiGateway::RestApi')}.execute-api.us-east-1.amazonaws.com/prod/`, stack.queueUrl, stack.deadLetterUrl,
        stack.names.get('AWS::Lambda::EventSourceMapping')!, 'processor', stack.names.get('AWS::CloudWatch::Dashboard')!,
      ];
      expect(copied.filter(text => !stdout.includes(text))).toEqual([]);
      expect(stdout).toMatch(/log of the door\s+\S+IngestionAccessLogs\S+\n/);
      expect(stdout).toMatch(/log of the function\s+\S+ProcessorLogs\S+\n/);
    });

    test('is not healthy where something is wrong, and tells the next step for each thing', async () => {
      await stack.ring('QuarantineShare');
      await stack.ring('DoorServerErrors');
      await stack.setMapping(false);
      for (const QueueUrl of [stack.queueUrl, stack.queueUrl, stack.deadLetterUrl]) {
        await stack.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{}' }));
      }
      await stack.cloudWatch.send(new PutMetricDataCommand({
        Namespace: 'AWS/SQS',
        MetricData: [[90, 40], [30, 600]].map(([ago, Value]) => ({
          MetricName: 'ApproximateAgeOfOldestMessage',
          Dimensions: [{ Name: 'QueueName', Value: 'requests' }],
          Timestamp: new Date(Date.now() - 1_000 * ago),
          Value,
        })),
      }));

      const { status: exit, stdout } = await status();

      expect(exit).toBe(1);
      expect(stdout).toMatch(/^not healthy: 4 things are wrong\n/);
      expect(stdout).toMatch(/^alarms +2 of 11 ring$/m);
      expect(stdout).toMatch(/^queue +2 requests wait, 0 are in hand; the oldest for 10 min$/m);
      const said = stdout.replace(/\s*\\\n\s*/g, ' ');
      expect([...said.matchAll(/^ {4}(\S.*)$/gm)].map(([, next]) => next.replace(/\S+IngestionAccessLogs\S+/, 'LOG'))).toEqual([
        `aws lambda update-event-source-mapping --uuid ${stack.names.get('AWS::Lambda::EventSourceMapping')} --enabled`,
        'aws logs tail LOG --since 1h --filter-pattern \'{ $.status = "5*" }\'',
        'npx telemetry-pipeline quarantine list --stack Telemetry --since 1h',
        'npx telemetry-pipeline dlq --stack Telemetry',
      ]);
      expect([...stdout.matchAll(/docs\/operations\.md#(\S+)$/gm)].map(([, section]) => section)).toEqual([
        'queueage', 'doorservererrors', 'quarantineshare', 'deadletters',
      ]);
      const tooLong = stdout.split('\n').filter(line => line.length > 80);
      expect(tooLong.filter(line => /\S\s/.test(line.trim().replace(/ \\$/, '')))).toEqual([]); // an address is never cut
    });

    test('is told to programs, too', async () => {
      await stack.ring('DeadLetters');

      const { status: exit, stdout } = await status('--json');

      expect(exit).toBe(1);
      const { healthy, findings, alarms, places } = JSON.parse(stdout);
      expect(healthy).toBe(false);
      expect(alarms).toHaveLength(11);
      expect(findings.filter(({ read }: { read: string }) => read.endsWith('#deadletters'))).toEqual([expect.objectContaining({
        wrong: expect.stringMatching(/^DeadLetters rings for \d+ s: Requests lie in the dead-letter queue/),
        next: 'npx telemetry-pipeline dlq --stack Telemetry',
      })]);
      expect(places).toMatchObject({ queue: stack.queueUrl, function: 'processor' });
    });
  });
}
