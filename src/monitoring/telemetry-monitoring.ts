import { CfnOutput, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { descriptionOf } from './alarms/alarm-description';
import { archiveWatches } from './alarms/archive-watches';
import { doorWatches } from './alarms/door-watches';
import { instanceWatches } from './alarms/instance-watches';
import { processorWatches } from './alarms/processor-watches';
import { queueWatches } from './alarms/queue-watches';
import { Watch } from './alarms/watch';
import { instanceWarnings, throttledRequests } from './counted-lines';
import { ConsoleLinks } from './dashboard/console-links';
import { createDashboard } from './dashboard/dashboard';
import { TelemetryMonitoringProps } from './monitoring-options';
import { MONITORING_RULES } from './monitoring-rules';
import { PipelineAlarm } from './pipeline-alarm';
import { factsOfMonitoring, settled } from './settled-monitoring';
import { enforce } from '../private/rules';
import { ManagedInstanceProcessor } from '../processor';

/**
 * Watches a pipeline: alarms that say what to do, and a dashboard in the order of the data's path.
 *
 * Each alarm's description says what is wrong, what that means for the data, what to do first, how to see the whole pipeline, and where to
 * read on; the output `DashboardUrl` leads to the dashboard, and that to logs and queues. Which alarms there are follows from the parts: those
 * of instances on managed instances only, those of quarantine and lag with the library's handler only.
 *
 * An alarm costs 0.10 USD a month for each metric that it reads, about 2.30 USD for all of a pipeline; two metrics that are counted in logs
 * cost 0.30 each, and a dashboard 3 USD after the first three of an account.
 *
 * @see https://aws.amazon.com/cloudwatch/pricing/
 * @example
 * const pipeline = new TelemetryPipeline(this, 'Telemetry', { monitoring: { enabled: false } });
 * const onCall = new sns.Topic(this, 'OnCall', { enforceSSL: true });
 *
 * new TelemetryMonitoring(this, 'Monitoring', {
 *   ingestion: pipeline.ingestion,
 *   queue: pipeline.queue,
 *   processor: pipeline.processor,
 *   archive: pipeline.archive,
 *   alarmActions: [new actions.SnsAction(onCall)],
 *   promisedLag: Duration.minutes(10),
 * });
 */
export class TelemetryMonitoring extends Construct {
  /** The alarms, in the order of the data's path. */
  public readonly alarms: cloudwatch.Alarm[];

  /** The dashboard, if there is one. */
  public readonly dashboard?: cloudwatch.Dashboard;

  /**
   * Adds alarms and a dashboard.
   *
   * @param scope stack or construct that it becomes a part of
   * @param id its name there; another one makes new resources
   * @param props what to watch, whom to tell, and what was promised
   */
  constructor(scope: Construct, id: string, props: TelemetryMonitoringProps) {
    super(scope, id);

    if (props.enabled === false) {
      this.alarms = [];
      return;
    }

    const { ingestion, queue, processor, archive, without = [] } = props;
    const { stackName } = Stack.of(this);
    const settings = settled(props);
    enforce(this, MONITORING_RULES, factsOfMonitoring(props, settings));

    const throttled = ingestion?.accessLogGroup && throttledRequests(this, ingestion.accessLogGroup);
    const provider = processor._watched.instances?.provider;
    const warnings = provider && instanceWarnings(this, provider.logGroup);

    this.alarms = [
      ...ingestion ? doorWatches(ingestion, settings, throttled) : [],
      ...queueWatches(queue, settings, stackName),
      ...processorWatches(processor),
      ...processor instanceof ManagedInstanceProcessor ? instanceWatches(processor, warnings) : [],
      ...processor._watched.tellsMetrics ? archiveWatches(processor, settings, stackName) : [],
    ].filter(({ alarm }) => !without.includes(alarm)).map(watch => this.createAlarm(watch, props));

    if (props.dashboard ?? true) {
      this.dashboard = createDashboard(this, { ingestion, throttled, queue, processor, warnings, archive, settings, alarms: this.alarms });
      new CfnOutput(this, 'DashboardUrl', {
        description: 'Alarms and graphs, in the order of the path of an event',
        value: new ConsoleLinks(this).dashboard(this.dashboard.dashboardName),
      });
    }
  }

  /**
   * One of the alarms, to have it do something of its own; absent where it does not fit the pipeline, or was left out.
   *
   * @param alarm which one
   */
  public alarm(alarm: PipelineAlarm): cloudwatch.Alarm | undefined {
    return this.alarms.find(({ node }) => node.id === alarm);
  }

  private createAlarm(watch: Watch, { alarmActions = [], okActions = [] }: TelemetryMonitoringProps): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, watch.alarm, {
      alarmDescription: descriptionOf(watch, Stack.of(this).stackName),
      metric: watch.metric,
      threshold: watch.threshold,
      comparisonOperator: watch.badBelow
        ? cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
        : cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: watch.periods,
      datapointsToAlarm: watch.badPeriods,
      treatMissingData: watch.whenMissing,
    });
    alarm.addAlarmAction(...alarmActions);
    alarm.addOkAction(...okActions);
    return alarm;
  }
}
