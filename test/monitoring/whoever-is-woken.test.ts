import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as actions from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import { propertiesOf, watched } from './watched-pipeline';
import { PipelineAlarm, TelemetryPipeline } from '../../src';
import { stackForTest, templateOf } from '../fixtures/synthesized';

const byDefault = watched();

describe('whoever is woken', () => {
  test.each(byDefault.names)('reads in %s what is wrong, what that means for the data, what to do first, and where to read on', name => {
    const { AlarmDescription: description } = propertiesOf(byDefault.template, name as PipelineAlarm);

    expect(description).toMatch(/^[^]+\. Data: [^]+\. First: [^]+\. Everything at once: `npx telemetry-pipeline status --stack Test`\. Read on: https:\/\/github\.com\/\S+\/docs\/operations\.md#\w+$/);
    expect(description.split('#')[1]).toBe(name.toLowerCase());
    expect(description.length).toBeLessThanOrEqual(1_024);
  });

  test.each([
    { alarm: PipelineAlarm.DEAD_LETTERS, commands: ['dlq --stack Shop-Prod', 'dlq redrive --stack Shop-Prod'] },
    { alarm: PipelineAlarm.QUARANTINE_SHARE, commands: ['quarantine list --stack Shop-Prod --since 1h'] },
  ])('finds in $alarm the commands that help, ready to be copied', ({ alarm, commands }) => {
    const stack = new Stack(new App(), 'App', { stackName: 'Shop-Prod' });
    new TelemetryPipeline(stack, 'Telemetry');
    const { AlarmDescription: description } = propertiesOf(templateOf(stack), alarm);

    commands.forEach(command => expect(description).toContain(`\`npx telemetry-pipeline ${command}\``));
  });

  test('reads them whole, however long the name of the stack is', () => {
    const stack = new Stack(new App(), 'App', { stackName: `A${'a'.repeat(127)}` });
    new TelemetryPipeline(stack, 'Telemetry');
    const alarms = Object.values(templateOf(stack).findResources('AWS::CloudWatch::Alarm'));

    expect(Math.max(...alarms.map(({ Properties: { AlarmDescription: description } }) => description.length))).toBeLessThanOrEqual(1_024);
  });

  test('is told by every alarm, and again when all is well, through actions that are given once', () => {
    const stack = stackForTest();
    const onCall = new sns.Topic(stack, 'OnCall');
    const tell = [new actions.SnsAction(onCall)];

    new TelemetryPipeline(stack, 'Telemetry', { monitoring: { alarmActions: tell, okActions: tell } });

    const topic = [stack.resolve(onCall.topicArn)];
    templateOf(stack).allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: topic, OKActions: topic });
  });

  test('may be told of one alarm alone', () => {
    const stack = stackForTest();
    const { monitoring } = new TelemetryPipeline(stack, 'Telemetry');

    monitoring.alarm(PipelineAlarm.DEAD_LETTERS)!.addAlarmAction(new actions.SnsAction(new sns.Topic(stack, 'OnCall')));

    templateOf(stack).resourcePropertiesCountIs('AWS::CloudWatch::Alarm', { AlarmActions: Match.anyValue() }, 1);
  });
});
