import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AlarmProperties, dashboardText, metricsOf, metricsOfAlarms, propertiesOf, watched } from './watched-pipeline';
import {
  IngestionAuth, IngestionDoor, ManagedInstanceSize, OnDemandProcessor, PipelineAlarm, ProcessorCode, ProcessorCompute, TelemetryArchive,
  TelemetryMonitoring, TelemetryPipeline, TelemetryQueue,
} from '../../src';
import { HANDLER_METRICS } from '../../src/wire/handler-metrics';
import { stackForTest, templateOf, warningsOf } from '../fixtures/synthesized';

const INSTANCE_ALARMS = ['InstanceCpu', 'InstanceMemory', 'InstanceLifecycle', 'VCpuCap', 'EnvironmentConcurrency'];

const byDefault = watched();
const onDemand = watched({ compute: ProcessorCompute.onDemand({ reservedConcurrentExecutions: 20 }) });

describe('alarms', () => {
  test('watch the whole path, in its order', () => {
    expect(byDefault.names).toEqual([
      'DoorSilent', 'DoorClientErrors', 'DoorThrottled', 'DoorServerErrors', 'QueueAge', 'DeadLetters',
      'BatchErrors', 'BatchThrottles', 'MessagesReturned', ...INSTANCE_ALARMS, 'QuarantineShare', 'LandingLag',
    ]);
  });

  test('are none of instances on ordinary Lambda, but one of the concurrency that it may have', () => {
    expect(onDemand.names.filter(name => INSTANCE_ALARMS.includes(name))).toEqual([]);
    expect(propertiesOf(onDemand.template, PipelineAlarm.FUNCTION_CONCURRENCY)).toMatchObject({ MetricName: 'ConcurrentExecutions', Threshold: 20 });
  });

  test('speak of no concurrency on ordinary Lambda that nothing but the account limits', () => {
    expect(watched({ compute: ProcessorCompute.onDemand() }).names).not.toContain('FunctionConcurrency');
  });

  test('take the lower of two limits for the concurrency on ordinary Lambda', () => {
    const { template } = watched({ compute: ProcessorCompute.onDemand({ reservedConcurrentExecutions: 20 }), processor: { maxConcurrency: 12 } });

    expect(propertiesOf(template, PipelineAlarm.FUNCTION_CONCURRENCY).Threshold).toBe(12);
  });

  test('rest on nothing that only the library\'s handler tells, when the code is your own', () => {
    const code = ProcessorCode.of(lambda.Code.fromInline('exports.handler = () => {}'), { handler: 'index.handler', runtime: lambda.Runtime.NODEJS_24_X });
    const { names } = watched({ processor: { code } });

    expect(byDefault.names.filter(name => !names.includes(name))).toEqual(['MessagesReturned', 'QuarantineShare', 'LandingLag']);
  });

  test('count what lies in the dead-letter queue, since what SQS moves there counts as sent to nobody', () => {
    const { stack, template, pipeline: { queue } } = byDefault;

    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: stack.resolve(queue.deadLetterQueue.queueName) }],
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    });
    expect(JSON.stringify(template.toJSON())).not.toContain('NumberOfMessagesSent');
  });

  test.each([
    { promised: 'a quarter of an hour', props: {}, monitoring: {}, seconds: 900 },
    { promised: 'two visibility timeouts, when those are longer', props: { processor: { timeout: Duration.minutes(5) } }, monitoring: {}, seconds: 2 * 1_810 },
    { promised: 'what you promise', props: {}, monitoring: { promisedLag: Duration.minutes(10) }, seconds: 600 },
  ])('hold age and lag to $promised', ({ props, monitoring, seconds }) => {
    const { template } = watched(props, monitoring);

    expect(propertiesOf(template, PipelineAlarm.QUEUE_AGE)).toMatchObject({ MetricName: 'ApproximateAgeOfOldestMessage', Threshold: seconds });
    expect(propertiesOf(template, PipelineAlarm.LANDING_LAG)).toMatchObject({ MetricName: 'Lag', ExtendedStatistic: 'p95', Threshold: 1_000 * seconds });
  });

  test('look back no further than CloudWatch can, and take no missing value for a bad one', () => {
    const { template } = watched({}, { silence: Duration.hours(23) });
    const period = (metrics: AlarmProperties['Metrics'] = []) => Math.max(...metrics.map(({ MetricStat: stat }) => stat?.Period ?? 0));

    const { Metrics: metrics, ...silent } = propertiesOf(template, PipelineAlarm.DOOR_SILENT);
    expect(silent).toMatchObject({ EvaluationPeriods: 86_400 / period(metrics), DatapointsToAlarm: 23 * 12, ComparisonOperator: 'GreaterThanOrEqualToThreshold' });
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { TreatMissingData: 'notBreaching' });
  });

  test('do not count among the client\'s errors what is only put off', () => {
    const { Metrics: [{ Expression: expression }] } = propertiesOf(byDefault.template, PipelineAlarm.DOOR_CLIENT_ERRORS) as Required<AlarmProperties>;

    expect(expression).toContain('100 * (refused - FILL(throttled, 0)) / whole');
    byDefault.template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: '{ $.status = "429" }' });
  });

  test('take the names of the HTTP API behind one', () => {
    const { template } = watched({ ingestion: { door: IngestionDoor.httpApi() } });

    expect(metricsOf(propertiesOf(template, PipelineAlarm.DOOR_SERVER_ERRORS)).sort()).toEqual(['5xx', 'Count']);
  });

  test.each([
    { size: 'one vCPU, one of which fits on the smallest instance of two', memory: ManagedInstanceSize.generalPurpose(1), cap: 40, fits: 20 },
    { size: 'four vCPUs, four of which fit on an instance of eight', memory: ManagedInstanceSize.generalPurpose(4), cap: 64, fits: 32 },
  ])('look at the cap on vCPUs as environments fill it: $size', ({ memory, cap, fits }) => {
    const { template } = watched({ processor: { size: memory, maxVCpuCount: cap } });
    const { Threshold: threshold, AlarmDescription: description } = propertiesOf(template, PipelineAlarm.VCPU_CAP);

    expect(threshold).toBe(Math.floor(0.9 * fits));
    expect(description).toContain(`${fits} is all that maxVCpuCount of ${cap} allows`);
  });

  test('ask for the whole of a capacity provider by a query, for nobody knows which instances Lambda launches', () => {
    const { stack, template, pipeline } = byDefault;
    const provider = pipeline.capacityProvider!.capacityProviderName;

    expect(propertiesOf(template, PipelineAlarm.INSTANCE_CPU).Metrics).toEqual([expect.objectContaining({
      Expression: stack.resolve(`SELECT AVG(CPUUtilization) FROM "AWS/Lambda" WHERE CapacityProviderName = '${provider}'`),
      Period: 300,
      ReturnData: true,
    })]);
  });

  test('add up only what is told of types of instances, so that a total of theirs would not count twice', () => {
    const { stack, template, pipeline } = byDefault;
    const provider = pipeline.capacityProvider!.capacityProviderName;

    expect(propertiesOf(template, PipelineAlarm.VCPU_CAP).Metrics![0].Expression).toEqual(stack.resolve(
      `SELECT SUM(vCPUAllocated) FROM SCHEMA("AWS/Lambda", CapacityProviderName, InstanceType) WHERE CapacityProviderName = '${provider}'`,
    ));
  });

  test('say nothing of the cap and the launches of a capacity provider that others own', () => {
    const stack = stackForTest();
    const capacityProvider = lambda.CapacityProvider.fromCapacityProviderName(stack, 'Shared', 'shared');
    const { monitoring } = new TelemetryPipeline(stack, 'Telemetry', { processor: { capacityProvider } });

    expect(monitoring.alarm(PipelineAlarm.VCPU_CAP)).toBeUndefined();
    expect(monitoring.alarm(PipelineAlarm.INSTANCE_LIFECYCLE)).toBeUndefined();
    expect(monitoring.alarm(PipelineAlarm.INSTANCE_CPU)).toBeDefined();
  });

  test('rest only on what AWS documents to publish, and on what the handler tells', () => {
    const published = [
      ...['Count', '4XXError', '5XXError'],
      ...['ApproximateAgeOfOldestMessage', 'ApproximateNumberOfMessagesVisible'],
      ...['Errors', 'Invocations', 'Throttles', 'ConcurrentExecutions'],
      ...['CPUUtilization', 'MemoryUtilization', 'vCPUAllocated', 'ExecutionEnvironmentConcurrency'],
      ...Object.values(HANDLER_METRICS),
    ];
    const read = [byDefault, onDemand].flatMap(metricsOfAlarms);

    expect(read.filter(name => !/^(RequestsThrottled|InstanceWarnings)-/.test(name) && !published.includes(name))).toEqual([]);
  });
});

