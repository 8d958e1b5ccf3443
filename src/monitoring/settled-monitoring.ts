import { Duration } from 'aws-cdk-lib';
import { TelemetryMonitoringProps } from './monitoring-options';
import { MonitoringFacts } from './monitoring-rules';
import { known } from '../private/rules';
import { visibilityFacts } from '../queue/queue-facts';

const USUAL_LAG = Duration.minutes(15);

/** What alarms go by. */
export interface SettledMonitoring {
  readonly promisedLag: Duration;
  readonly silence: Duration;
  readonly maxClientErrorShare: number;
  readonly maxQuarantineShare: number;
}

/** The options with their defaults. */
export function settled(props: TelemetryMonitoringProps): SettledMonitoring {
  return {
    promisedLag: props.promisedLag ?? usualLag(visibilityFacts(props.queue.queue).visibilityTimeout),
    silence: props.silence ?? Duration.hours(1),
    maxClientErrorShare: props.maxClientErrorShare ?? 10,
    maxQuarantineShare: props.maxQuarantineShare ?? 5,
  };
}

/** What the rules judge. */
export function factsOfMonitoring(props: TelemetryMonitoringProps, settings: SettledMonitoring): MonitoringFacts {
  const { visibilityTimeout, retentionPeriod } = visibilityFacts(props.queue.queue);
  return {
    alarmActionCount: props.alarmActions?.length,
    okActionCount: props.okActions?.length,
    promisedLag: settings.promisedLag,
    silence: settings.silence,
    maxClientErrorShare: known(settings.maxClientErrorShare),
    maxQuarantineShare: known(settings.maxQuarantineShare),
    visibilityTimeout,
    retentionPeriod,
    namelessApi: props.ingestion?._namelessApi,
  };
}

function usualLag(visibilityTimeout: Duration | undefined): Duration {
  const twice = 2 * (visibilityTimeout?.toSeconds() ?? 0);
  return twice > USUAL_LAG.toSeconds() ? Duration.seconds(twice) : USUAL_LAG;
}
