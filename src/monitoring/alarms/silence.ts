import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { TelemetryIngestionApi } from '../../ingestion';

/** A silence is so many of these. */
export const SILENCE_STEP = Duration.minutes(5);

/**
 * How far back a door must have been used for its silence to mean something.
 *
 * CloudWatch looks back no further in steps of less than an hour.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export const SILENCE_DAY = Duration.days(1);

/**
 * 1 for each step since the last request, 0 for those before it, and 0 throughout where there was no request.
 *
 * The requests so far are as many as those of all steps together only since the last one; an alarm that counts these steps goes off when
 * there are enough of them, and ends with the next request.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
export function silentSteps(door: TelemetryIngestionApi): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: 'IF(counted < 1 AND RUNNING_SUM(counted) > 0 AND RUNNING_SUM(counted) >= SUM(counted), 1, 0)',
    usingMetrics: {
      // API Gateway publishes nothing of a step without requests.
      counted: new cloudwatch.MathExpression({ expression: 'FILL(requests, 0)', usingMetrics: { requests: door.metricCount() }, period: SILENCE_STEP }),
    },
    period: SILENCE_STEP,
  });
}
