import { App, Duration, Lazy, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { TelemetryQueue, TelemetryQueueProps } from '../../src';
import { stackForTest, templateOf, warningsOf } from '../fixtures/synthesized';

describe('by default', () => {
  const stack = stackForTest();
  const queue = new TelemetryQueue(stack, 'Queue');
  const template = templateOf(stack);

  test('keeps requests for four days and hands each out five times before it goes to the dead-letter queue', () => {
    template.hasResourceProperties('AWS::SQS::Queue', {
      MessageRetentionPeriod: 4 * 86_400,
      RedrivePolicy: { deadLetterTargetArn: stack.resolve(queue.deadLetterQueue.queueArn), maxReceiveCount: 5 },
    });
  });

  test('keeps dead letters for longer than the queue keeps requests', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 14 * 86_400, RedrivePolicy: Match.absent() });
  });

  test('hides a request for six runs of the processor and its batching window', () => {
    template.hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 6 * 60 + 10 });
  });

  test('encrypts both queues and refuses connections without TLS', () => {
    template.allResourcesProperties('AWS::SQS::Queue', { SqsManagedSseEnabled: true });
    template.resourcePropertiesCountIs('AWS::SQS::QueuePolicy', {
      PolicyDocument: Match.objectLike({
        Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]),
      }),
    }, 2);
  });

  test('lets no other queue use its dead-letter queue', () => {
    const [name] = Object.values(template.findResources('AWS::SQS::Queue')).flatMap(({ Properties }) => Properties.QueueName ?? []);

    template.hasResourceProperties('AWS::SQS::Queue', {
      RedriveAllowPolicy: {
        redrivePermission: 'byQueue',
        sourceQueueArns: [{ 'Fn::Join': ['', Match.arrayWith([`:${name}`])] }],
      },
    });
  });

  test('warns of nothing', () => {
    expect(warningsOf(stack)).toEqual([]);
  });
});

test('follows the timeout and the window of a slower processor', () => {
  const stack = stackForTest();

  new TelemetryQueue(stack, 'Queue', { processorTimeout: Duration.minutes(10), maxBatchingWindow: Duration.minutes(1) });

  templateOf(stack).hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 3_660 });
});

test('hides a request for as long as can be when the processor\'s timeout is known only at deployment', () => {
  const stack = stackForTest();

  new TelemetryQueue(stack, 'Queue', { processorTimeout: Duration.seconds(Lazy.number({ produce: () => 60 })) });

  templateOf(stack).hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 43_200 });
});

test('encrypts both queues with a given key', () => {
  const stack = stackForTest();
  const encryptionKey = new kms.Key(stack, 'Key');

  new TelemetryQueue(stack, 'Queue', { encryptionKey });

  templateOf(stack).allResourcesProperties('AWS::SQS::Queue', { KmsMasterKeyId: stack.resolve(encryptionKey.keyArn) });
});

test('uses a given dead-letter queue', () => {
  const stack = stackForTest();
  const deadLetterQueue = new sqs.Queue(stack, 'Own');

  new TelemetryQueue(stack, 'Queue', { deadLetterQueue });

  templateOf(stack).resourceCountIs('AWS::SQS::Queue', 2);
  templateOf(stack).hasResourceProperties('AWS::SQS::Queue', {
    RedrivePolicy: { deadLetterTargetArn: stack.resolve(deadLetterQueue.queueArn), maxReceiveCount: 5 },
  });
});

test('keeps both queues when told to', () => {
  const stack = stackForTest();

  new TelemetryQueue(stack, 'Queue', { removalPolicy: RemovalPolicy.RETAIN });

  templateOf(stack).allResources('AWS::SQS::Queue', { DeletionPolicy: 'Retain' });
});

test('has another name in another stack, and one that SQS accepts', () => {
  const app = new App();
  const longName = 'L'.repeat(128);
  const stacks = [new Stack(app, 'One'), new Stack(app, 'Two'), new Stack(app, longName), new NestedStack(new Stack(app, 'Parent'), 'Nested')];

  stacks.forEach(stack => new TelemetryQueue(stack, 'Queue'));

  const names = stacks.map(stack => Object.values(templateOf(stack).findResources('AWS::SQS::Queue', { Properties: { QueueName: Match.anyValue() } }))[0]
    .Properties.QueueName);
  expect(new Set(names).size).toBe(stacks.length);
  names.forEach(name => expect(name).toMatch(/^[\w-]{1,80}$/));
});

