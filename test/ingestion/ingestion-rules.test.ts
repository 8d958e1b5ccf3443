import { App, Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { TelemetryIngestionApi } from '../../src';
import { stackForTest, warningsOf } from '../fixtures/synthesized';

test('refuses a FIFO queue, which takes no message without a group', () => {
  const stack = stackForTest();
  const queue = new sqs.Queue(stack, 'Queue', { fifo: true });

  expect(() => new TelemetryIngestionApi(stack, 'Ingestion', { queue })).toThrow('Test/Ingestion cannot be deployed:\n  - queue must be a standard queue');
});

test('warns of a queue in another region', () => {
  const stack = new Stack(new App(), 'Test', { env: { account: '111111111111', region: 'eu-west-1' } });
  const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:us-east-1:111111111111:telemetry');

  new TelemetryIngestionApi(stack, 'Ingestion', { queue });

  expect(warningsOf(stack)).toEqual([expect.stringContaining('got one in us-east-1')]);
});

test('says nothing of a queue whose region is known only at deployment', () => {
  const stack = stackForTest();
  const queue = sqs.Queue.fromQueueArn(stack, 'Queue', 'arn:aws:sqs:us-east-1:111111111111:telemetry');

  new TelemetryIngestionApi(stack, 'Ingestion', { queue });

  expect(warningsOf(stack)).toEqual([]);
});
