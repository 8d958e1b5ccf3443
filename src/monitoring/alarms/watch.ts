import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { PipelineAlarm } from '../pipeline-alarm';

/** What an alarm watches, when it goes off, and what whoever is woken has to know. */
export interface Watch {
  readonly alarm: PipelineAlarm;
  readonly metric: cloudwatch.IMetric;
  /** It goes off at this value, and above; or below it, where that is what is bad. */
  readonly threshold: number;
  readonly badBelow?: boolean;
  /** Periods, each of which must be that bad. */
  readonly periods: number;
  /** What no value means, which differs from metric to metric. */
  readonly whenMissing: cloudwatch.TreatMissingData;
  /** What was seen. */
  readonly wrong: string;
  /** What that means for the data. */
  readonly data: string;
  /** The first thing to do. */
  readonly first: string;
}

/** How often shares are looked at. */
export const SHARE_PERIOD = Duration.minutes(5);

/**
 * A part in per cent of a whole, over five minutes; nothing as long as the whole is too small to speak of shares.
 *
 * @param part an expression over `metrics`
 */
export function share(
  part: string, metrics: { whole: cloudwatch.IMetric; [name: string]: cloudwatch.IMetric }, leastOfWhole: number,
): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: `IF(whole >= ${leastOfWhole}, 100 * ${part} / whole, 0)`,
    usingMetrics: metrics,
    period: SHARE_PERIOD,
  });
}
