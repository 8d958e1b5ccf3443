import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { share, SHARE_PERIODS, SHARE_SPELL } from './share';
import { Watch } from './watch';
import { OnDemandProcessor, TelemetryProcessor } from '../../processor';
import { PipelineAlarm } from '../pipeline-alarm';

const PERIOD = Duration.minutes(5);

/** Batches, and requests in them, that may fail, in per cent; no client can cause it, so that a single one counts. */
const MAX_FAILED_SHARE = 5;
const ENOUGH = { many: 1 };

/** Periods of refusals; while instances start, some minutes of it are what Lambda plans with. */
const THROTTLED_PERIODS = 6;

/** Alarms of the function, whatever it runs on. */
export function processorWatches(processor: TelemetryProcessor): Watch[] {
  // Without batches nothing is told, and nothing fails; that batches do not come is told by QueueAge.
  const whenMissing = cloudwatch.TreatMissingData.NOT_BREACHING;
  const { tellsMetrics, instances } = processor._watched;

  return [
    {
      alarm: PipelineAlarm.BATCH_ERRORS,
      metric: share('failed', { failed: processor.metricErrors(), whole: processor.metricInvocations() }, ENOUGH),
      threshold: MAX_FAILED_SHARE,
      periods: SHARE_PERIODS,
      whenMissing,
      wrong: `${MAX_FAILED_SHARE} % of the batches or more have failed as a whole for ${SHARE_SPELL}.`,
      data: 'their requests come back into the queue; after maxReceiveCount tries they are dead letters.',
      first: 'read the last errors in the log of the function: a timeout, no memory, no permission, or a bug of own code.',
    },
    {
      alarm: PipelineAlarm.BATCH_THROTTLES,
      metric: processor.metricThrottles({ period: PERIOD }),
      threshold: 1,
      periods: THROTTLED_PERIODS,
      whenMissing,
      wrong: `Batches have been refused in each ${PERIOD.toMinutes()} minutes of ${THROTTLED_PERIODS * PERIOD.toMinutes()} minutes, because no environment was free.`,
      data: 'each refusal counts as a try: requests that are refused maxReceiveCount times are dead letters.',
      first: instances
        ? 'see which throttle reason grows on the dashboard, and whether the vCPUs have reached maxVCpuCount.'
        : 'compare concurrent executions with the reserved concurrency, or with what the account has.',
    },
    ...tellsMetrics ? [{
      alarm: PipelineAlarm.MESSAGES_RETURNED,
      metric: share('returned', { returned: processor.metricMessagesFailed(), whole: processor.metricMessagesReceived() }, ENOUGH),
      threshold: MAX_FAILED_SHARE,
      periods: SHARE_PERIODS,
      whenMissing,
      wrong: `${MAX_FAILED_SHARE} % of the requests or more have gone back into the queue for ${SHARE_SPELL}, because their rows were not stored.`,
      data: 'they are tried again, and after maxReceiveCount tries they are dead letters.',
      first: 'read "error" in the log lines "messages failed": it is what S3 said.',
    }] : [],
    ...processor instanceof OnDemandProcessor ? concurrencyWatch(processor) : [],
  ];
}

function concurrencyWatch(processor: OnDemandProcessor): Watch[] {
  const { concurrencyLimit } = processor._watched;
  return concurrencyLimit === undefined ? [] : [{
    alarm: PipelineAlarm.FUNCTION_CONCURRENCY,
    metric: processor.metricConcurrentExecutions({ period: PERIOD }),
    threshold: concurrencyLimit,
    periods: 3,
    whenMissing: cloudwatch.TreatMissingData.NOT_BREACHING, // nothing runs
    wrong: `The function has worked on ${concurrencyLimit} batches at once, which is all that it may, for 15 minutes.`,
    data: 'requests wait in the queue; nothing is lost.',
    first: 'if the oldest request grows older, raise maxConcurrency and reservedConcurrentExecutions.',
  }];
}
