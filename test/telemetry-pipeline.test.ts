import { App, Duration, Stack, Validations } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import { IngestionAuth, IngestionDoor, TelemetryPipeline, TelemetryPipelineProps, WriteKeys } from '../src';
import { stackForTest, templateOf, warningsOf } from './fixtures/synthesized';

const kinds: { name: string; props: TelemetryPipelineProps }[] = [
  { name: 'the default pipeline', props: {} },
  { name: 'a pipeline behind an HTTP API', props: { ingestion: { door: IngestionDoor.httpApi() } } },
];

test('composes endpoint, queue, processor and archive', () => {
  const stack = stackForTest();
  const pipeline = new TelemetryPipeline(stack, 'Telemetry');
  const template = templateOf(stack);

  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: stack.resolve(pipeline.queue.queue.queueArn) });
  template.hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: Match.objectLike({ Statement: [Match.objectLike({ Action: 'sqs:SendMessage', Resource: stack.resolve(pipeline.queue.queue.queueArn) })] }),
  });
  template.hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ TELEMETRY_ARCHIVE_BUCKET: stack.resolve(pipeline.archive.bucket.bucketName) }) },
  });
});

test('hides requests for as long as a slower processor may need', () => {
  const stack = stackForTest();

  new TelemetryPipeline(stack, 'Telemetry', { processor: { timeout: Duration.minutes(5), maxBatchingWindow: Duration.seconds(30) } });

  templateOf(stack).hasResourceProperties('AWS::SQS::Queue', { VisibilityTimeout: 1_830 });
});

test('passes each stage its own options', () => {
  const stack = stackForTest();

  new TelemetryPipeline(stack, 'Telemetry', {
    ingestion: { authorization: IngestionAuth.none() },
    queue: { retentionPeriod: Duration.days(1) },
    archive: { databaseName: 'clicks' },
    processor: { memorySize: 8_192 },
  });

  const template = templateOf(stack);
  template.allResourcesProperties('AWS::ApiGateway::Method', { AuthorizationType: 'NONE' });
  template.hasResourceProperties('AWS::SQS::Queue', { MessageRetentionPeriod: 86_400 });
  template.hasResourceProperties('AWS::Glue::Database', { DatabaseInput: { Name: 'clicks' } });
  template.hasResourceProperties('AWS::Lambda::Function', { MemorySize: 8_192 });
});

test('tells its processor the write keys that clients put into bodies', () => {
  const stack = stackForTest();
  const secret = new secretsmanager.Secret(stack, 'Keys');

  new TelemetryPipeline(stack, 'Telemetry', {
    ingestion: { authorization: IngestionAuth.writeKeys(WriteKeys.fromSecret(secret), { keysInBodies: true }) },
  });

  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
    MemorySize: 4_096,
    Environment: { Variables: Match.objectLike({ TELEMETRY_WRITE_KEYS_SECRET: stack.resolve(secret.secretArn) }) },
  });
});

test('leaves its processor without the keys that the door has checked', () => {
  const stack = stackForTest();
  const secret = new secretsmanager.Secret(stack, 'Keys');

  new TelemetryPipeline(stack, 'Telemetry', { ingestion: { authorization: IngestionAuth.writeKeys(WriteKeys.fromSecret(secret)) } });

  templateOf(stack).hasResourceProperties('AWS::Lambda::Function', {
    Environment: { Variables: Match.objectLike({ TELEMETRY_ARCHIVE_BUCKET: Match.anyValue(), TELEMETRY_WRITE_KEYS_SECRET: Match.absent() }) },
  });
});

test('stands twice in one stack', () => {
  const stack = stackForTest();

  new TelemetryPipeline(stack, 'Web');
  new TelemetryPipeline(stack, 'Mobile');

  templateOf(stack).resourceCountIs('AWS::Lambda::CapacityProvider', 2);
});

test.each(kinds)('$name warns of nothing', ({ props }) => {
  const stack = stackForTest();

  new TelemetryPipeline(stack, 'Telemetry', props);

  expect(warningsOf(stack)).toEqual([]);
});

describe('judged by others', () => {
  const switched = process.env.CDK_VALIDATION;
  beforeAll(() => delete process.env.CDK_VALIDATION);
  afterAll(() => {
    process.env.CDK_VALIDATION = switched;
  });

  test.each(kinds)('$name has no finding of CloudFormation\'s own validation, warnings included', ({ props }) => {
    const app = new App({ context: { '@aws-cdk/core:validateAgainstDefaultRules': true } });
    new TelemetryPipeline(new Stack(app, 'Test'), 'Telemetry', props);
    const printed = jest.spyOn(console, 'error').mockImplementation();

    app.synth();

    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
  });

  test.each(kinds)('$name has no finding of cdk-nag but those that it explains', ({ props }) => {
    const app = new App();
    const stack = new Stack(app, 'Test');
    new TelemetryPipeline(stack, 'Telemetry', props);
    const acknowledged = stack.node.findAll().flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .filter(([id]) => id.includes('AwsSolutions'));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const printed = jest.spyOn(console, 'error').mockImplementation();

    app.synth(); // a finding makes it throw

    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
    expect(acknowledged.length).toBeLessThanOrEqual(5);
    acknowledged.forEach(([, reason]) => expect(reason).toMatch(/^\w.{40}/));
  });

  test('a stack that breaks a rule of cdk-nag is found out by the same check', () => {
    const app = new App();
    new TelemetryPipeline(new Stack(app, 'Test'), 'Telemetry', { ingestion: { authorization: IngestionAuth.none() } });
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    const printed = jest.spyOn(console, 'error').mockImplementation();

    expect(() => app.synth()).toThrow();

    printed.mockRestore();
  });
});
