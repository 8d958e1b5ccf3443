import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { share, SHARE_PERIOD, Watch } from './watch';
import { TelemetryProcessor } from '../../processor';
import { PipelineAlarm } from '../pipeline-alarm';
import { SettledMonitoring } from '../settled-monitoring';

/** Events in five minutes below which nobody speaks of shares. */
const LEAST_EVENTS = 100;

/** Alarms of what gets into the archive; the library's handler tells of it. */
export function archiveWatches(processor: TelemetryProcessor, { promisedLag, maxQuarantineShare }: SettledMonitoring): Watch[] {
  // Without batches nothing is told, and nothing lands late or badly.
  const whenMissing = cloudwatch.TreatMissingData.NOT_BREACHING;

  return [
    {
      alarm: PipelineAlarm.QUARANTINE_SHARE,
      metric: share('quarantined', { quarantined: processor.metricEventsQuarantined(), whole: processor.metricEventsAccepted() }, LEAST_EVENTS),
      threshold: maxQuarantineShare,
      periods: 3,
      whenMissing,
      wrong: `${maxQuarantineShare} % of the events or more have been quarantined for 15 minutes.`,
      data: 'all of it is kept whole in the table quarantine, and missing in the table events.',
      first: 'ask Athena for the codes and reasons of the last hour, and for the client that sends them.',
    },
    {
      alarm: PipelineAlarm.LANDING_LAG,
      metric: processor.metricLag({ period: SHARE_PERIOD }),
      threshold: promisedLag.toMilliseconds(),
      periods: 3,
      whenMissing,
      wrong: `One event in twenty has landed ${promisedLag.toHumanString()} after its receipt or later, for 15 minutes.`,
      data: 'nothing is lost; who asks the archive for the last hour sees too little.',
      first: 'see whether the queue grows. If it shrinks, this is the end of a backlog: wait. If not, see QueueAge.',
    },
  ];
}