describe('what may be left out', () => {
  test('is all of it', () => {
    const { template, names } = watched({}, { enabled: false });

    expect(names).toEqual([]);
    ['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::Logs::MetricFilter'].forEach(type => template.resourceCountIs(type, 0));
  });

  test('are single alarms, and the dashboard', () => {
    const { names, template } = watched({}, { without: [PipelineAlarm.DOOR_SILENT], dashboard: false });

    expect(names).not.toContain('DoorSilent');
    expect(names).toContain('DoorClientErrors');
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });

  test('is the door, when something else fills the queue, and the archive', () => {
    const stack = stackForTest();
    const queue = new TelemetryQueue(stack, 'Queue');
    const processor = new OnDemandProcessor(stack, 'Processor', { queue: queue.queue, archive: new TelemetryArchive(stack, 'Archive') });

    const { alarms } = new TelemetryMonitoring(stack, 'Monitoring', { queue, processor });

    expect(alarms.map(({ node }) => node.id).filter(name => name.startsWith('Door'))).toEqual([]);
    expect(dashboardText(templateOf(stack))).not.toMatch(/1\. Door|The bucket/);
  });
});

describe('settings', () => {
  test('that CloudWatch would refuse are refused all at once', () => {
    const tell = (stack: Stack) => Array.from({ length: 6 }, (_, index) => new actions.SnsAction(new sns.Topic(stack, `OnCall${index}`)));
    const stack = stackForTest();

    expect(() => new TelemetryPipeline(stack, 'Telemetry', { monitoring: { alarmActions: tell(stack), silence: Duration.days(2), maxQuarantineShare: 0 } }))
      .toThrow(/^Test\/Telemetry\/Monitoring cannot be deployed:\n[^]+\[MonitoringActions\]\n[^]+\[MonitoringSilence\]\n[^]+\[MonitoringShares\]$/);
  });

  test('that would wake somebody for one request that is tried twice are warned of', () => {
    expect(warningsOf(watched({}, { promisedLag: Duration.minutes(5) }).stack)).toEqual([
      expect.stringContaining('promisedLag must be longer than the queue\'s visibility timeout of 6 minutes 10 seconds, got 5 minutes'),
    ]);
  });

  test('that let requests be deleted before the alarm are warned of, also where nobody set them', () => {
    expect(warningsOf(watched({ queue: { retentionPeriod: Duration.minutes(10) } }).stack)).toEqual([
      expect.stringContaining('promisedLag must be shorter than the queue\'s retentionPeriod of 10 minutes, got 15 minutes'),
    ]);
  });

  test.each([{ name: undefined, warnings: 1 }, { name: 'shop', warnings: 0 }])('a REST API of another app is imported as $name: $warnings warnings', ({ name, warnings }) => {
    const stack = stackForTest();
    const restApi = apigateway.RestApi.fromRestApiAttributes(stack, 'Shop', { restApiId: 'abc123', rootResourceId: 'r00t', restApiName: name });

    const ingestion = { door: IngestionDoor.restApi({ restApi, stageName: 'live' }), authorization: IngestionAuth.none() };
    new TelemetryPipeline(stack, 'Telemetry', { ingestion });

    expect(warningsOf(stack).filter(text => text.includes('restApiName must be given where a REST API is imported, got none for Shop'))).toHaveLength(warnings);
  });
});

test('names of metrics fit, however deep the pipeline stands', () => {
  const stack = new Stack(new App(), 'Test');
  const ids = Array.from({ length: 12 }, (_, index) => `StageOfACompanyWithLongNames${index}`);
  new TelemetryPipeline(ids.reduce<Construct>((scope, id) => new Construct(scope, id), stack), 'Telemetry');
  const filters = Object.values(templateOf(stack).findResources('AWS::Logs::MetricFilter'));

  filters.forEach(({ Properties: { MetricTransformations: [{ MetricName: name }] } }) => expect(name.length).toBeLessThanOrEqual(255));
});

test('two pipelines of one stack do not count together what they count in logs', () => {
  const stack = new Stack(new App(), 'Test');
  ['Web', 'Mobile'].forEach(id => new TelemetryPipeline(stack, id));
  const filters = Object.values(templateOf(stack).findResources('AWS::Logs::MetricFilter'));
  const names = filters.map(({ Properties: { MetricTransformations: [{ MetricName: name }] } }) => name);

  expect(new Set(names).size).toBe(4);
});
