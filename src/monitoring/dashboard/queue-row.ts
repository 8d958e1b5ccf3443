import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { graph, limit, Row } from './graph';
import { TelemetryQueue } from '../../queue';
import { SettledMonitoring } from '../settled-monitoring';

const MINUTE = Duration.minutes(1);

export function queueRow(queue: TelemetryQueue, { promisedLag }: SettledMonitoring): Row {
  return [
    graph('The oldest request waits', 'seconds', [queue.metricApproximateAgeOfOldestMessage({ label: 'age', period: MINUTE })],
      limit(promisedLag.toSeconds(), 'promised')),
    graph('Requests', 'count', [
      queue.metricApproximateNumberOfMessagesVisible({ label: 'waiting', period: MINUTE }),
      queue.metricApproximateNumberOfMessagesNotVisible({ label: 'being processed', period: MINUTE }),
    ]),
    graph('Dead letters', 'count', [queue.metricDeadLetters({ label: 'dead letters', period: MINUTE, color: cloudwatch.Color.RED })]),
  ];
}