test('lets a role send, and another consume', () => {
  const stack = stackForTest();
  const queue = new TelemetryQueue(stack, 'Queue');
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() });

  queue.grantSendMessages(role);
  queue.grantConsumeMessages(role);

  templateOf(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: {
      Statement: [
        Match.objectLike({ Action: Match.arrayWith(['sqs:SendMessage']), Resource: stack.resolve(queue.queue.queueArn) }),
        Match.objectLike({ Action: Match.arrayWith(['sqs:ReceiveMessage', 'sqs:DeleteMessage']), Resource: stack.resolve(queue.queue.queueArn) }),
      ],
    },
  });
});

test('measures dead letters by what lies there, not by what was sent there', () => {
  const stack = stackForTest();
  const queue = new TelemetryQueue(stack, 'Queue');

  expect(queue.metricDeadLetters()).toMatchObject({ metricName: 'ApproximateNumberOfMessagesVisible', statistic: 'Maximum' });
  expect(queue.metricDeadLetters().dimensions).toEqual({ QueueName: queue.deadLetterQueue.queueName });
  expect(queue.metricApproximateNumberOfMessagesVisible().dimensions).toEqual({ QueueName: queue.queue.queueName });
  expect(queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) })).toMatchObject({ metricName: 'ApproximateAgeOfOldestMessage' });
});

const refused: { rule: string; refuses: string; props: TelemetryQueueProps; message: string }[] = [
  {
    rule: 'QueueRetention',
    refuses: '59 seconds',
    props: { retentionPeriod: Duration.seconds(59) },
    message: 'retentionPeriod must be between 1 minute and 14 days, got 59 seconds',
  },
  {
    rule: 'QueueRetention',
    refuses: '15 days',
    props: { retentionPeriod: Duration.days(15) },
    message: 'retentionPeriod must be between 1 minute and 14 days, got 15 days',
  },
  {
    rule: 'QueueDeadLetterRetention',
    refuses: '15 days',
    props: { deadLetterRetentionPeriod: Duration.days(15) },
    message: 'deadLetterRetentionPeriod must be between 1 minute and 14 days, got 15 days',
  },
  {
    rule: 'QueueMaxReceiveCount', refuses: 'none', props: { maxReceiveCount: 0 }, message: 'maxReceiveCount must be between 1 and 1,000, got 0',
  },
  {
    rule: 'QueueMaxReceiveCount', refuses: '1,001', props: { maxReceiveCount: 1_001 }, message: 'maxReceiveCount must be between 1 and 1,000, got 1,001',
  },
  {
    rule: 'QueueVisibilityTimeout',
    refuses: '13 hours',
    props: { visibilityTimeout: Duration.hours(13) },
    message: 'visibilityTimeout must be at most 12 hours, got 13 hours',
  },
  {
    rule: 'QueueVisibilityCoversProcessor',
    refuses: 'less than one run',
    props: { visibilityTimeout: Duration.seconds(59) },
    message: 'visibilityTimeout must be at least the processor\'s timeout of 1 minute, got 59 seconds; leave it out',
  },
];

test.each(refused)('$rule refuses $refuses', ({ rule, props, message }) => {
  const build = () => new TelemetryQueue(stackForTest(), 'Queue', props);

  expect(build).toThrow(message);
  expect(build).toThrow(`[${rule}]`);
  expect(build).toThrow('Test/Queue cannot be deployed:');
});

test('warns when dead letters would expire with the queue, since they keep their age', () => {
  const stack = stackForTest();

  new TelemetryQueue(stack, 'Queue', { retentionPeriod: Duration.days(14) });

  expect(warningsOf(stack)).toEqual([expect.stringContaining('got 14 days after 14 days; lower retentionPeriod [ack: cdk-telemetry-pipeline:QueueDeadLetterOutlives]')]);
});
