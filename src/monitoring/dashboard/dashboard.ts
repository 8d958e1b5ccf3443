import { Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { archiveRow } from './archive-row';
import { ConsoleLinks } from './console-links';
import { doorRow } from './door-row';
import { functionRow, instanceRow } from './processor-rows';
import { queueRow } from './queue-row';
import { TelemetryArchive } from '../../archive';
import { TelemetryIngestionApi } from '../../ingestion';
import { ManagedInstanceProcessor, TelemetryProcessor } from '../../processor';
import { TelemetryQueue } from '../../queue';
import { OPERATIONS_PAGE } from '../../wire/operations-page';
import { SettledMonitoring } from '../settled-monitoring';

/** What the dashboard shows. */
export interface Shown {
  readonly ingestion?: TelemetryIngestionApi;
  readonly throttled?: cloudwatch.Metric;
  readonly queue: TelemetryQueue;
  readonly processor: TelemetryProcessor;
  readonly warnings?: cloudwatch.Metric;
  readonly archive?: TelemetryArchive;
  readonly settings: SettledMonitoring;
  readonly alarms: cloudwatch.Alarm[];
}

/** A dashboard that is read from top to bottom as an event travels: the first row that looks wrong is where the trouble is. */
export function createDashboard(scope: Construct, shown: Shown): cloudwatch.Dashboard {
  const { ingestion, queue, processor, archive, settings, alarms } = shown;
  const tellsMetrics = processor._watched.tellsMetrics;

  return new cloudwatch.Dashboard(scope, 'Dashboard', {
    widgets: [
      [heading('Read from top to bottom, as an event travels: the first row that looks wrong is where the trouble is. '
        + 'Red lines are what was promised or what is allowed.')],
      [heading(waysOn(scope, shown))],
      ...alarms.length > 0 ? [[new cloudwatch.AlarmStatusWidget({ title: 'Alarms', alarms, width: 24, height: 3 })]] : [],
      ...ingestion ? [[heading('## 1. Door: takes requests')], doorRow(ingestion, shown.throttled)] : [],
      [heading('## 2. Queue: keeps them')],
      queueRow(queue, settings),
      [heading('## 3. Processor: turns them into rows')],
      functionRow(processor),
      ...processor instanceof ManagedInstanceProcessor ? [instanceRow(processor, shown.warnings)] : [],
      ...tellsMetrics || archive ? [[heading('## 4. Archive: keeps the rows')], archiveRow(processor, settings, archive)] : [],
    ],
  });
}

/** Where one goes from here at night. */
function waysOn(scope: Construct, { ingestion, queue, processor }: Shown): string {
  const links = new ConsoleLinks(scope);
  const instanceLogs = processor._watched.instances?.provider?.logGroup;
  return [
    `[What to do about each alarm](${OPERATIONS_PAGE}#the-alarms)`,
    ...ingestion?.accessLogGroup ? [`[log of the door](${links.logGroup(ingestion.accessLogGroup)})`] : [],
    `[log of the function](${links.logGroup(processor.logGroup)})`,
    ...instanceLogs ? [`[log of the instances](${links.logGroup(instanceLogs)})`] : [],
    `[function](${links.function(processor.function)})`,
    `[queue](${links.queue(queue.queue)})`,
    `[dead letters](${links.queue(queue.deadLetterQueue)})`,
    `state of it all: \`npx telemetry-pipeline status --stack ${Stack.of(scope).stackName}\``,
  ].join(' · ');
}

function heading(markdown: string): cloudwatch.TextWidget {
  return new cloudwatch.TextWidget({ markdown, width: 24, height: 1, background: cloudwatch.TextWidgetBackground.TRANSPARENT });
}
