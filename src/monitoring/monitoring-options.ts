import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { PipelineAlarm } from './pipeline-alarm';
import { TelemetryArchive } from '../archive';
import { TelemetryIngestionApi } from '../ingestion';
import { TelemetryProcessor } from '../processor';
import { TelemetryQueue } from '../queue';

/** What can be set on the alarms and the dashboard of a pipeline. */
export interface TelemetryMonitoringOptions {
  /**
   * Whether there are alarms and a dashboard at all.
   *
   * @default true
   */
  readonly enabled?: boolean;

  /**
   * What every alarm does when it goes off, such as telling an SNS topic; at most five.
   *
   * @default - nothing: alarms are seen in the console only. cdk-nag's packs for HIPAA and NIST find that (`CloudWatchAlarmAction`)
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  readonly alarmActions?: cloudwatch.IAlarmAction[];

  /**
   * What every alarm does when all is well again; at most five.
   *
   * @default - nothing
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  readonly okActions?: cloudwatch.IAlarmAction[];

  /**
   * How long after their receipt events may land.
   *
   * Longer than the queue's visibility timeout: so long does a request wait for its second try.
   *
   * @default - 15 minutes, or twice the queue's visibility timeout where that is longer
   */
  readonly promisedLag?: Duration;

  /**
   * For how long no request at all is normal, in steps of five minutes, up to 23 hours.
   *
   * A door without any request for a day is taken for one that nobody uses, so that a new pipeline wakes nobody.
   *
   * @default Duration.hours(1)
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
   */
  readonly silence?: Duration;

  /**
   * How many of the requests clients may send in vain, in per cent; those that are put off with 429 do not count.
   *
   * Where fewer than 50 come in five minutes, half of them at least: of little, a single bad client makes a large share.
   *
   * @default 10
   */
  readonly maxClientErrorShare?: number;

  /**
   * How many of the events may be quarantined, in per cent; half of them at least, where fewer than 100 come in five minutes.
   *
   * @default 5
   */
  readonly maxQuarantineShare?: number;

  /**
   * Alarms to go without.
   *
   * @default - none
   */
  readonly without?: PipelineAlarm[];

  /**
   * Whether there is a dashboard; 3 USD a month after the first three of an account.
   *
   * @default true
   */
  readonly dashboard?: boolean;
}

/** Properties of a TelemetryMonitoring. */
export interface TelemetryMonitoringProps extends TelemetryMonitoringOptions {
  /**
   * The door to watch.
   *
   * @default - none: something else fills the queue
   */
  readonly ingestion?: TelemetryIngestionApi;

  /** The queue to watch; there is no pipeline without one. */
  readonly queue: TelemetryQueue;

  /** The processor to watch; without one, everything that waits would be late. */
  readonly processor: TelemetryProcessor;

  /**
   * The archive to show on the dashboard.
   *
   * @default - none
   */
  readonly archive?: TelemetryArchive;
}
