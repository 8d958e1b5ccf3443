import { Match } from 'aws-cdk-lib/assertions';
import { MonitoringFacade } from 'cdk-monitoring-constructs';
import { TelemetryPipeline } from '../../src';
import { stackForTest, templateOf } from '../fixtures/synthesized';

test('cdk-monitoring-constructs watches the same parts beside our alarms, and shows our metrics', () => {
  const stack = stackForTest();
  const { queue, processor, monitoring } = new TelemetryPipeline(stack, 'Telemetry');

  new MonitoringFacade(stack, 'Theirs')
    .monitorSqsQueueWithDlq({
      queue: queue.queue,
      deadLetterQueue: queue.deadLetterQueue,
      addQueueMaxMessageAgeAlarm: { Warning: { maxAgeInSeconds: 60 } },
    })
    .monitorCustom({ alarmFriendlyName: 'Landing', metricGroups: [{ title: 'Landing', metrics: [processor.metricLag(), processor.metricEventsLanded()] }] });

  const template = templateOf(stack);
  template.resourceCountIs('AWS::CloudWatch::Alarm', monitoring.alarms.length + 1);
  template.resourcePropertiesCountIs('AWS::CloudWatch::Dashboard', {
    DashboardBody: { 'Fn::Join': ['', Match.arrayWith([Match.stringLikeRegexp('EventsLanded')])] },
  }, 2);
});
