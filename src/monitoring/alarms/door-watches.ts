import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Enough, share, SHARE_PERIODS, SHARE_SPELL, whereFew } from './share';
import { silentSteps, SILENCE_DAY, SILENCE_STEP } from './silence';
import { Watch } from './watch';
import { TelemetryIngestionApi } from '../../ingestion';
import { PipelineAlarm } from '../pipeline-alarm';
import { SettledMonitoring } from '../settled-monitoring';

/** Requests in five minutes; a scanner that looks around sends as many. */
const ENOUGH_REQUESTS: Enough = { many: 50, few: 3 };

/** No client can cause a 5xx, so that a single one counts; that it lasts is what keeps noise away. */
const ENOUGH_FOR_FAILURES: Enough = { many: 1 };

/** Requests that may be put off or not be stored, in per cent. */
const MAX_LATE_SHARE = 1;

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
      metric: silentSteps(door),
      threshold: 1,
      periods: SILENCE_DAY.toMinutes() / SILENCE_STEP.toMinutes(),
      badPeriods: silence.toMinutes() / SILENCE_STEP.toMinutes(),
      whenMissing, // a door that nobody has used for a day, or ever, is no outage
      wrong: `No request has reached the door for ${silence.toHumanString()}; within the ${SILENCE_DAY.toHours()} hours before now there were some.`,
      data: 'what was accepted is safe; clients keep what they cannot send for a while, then drop it.',
      first: 'post an event with curl. If the answer is 200, look at what the clients send to, and since when.',
    },
    {
      alarm: PipelineAlarm.DOOR_CLIENT_ERRORS,
      metric: share(throttled ? '(refused - FILL(throttled, 0))' : 'refused', {
        refused: door.metricClientError(), whole, ...throttled && { throttled },
      }, ENOUGH_REQUESTS),
      threshold: maxClientErrorShare,
      periods: SHARE_PERIODS,
      whenMissing,
      wrong: `The door has refused ${maxClientErrorShare} % of the requests or more${whereFew(ENOUGH_REQUESTS, 'requests', maxClientErrorShare)} `
        + `for ${SHARE_SPELL}.`,
      data: 'what is refused with 400, 401, 403, 413 or 415 is lost: clients do not send it again.',
      first: 'count the statuses by path and key in the access log, and look for the client that was released last.',
    },
    ...throttled === undefined ? [] : [{
      alarm: PipelineAlarm.DOOR_THROTTLED,
      metric: share('FILL(throttled, 0)', { throttled, whole }, ENOUGH_REQUESTS),
      threshold: MAX_LATE_SHARE,
      periods: SHARE_PERIODS,
      whenMissing,
      wrong: `The door has put off ${MAX_LATE_SHARE} % of the requests or more${whereFew(ENOUGH_REQUESTS, 'requests', MAX_LATE_SHARE)} `
        + `with 429 for ${SHARE_SPELL}.`,
      data: 'clients keep these events and send them later, as long as they have room for them.',
      first: 'see whether one key or address floods the door. If not, raise throttlingRateLimit.',
    }],
    {
      alarm: PipelineAlarm.DOOR_SERVER_ERRORS,
      metric: share('failed', { failed: door.metricServerError(), whole }, ENOUGH_FOR_FAILURES),
      threshold: MAX_LATE_SHARE,
      periods: SHARE_PERIODS,
      whenMissing,
      wrong: `The door has failed to store ${MAX_LATE_SHARE} % of the requests or more for ${SHARE_SPELL}.`,
      data: 'clients keep these events and send them later, as long as they have room for them.',
      first: 'read sqsStatus in the access log: 403 is a permission or a key, 5xx is SQS, none is an authorizer.',
    },
  ];
}
