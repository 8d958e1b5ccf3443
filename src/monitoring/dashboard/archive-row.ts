import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { graph, limit, Row } from './graph';
import { TelemetryArchive } from '../../archive';
import { TelemetryProcessor } from '../../processor';
import { HANDLER_METRICS, METRIC_DIMENSIONS, METRIC_NAMESPACE } from '../../wire/handler-metrics';
import { SettledMonitoring } from '../settled-monitoring';

export function archiveRow(processor: TelemetryProcessor, settings: SettledMonitoring, archive?: TelemetryArchive): Row {
  return [
    ...processor._watched.tellsMetrics ? handlerGraphs(processor, settings) : [],
    ...archive ? [graph('The bucket', 'bytes', [archive.metricBucketSize({ label: 'size, once a day' })], { width: 4 })] : [],
  ];
}

function handlerGraphs(processor: TelemetryProcessor, { promisedLag }: SettledMonitoring): Row {
  const { functionName, reason } = METRIC_DIMENSIONS;
  return [
    graph('Events', 'in 5 minutes', [
      processor.metricEventsAccepted({ label: 'accepted' }),
      processor.metricEventsLanded({ label: 'landed' }),
      processor.metricEventsQuarantined({ label: 'quarantined', color: cloudwatch.Color.ORANGE }),
    ], { width: 5 }),
    graph('Quarantined, by code', 'in 5 minutes', [
      new cloudwatch.MathExpression({
        expression: `SELECT SUM(${HANDLER_METRICS.eventsQuarantined}) FROM SCHEMA("${METRIC_NAMESPACE}", ${functionName}, ${reason}) `
          + `WHERE ${functionName} = '${processor.function.functionName}' GROUP BY ${reason}`,
        usingMetrics: {},
        label: '',
      }),
    ], { width: 5 }),
    graph('From receipt to archive', 'ms', [50, 95, 99].map(percent =>
      processor.metricLag({ label: `${percent} of 100 below`, statistic: cloudwatch.Stats.p(percent) })),
    { width: 5, ...limit(promisedLag.toMilliseconds(), 'promised') }),
    graph('Objects', 'bytes', [processor.metricObjectSize({ label: 'average size' })], { width: 5 }),
  ];
}
