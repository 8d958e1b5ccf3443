import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { share, Watch } from './watch';
import { TelemetryIngestionApi } from '../../ingestion';
import { PipelineAlarm } from '../pipeline-alarm';
import { SettledMonitoring } from '../settled-monitoring';

/** Requests in five minutes below which nobody speaks of shares: a scanner that looks around sends as many. */
const LEAST_REQUESTS = 50;

/** A silence is so many of these. */
const STEP = Duration.minutes(5);

/** Alarms of the door. */
export function doorWatches(
  door: TelemetryIngestionApi, { silence, maxClientErrorShare }: SettledMonitoring, throttled?: cloudwatch.Metric,
): Watch[] {
  const whole = door.metricCount();
  // API Gateway tells nothing of a period without requests: DoorSilent speaks of those.
  const whenMissing = cloudwatch.TreatMissingData.NOT_BREACHING;

  return [
    {
      alarm: PipelineAlarm.DOOR_SILENT,
      metric: door.metricCount({ period: STEP }),
      threshold: 1,
      badBelow: true,
      periods: silence.toMinutes() / STEP.toMinutes(),
      whenMissing: cloudwatch.TreatMissingData.BREACHING, // no value is how API Gateway tells that there was no request
      wrong: `No request has reached the door for ${silence.toHumanString()}.`,
      data: 'what was accepted is safe; clients keep what they cannot send for a while, then drop it.',
      first: 'post an event with curl. If the answer is 200, look at what the clients send to, and since when.',
    },
    {
      alarm: PipelineAlarm.DOOR_CLIENT_ERRORS,
      metric: share(throttled ? '(refused - FILL(throttled, 0))' : 'refused', {
        refused: door.metricClientError(), whole, ...throttled && { throttled },
      }, LEAST_REQUESTS),
      threshold: maxClientErrorShare,
      periods: 3,
      whenMissing,
      wrong: `The door has refused ${maxClientErrorShare} % of the requests or more for 15 minutes.`,
      data: 'what is refused with 400, 401, 403, 413 or 415 is lost: clients do not send it again.',
      first: 'count the statuses by path and key in the access log, and look for the client that was released last.',
    },
    ...throttled === undefined ? [] : [{
      alarm: PipelineAlarm.DOOR_THROTTLED,
      metric: share('FILL(throttled, 0)', { throttled, whole }, LEAST_REQUESTS),
      threshold: 1,
      periods: 3,
      whenMissing,
      wrong: 'The door has put off 1 % of the requests or more with 429 for 15 minutes.',
      data: 'clients keep these events and send them later, as long as they have room for them.',
      first: 'see whether one key or address floods the door. If not, raise throttlingRateLimit.',
    }],
    {
      alarm: PipelineAlarm.DOOR_SERVER_ERRORS,
      metric: share('failed', { failed: door.metricServerError(), whole }, LEAST_REQUESTS),
      threshold: 1,
      periods: 3,
      whenMissing,
      wrong: 'The door has failed to store 1 % of the requests or more for 15 minutes.',
      data: 'clients keep these events and send them later, as long as they have room for them.',
      first: 'read sqsStatus in the access log: 403 is a permission or a key, 5xx is SQS, none is an authorizer.',
    },
  ];
}
