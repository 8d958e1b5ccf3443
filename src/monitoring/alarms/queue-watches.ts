import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Watch } from './watch';
import { TelemetryQueue } from '../../queue';
import { PipelineAlarm } from '../pipeline-alarm';
import { SettledMonitoring } from '../settled-monitoring';

/** Alarms of the queue. */
export function queueWatches(queue: TelemetryQueue, { promisedLag }: SettledMonitoring, stackName: string): Watch[] {
  // SQS stops telling when a queue was empty and unused for hours.
  const whenMissing = cloudwatch.TreatMissingData.NOT_BREACHING;

  return [
    {
      alarm: PipelineAlarm.QUEUE_AGE,
      metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1) }),
      threshold: promisedLag.toSeconds(),
      periods: 3,
      whenMissing,
      wrong: `The oldest request has waited for ${promisedLag.toHumanString()} or longer.`,
      data: 'nothing is lost yet; events land late, and after the retention period of the queue they are deleted.',
      first: 'see on the dashboard whether batches run at all. If they do, too few run: look at throttles, CPU and the cap.',
    },
    {
      alarm: PipelineAlarm.DEAD_LETTERS,
      metric: queue.metricDeadLetters(),
      threshold: 1,
      periods: 1,
      whenMissing,
      wrong: 'Requests lie in the dead-letter queue: they failed as often as they may.',
      data: 'they are kept, up to the retention of that queue, counted from when they were accepted; they are not in the archive.',
      first: `look with \`npx telemetry-pipeline dlq --stack ${stackName}\`; find the reason in the log lines "messages failed", mend it, `
        + `then \`npx telemetry-pipeline dlq redrive --stack ${stackName}\`.`,
    },
  ];
}
