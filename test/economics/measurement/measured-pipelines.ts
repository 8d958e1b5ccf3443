import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { deployStack, putMetrics } from './deployed-stack';
import type { MotoServer } from '../../fixtures/moto-server';

const COMMAND = join(__dirname, '..', '..', '..', 'assets', 'cli', 'telemetry-pipeline.js');

/** Deploys three pipelines that work: of the library, of somebody else, and one to which nothing comes. */
export async function deployPipelines(moto: MotoServer, cloudWatch: CloudWatchClient, now: Date): Promise<void> {
  const cloudFormation = new CloudFormationClient(moto.client);
  await deployStack(cloudFormation, 'Telemetry', { queue: 'events', reader: 'processor' });
  await deployStack(cloudFormation, 'Elsewhere', { queue: 'jobs', reader: 'worker' });
  await deployStack(cloudFormation, 'Silent', { queue: 'nothing', reader: 'sleeper' });
  await putTelemetry(cloudWatch, now);
  await putJobs(cloudWatch, now);
  cloudFormation.destroy();
}

/** Ten messages a second, ninety in four hours of the evening; 20 events each. */
async function putTelemetry(cloudWatch: CloudWatchClient, now: Date): Promise<void> {
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
  await putMetrics(cloudWatch, { namespace: 'AWS/Lambda', dimensions: { FunctionName: 'processor' }, metrics: batchMetrics }, 14, now);
  await putMetrics(cloudWatch, { namespace: 'AWS/Logs', dimensions: { LogGroupName: '/aws/lambda/processor' }, metrics: { IncomingBytes: () => 1_800 * 2_500 } }, 14, now);
  await putMetrics(cloudWatch, {
    namespace: 'TelemetryPipeline',
    dimensions: { FunctionName: 'processor' },
    metrics: { MessagesReceived: messages, EventsAccepted: hour => messages(hour) * 20 },
  }, 14, now);
}

/** Half a batch a second, each a quarter of a second. */
export const batchMetrics = {
  Invocations: () => 1_800,
  Duration: () => ({ mean: 240, most: 900, samples: 1_800 }),
  ConcurrentExecutions: () => ({ mean: 1, most: 6, samples: 60 }),
  Errors: (hour: number) => hour === 0 ? 2 : 0,
  Throttles: () => 0,
} as const;

/** A function of somebody else, for two of the days, and without all metrics. */
async function putJobs(cloudWatch: CloudWatchClient, now: Date): Promise<void> {
  await putMetrics(cloudWatch, { namespace: 'AWS/SQS', dimensions: { QueueName: 'jobs' }, metrics: { NumberOfMessagesSent: () => 36_000 } }, 2, now);
  await putMetrics(cloudWatch, {
    namespace: 'AWS/Lambda',
    dimensions: { FunctionName: 'worker' },
    metrics: { Invocations: () => 3_600, Duration: () => ({ mean: 8_000, most: 600_000, samples: 3_600 }) },
  }, 2, now);
}

/** What a program came to. */
export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `measure` as it is shipped; what is `undefined` of the environment is taken out of it. */
export function runMeasure(environment: Readonly<Record<string, string | undefined>>, ...args: string[]): Promise<Finished> {
  return new Promise(resolve => {
    execFile(process.execPath, [COMMAND, 'measure', ...args], { env: { ...process.env, ...environment }, encoding: 'utf8' }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code), stdout, stderr }));
  });
}
