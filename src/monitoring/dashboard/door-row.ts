import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { graph, Row } from './graph';
import { TelemetryIngestionApi } from '../../ingestion';

const MINUTE = Duration.minutes(1);

export function doorRow(door: TelemetryIngestionApi, throttled?: cloudwatch.Metric): Row {
  return [
    graph('Requests', 'a minute', [door.metricCount({ label: 'requests', period: MINUTE })]),
    graph('Not taken', 'a minute', [
      door.metricClientError({ label: '4xx, 429 among them', period: MINUTE }),
      ...throttled ? [throttled.with({ label: '429', period: MINUTE })] : [],
      door.metricServerError({ label: '5xx', period: MINUTE, color: cloudwatch.Color.RED }),
    ]),
    graph('Time to answer', 'ms', [
      door.metricLatency({ label: 'average', period: MINUTE }),
      door.metricLatency({ label: '99 of 100 below', period: MINUTE, statistic: cloudwatch.Stats.p(99) }),
      door.metricIntegrationLatency({ label: 'average of SQS', period: MINUTE }),
    ]),
  ];
}
