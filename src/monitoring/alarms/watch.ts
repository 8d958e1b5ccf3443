import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { PipelineAlarm } from '../pipeline-alarm';

/** What an alarm watches, when it goes off, and what whoever is woken has to know. */
export interface Watch {
  readonly alarm: PipelineAlarm;
  readonly metric: cloudwatch.IMetric;
  /** It goes off at this value, and above; or below it, where that is what is bad. */
  readonly threshold: number;
  readonly badBelow?: boolean;
  /** Periods that are looked at. */
  readonly periods: number;
  /** So many of them must be that bad; all, unless said otherwise. */
  readonly badPeriods?: number;
  /** What no value means, which differs from metric to metric. */
  readonly whenMissing: cloudwatch.TreatMissingData;
  /** What was seen. */
  readonly wrong: string;
  /** What that means for the data. */
  readonly data: string;
  /** The first thing to do. */
  readonly first: string;
}
