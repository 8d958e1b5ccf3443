import { Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';

/** How often shares are looked at. */
export const SHARE_PERIOD = Duration.minutes(5);

/** So many periods in a row must be bad: one that is says little. */
export const SHARE_PERIODS = 3;

/** How long that takes, as it is read. */
export const SHARE_SPELL = `${SHARE_PERIODS * SHARE_PERIOD.toMinutes()} minutes`;

/** How much must come in a period for a share of it to mean something. */
export interface Enough {
  /** From so many on, every share does. */
  readonly many: number;
  /**
   * From so many on, half and more does: where little comes, a single bad sender makes a share, but an outage still has to be heard.
   *
   * Absent where no sender can cause the part, so that every share counts anyway.
   */
  readonly few?: number;
}

/**
 * A part in per cent of a whole, over five minutes; 0 where too little comes to speak of it.
 *
 * @param part an expression over `metrics`
 */
export function share(
  part: string, metrics: { whole: cloudwatch.IMetric; [name: string]: cloudwatch.IMetric }, { many, few }: Enough,
): cloudwatch.MathExpression {
  const enough = few === undefined ? `whole >= ${many}` : `whole >= ${many} OR (whole >= ${few} AND 2 * ${part} >= whole)`;
  return new cloudwatch.MathExpression({
    expression: `IF(${enough}, 100 * ${part} / whole, 0)`,
    usingMetrics: metrics,
    period: SHARE_PERIOD,
  });
}

/** What an alarm of a share says of little traffic; nothing where it makes no difference. */
export function whereFew({ many, few }: Enough, things: string, threshold: number): string {
  return few === undefined || threshold >= 50 ? '' : `, or half where fewer than ${many} ${things} come in ${SHARE_PERIOD.toMinutes()} minutes,`;
}
