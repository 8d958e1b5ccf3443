import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { dashboardText, metricsOfAlarms, watched } from './watched-pipeline';
import { ProcessorCompute, TelemetryPipeline } from '../../src';
import { templateOf } from '../fixtures/synthesized';

const byDefault = watched();
const onDemand = watched({ compute: ProcessorCompute.onDemand({ reservedConcurrentExecutions: 20 }) });

describe('the dashboard', () => {
  test('has a row for each stage, in the order of the path', () => {
    const rows = [...dashboardText(byDefault.template).matchAll(/## (\d)\. (\w+):/g)].map(([, , stage]) => stage);

    expect(rows).toEqual(['Door', 'Queue', 'Processor', 'Archive']);
  });

  test.each([{ kind: 'managed instances', of: byDefault }, { kind: 'ordinary Lambda', of: onDemand }])('shows on $kind every metric that an alarm reads', ({ of }) => {
    const text = dashboardText(of.template);
    const read = metricsOfAlarms(of);

    expect(read.filter(name => !text.includes(name))).toEqual([]);
  });

  test('leads to the logs, the queues, the function and the page that says what to do, wherever it is deployed', () => {
    const stack = new Stack(new App(), 'Test', { env: { account: '123456789012', region: 'eu-central-1' } });
    new TelemetryPipeline(stack, 'Telemetry');
    const text = dashboardText(templateOf(stack));
    const [console, logGroup] = ['https://eu-central-1.console.aws.amazon.com', 'cloudwatch/home?region=eu-central-1#logsV2:log-groups/log-group/*'];

    expect([...text.matchAll(/\[([^\]["]+)\]\(([^)]+)\)/g)].map(([, name, link]) => [name, link])).toEqual([
      ['What to do about each alarm', 'https://github.com/cdk-telemetry-pipeline/cdk-telemetry-pipeline/blob/main/docs/operations.md#the-alarms'],
      ['log of the door', `${console}/${logGroup}`],
      ['log of the function', `${console}/${logGroup}`],
      ['log of the instances', `${console}/${logGroup}`],
      ['function', `${console}/lambda/home?region=eu-central-1#/functions/*?tab=monitoring`],
      ['queue', `${console}/sqs/v3/home?region=eu-central-1#/queues/https%3A%2F%2Fsqs.eu-central-1.*%2F123456789012%2F*`],
      ['dead letters', `${console}/sqs/v3/home?region=eu-central-1#/queues/https%3A%2F%2Fsqs.eu-central-1.*%2F123456789012%2F*`],
    ]);
    expect(text).toContain('`npx telemetry-pipeline status --stack Test`');
  });

  test.each([
    { region: 'cn-north-1', console: 'https://cn-north-1.console.amazonaws.cn/' },
    { region: 'us-gov-west-1', console: 'https://us-gov-west-1.console.amazonaws-us-gov.com/' },
  ])('has links of its own in $region', ({ region, console }) => {
    const stack = new Stack(new App(), 'Test', { env: { account: '123456789012', region } });
    new TelemetryPipeline(stack, 'Telemetry');

    expect(dashboardText(templateOf(stack))).toContain(console);
  });

  test('is found by an output of the stack', () => {
    const { template } = byDefault;
    const [dashboard] = Object.keys(template.findResources('AWS::CloudWatch::Dashboard'));

    template.hasOutput('*', {
      Value: { 'Fn::Join': ['', Match.arrayWith([{ Ref: 'AWS::Region' }, '#dashboards/dashboard/', { Ref: dashboard }])] },
    });
  });

  test('fits: rows side by side, no widget beyond the 24 columns', () => {
    const { widgets } = JSON.parse(dashboardText(byDefault.template)) as { widgets: { x: number; y: number; width: number }[] };

    widgets.forEach(({ x, width }) => expect(x + width).toBeLessThanOrEqual(24));
    expect(new Set(widgets.map(({ x, y }) => `${x} ${y}`)).size).toBe(widgets.length);
  });
});
