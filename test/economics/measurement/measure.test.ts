import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { deployStack, putMetrics } from './deployed-stack';
import type { DetailedEstimate } from '../../../src/economics/cost-estimate';
import { lastDays } from '../../../src/economics/measurement/hourly-metrics';
import { measure, type Figure } from '../../../src/economics/measurement/measurement';
import { MotoServer } from '../../fixtures/moto-server';
import { installPython } from '../../fixtures/python-environment';

const COMMAND = join(__dirname, '..', '..', '..', 'assets', 'cli', 'telemetry-pipeline.js');
const MONTH_SECONDS = 730 * 3_600;
const USD_PER_SECOND = 1_769 / 1_024 * 0.0000166667; // of 1,769 MB on x86_64, the first band
const installed = installPython(join(__dirname, 'requirements.txt'));

if ('missing' in installed) {
  test.skip(`measuring a deployed pipeline needs ${installed.missing}`, () => undefined);
} else {
  describe('measures a deployed pipeline', () => {
    const moto = new MotoServer(installed.bin);
    const now = new Date();
    let cloudWatch: CloudWatchClient;

    beforeAll(async () => {
      await moto.start();
      const cloudFormation = new CloudFormationClient(moto.client);
      cloudWatch = new CloudWatchClient(moto.client);
      await deployStack(cloudFormation, 'Telemetry', { queue: 'events', reader: 'processor' });
      await deployStack(cloudFormation, 'Elsewhere', { queue: 'jobs', reader: 'worker' });
      await deployStack(cloudFormation, 'Silent', { queue: 'nothing', reader: 'sleeper' });
      await putTelemetry();
      await putJobs();
      cloudFormation.destroy();
    });
    afterAll(async () => {
      cloudWatch.destroy();
      await moto.stop();
    });

    /** Ten messages a second, ninety in four hours of the evening; 20 events each. */
    async function putTelemetry(): Promise<void> {
      const messages = (hour: number) => (hour >= 18 && hour < 22 ? 90 : hour % 2 === 0 ? 9 : 11) * 3_600;
      await putMetrics(cloudWatch, { namespace: 'AWS/ApiGateway', dimensions: { ApiName: 'Telemetry API' }, metrics: { Count: messages } }, 14, now);
      await putMetrics(cloudWatch, {
        namespace: 'AWS/SQS',
        dimensions: { QueueName: 'events' },
        metrics: {
          NumberOfMessagesSent: messages,
          NumberOfMessagesReceived: messages,
          SentMessageSize: hour => ({ mean: 10_000, most: 20_000, samples: messages(hour) }),
          ApproximateNumberOfMessagesVisible: () => ({ mean: 30, most: 700, samples: 60 }),
          ApproximateAgeOfOldestMessage: () => ({ mean: 5, most: 42, samples: 60 }),
        },
      }, 14, now);
      await putMetrics(cloudWatch, {
        namespace: 'AWS/Lambda',
        dimensions: { FunctionName: 'processor' },
        metrics: {
          Invocations: () => 1_800,
          Duration: () => ({ mean: 240, most: 900, samples: 1_800 }),
          ConcurrentExecutions: () => ({ mean: 1, most: 6, samples: 60 }),
          Errors: hour => hour === 0 ? 2 : 0,
          Throttles: () => 0,
        },
      }, 14, now);
      await putMetrics(cloudWatch, {
        namespace: 'TelemetryPipeline',
        dimensions: { FunctionName: 'processor' },
        metrics: { MessagesReceived: messages, EventsAccepted: hour => messages(hour) * 20 },
      }, 14, now);
    }

    /** A function of somebody else, for two of the days, and without all metrics. */
    async function putJobs(): Promise<void> {
      await putMetrics(cloudWatch, { namespace: 'AWS/SQS', dimensions: { QueueName: 'jobs' }, metrics: { NumberOfMessagesSent: () => 36_000 } }, 2, now);
      await putMetrics(cloudWatch, {
        namespace: 'AWS/Lambda',
        dimensions: { FunctionName: 'worker' },
        metrics: { Invocations: () => 3_600, Duration: () => ({ mean: 8_000, most: 600_000, samples: 3_600 }) },
      }, 2, now);
    }

    function run(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
      return new Promise(resolve => {
        execFile(process.execPath, [COMMAND, 'measure', ...args], { env: { ...process.env, ...moto.environment }, encoding: 'utf8' }, (error, stdout, stderr) =>
          resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }));
      });
    }

    test('by its stack, with what came, what it took and what it costs', async () => {
      const { status, stdout, stderr } = await run('--stack', 'Telemetry', '--json');
      expect({ status, stderr: stderr.replace(/^reading .*\n/gm, '').replace('comparing ...\n', '') }).toEqual({ status: 0, stderr: '' });
      const { subject, measurement, comparison } = JSON.parse(stdout);

      expect(subject).toEqual({ function: 'processor', queue: 'events', compute: 'onDemand', api: { ApiName: 'Telemetry API' } });
      expect(measurement).toMatchObject({ hours: 336, batches: 1_800 * 336, failedBatches: 28, throttles: 0, missing: [] });
      const figures = Object.fromEntries(measurement.figures.map(({ name, mean, most }: Figure) => [name, [mean, most]]));
      const near = (mean: number, most: number) => [expect.closeTo(mean, 6), expect.closeTo(most, 6)];
      expect(figures).toMatchObject({
        'requests at the door, a second': near((20 * 10 + 4 * 90) / 24, 90),
        'messages sent, a second': near((20 * 10 + 4 * 90) / 24, 90),
        'bytes of a message': near(10_000, 10_000),
        'events of a message': [expect.closeTo(20, 6), undefined],
        'messages waiting': near(30, 700),
        'age of the oldest message, s': near(5, 42),
        'messages in a batch': near((20 * 10 + 4 * 90) / 24 * 2, 180),
        'duration of a batch, ms': near(240, 900),
        'batches at the same time': near(0.12, 6),
      });

      expect(comparison.traffic).toEqual({
        eventsPerSecond: expect.closeTo(200, 6),
        peakFactor: expect.closeTo(9, 6),
        peakHoursPerDay: 4,
        eventsPerRequest: expect.closeTo(20, 6),
        bytesPerEvent: expect.closeTo(500, 6),
      });
      const [managed, onDemand] = comparison.cases[0].computes;
      const partsOf = ({ parts }: DetailedEstimate) => Object.fromEntries(parts.map(part => [part.name, part.usdPerMonth]));
      expect(partsOf(onDemand).duration).toBeCloseTo(0.5 * MONTH_SECONDS * 0.24 * USD_PER_SECOND, 2);
      expect(partsOf(onDemand)['Lambda requests']).toBeCloseTo(0.5 * MONTH_SECONDS * 0.2 / 1e6, 4);
      expect(partsOf(managed)['EC2 instances']).toBeGreaterThan(100);
    });

    test('in tables of 80 columns, ending in what costs least and what speaks for which', async () => {
      const { stdout } = await run('--stack', 'Telemetry');

      expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
      expect(stdout).toMatch(/messages sent, a second +23\.3 +90\n/);
      expect(stdout).toContain('Of 604,800 batches, 28 failed and 0 were throttled.');
      expect(stdout).toMatch(/USD a month +managed instances +on demand +provisioned concurrency/);
      expect(stdout).toMatch(/On demand costs least: [\d.]+ USD a month less than the next/);
      expect(stdout).toContain('4 hours a day have 9 times the traffic of the others');
    });

    test('by its function, whoever deployed it, and names what is not known instead of guessing', async () => {
      const { status, stdout } = await run('--function', 'worker');

      expect(status).toBe(0);
      expect(stdout).toContain('AWS/SQS SentMessageSize of QueueName jobs');
      expect(stdout).toMatch(/worker on ordinary Lambda, reading jobs: 4[89] hours to/);
      expect(stdout).toContain('how large messages are is not known; --bytes-per-event tells it');
      expect(stdout).not.toContain('USD a month');
      expect(stdout).not.toContain('TelemetryPipeline');
    });

    test('between two ends, where nobody knows whether the function computes or waits', async () => {
      const { stdout } = await run('--function', 'worker', '--bytes-per-event', '500', '--json');
      const { comparison: { cases }, cheapest } = JSON.parse(stdout);
      const duration = MONTH_SECONDS * 8 * USD_PER_SECOND;

      expect(cases.map(({ title }: { title: string }) => title)).toEqual(['if the function computes all the time', 'if the function waits all the time']);
      for (const { computes: [, onDemand] } of cases) {
        expect(onDemand.parts).toContainEqual(expect.objectContaining({ name: 'duration', usdPerMonth: expect.closeTo(duration, 1) }));
      }
      expect(cheapest).toMatch(/--handler-speed decides it|costs least/);
    });

    test('on managed instances, with the CPU that the environments of all types of instances were busy with', async () => {
      for (const [type, vCpus] of [['m7g.large', 4], ['m7g.xlarge', 2]] as const) {
        await putMetrics(cloudWatch, {
          namespace: 'AWS/Lambda', dimensions: { CapacityProviderName: 'fleet', InstanceType: type }, metrics: { vCPUAllocated: () => vCpus, CPUUtilization: () => 20 },
        }, 1, now);
      }
      for (const [reader, utilization] of [['processor', 10], ['other', 90]] as const) {
        await putMetrics(cloudWatch, {
          namespace: 'AWS/Lambda',
          dimensions: { CapacityProviderName: 'fleet', FunctionName: reader },
          metrics: { ExecutionEnvironmentCPUUtilization: () => utilization },
        }, 1, now);
      }
      const CapacityProviderArn = 'arn:aws:lambda:us-east-1:123456789012:capacity-provider:fleet';
      const parts = {
        functionName: 'processor',
        queueName: 'events',
        function: { CapacityProviderConfig: { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn } } },
        mapping: {},
      };

      const { busyVCpus, missing } = await measure(cloudWatch, parts, lastDays(1, new Date()), () => undefined);

      expect(busyVCpus).toBeCloseTo(0.6);
      expect(missing).toEqual(['AWS/Lambda ExecutionEnvironmentConcurrency of CapacityProviderName fleet']);
    });

    test.each([
      { args: ['--stack', 'Silent'], says: /queue nothing must have got messages from .* to .*, got none; see that region \(AWS_REGION\)/ },
      { args: ['--function', 'worker', '--queue', 'others'], says: /function worker must have one event source mapping that reads a queue, got none/ },
      { args: ['--function', 'worker', '--api', 'unheard-of'], says: /--api must be the name of a REST API .*, got 'unheard-of'/ },
      { args: ['--stack', 'Unheard-of'], says: /Unheard-of does not exist/ },
    ])('says what is wrong with $args', async ({ args, says }) => {
      const { status, stdout, stderr } = await run(...args);

      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(says);
      expect(stderr).not.toContain('    at ');
    });
  });
}
