import { Template } from 'aws-cdk-lib/assertions';
import { PipelineAlarm, TelemetryMonitoringOptions, TelemetryPipeline, TelemetryPipelineProps } from '../../src';
import { stackForTest, templateOf } from '../fixtures/synthesized';

/** An alarm, as far as tests look at it. */
export interface AlarmProperties {
  readonly MetricName?: string;
  readonly Namespace?: string;
  readonly Metrics?: { Expression?: unknown; MetricStat?: { Period: number; Metric: { MetricName: string; Namespace: string } } }[];
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly TreatMissingData: string;
  readonly AlarmDescription: string;
}

/** A pipeline that is watched, and what its template has. */
export function watched(props: TelemetryPipelineProps = {}, monitoring: TelemetryMonitoringOptions = {}) {
  const stack = stackForTest();
  const { monitoring: made, ...pipeline } = new TelemetryPipeline(stack, 'Telemetry', { ...props, monitoring });
  const template = templateOf(stack);
  return { stack, template, monitoring: made, pipeline, names: made.alarms.map(({ node }) => node.id) };
}

/** An alarm as the template has it. */
export function propertiesOf(template: Template, alarm: PipelineAlarm): AlarmProperties {
  const [found] = Object.entries(template.findResources('AWS::CloudWatch::Alarm')).filter(([id]) => id.includes(alarm));
  return found[1].Properties as AlarmProperties;
}

/** The dashboard's text, with what is known only at deployment as `*`. */
export function dashboardText(template: Template): string {
  const [{ Properties: { DashboardBody: body } }] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  return body['Fn::Join'][1].map((part: unknown) => typeof part === 'string' ? part : '*').join('');
}

function metricNamesIn(expression: unknown): string[] {
  return [...JSON.stringify(expression).matchAll(/SELECT (?:AVG|MAX|SUM)\((\w+)\)/g)].map(([, name]) => name);
}

/** Names of the metrics that an alarm reads. */
export function metricsOf({ MetricName: name, Metrics: metrics = [] }: AlarmProperties): string[] {
  return [
    ...name === undefined ? [] : [name],
    ...metrics.flatMap(({ MetricStat: stat, Expression: expression }) => stat ? [stat.Metric.MetricName] : metricNamesIn(expression)),
  ];
}

/** Names of the metrics that all alarms read. */
export function metricsOfAlarms({ template, names }: { template: Template; names: string[] }): string[] {
  return names.flatMap(name => metricsOf(propertiesOf(template, name as PipelineAlarm)));
}
