import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { Enough, share, SHARE_PERIOD, SHARE_PERIODS, SHARE_SPELL, whereFew } from './share';
import { Watch } from './watch';
import { TelemetryProcessor } from '../../processor';
import { PipelineAlarm } from '../pipeline-alarm';
import { SettledMonitoring } from '../settled-monitoring';

/** Events in five minutes; one batch of a bad client is as many. */
const ENOUGH_EVENTS: Enough = { many: 100, few: 3 };

/** Alarms of what gets into the archive; the library's handler tells of it. */
export function archiveWatches(processor: TelemetryProcessor, { promisedLag, maxQuarantineShare }: SettledMonitoring, stackName: string): Watch[] {
  // Without batches nothing is told, and nothing lands late or badly.
  const whenMissing = cloudwatch.TreatMissingData.NOT_BREACHING;

  return [
    {
      alarm: PipelineAlarm.QUARANTINE_SHARE,
      metric: share('quarantined', { quarantined: processor.metricEventsQuarantined(), whole: processor.metricEventsAccepted() }, ENOUGH_EVENTS),
      threshold: maxQuarantineShare,
      periods: SHARE_PERIODS,
      whenMissing,
      wrong: `${maxQuarantineShare} % of the events or more${whereFew(ENOUGH_EVENTS, 'events', maxQuarantineShare)} `
        + `have been quarantined for ${SHARE_SPELL}.`,
      data: 'all of it is kept whole in the table quarantine, and missing in the table events.',
      first: `see the codes with \`npx telemetry-pipeline quarantine list --stack ${stackName} --since 1h\`, `
        + 'then with `quarantine show` the client that sends them.',
    },
    {
      alarm: PipelineAlarm.LANDING_LAG,
      metric: processor.metricLag({ period: SHARE_PERIOD }),
      threshold: promisedLag.toMilliseconds(),
      periods: SHARE_PERIODS,
      whenMissing,
      wrong: `One event in twenty has landed ${promisedLag.toHumanString()} after its receipt or later, for ${SHARE_SPELL}.`,
      data: 'nothing is lost; who asks the archive for the last hour sees too little.',
      first: 'see whether the queue grows. If it shrinks, this is the end of a backlog: wait. If not, see QueueAge.',
    },
  ];
}
