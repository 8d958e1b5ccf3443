import { METRIC_DIMENSIONS, METRIC_NAMESPACE } from '../../wire/handler-metrics';

/** A metric, with one value or several. */
export interface Metric {
  readonly name: string;
  readonly unit: 'Count' | 'Bytes' | 'Milliseconds';
  readonly value: number | readonly number[];
}

/** What a line tells besides its metrics. */
type Facts = Readonly<Record<string, unknown>>;

/** Most values that a metric may have in one line. */
const MOST_VALUES = 100;

/**
 * Writes a line of the log that CloudWatch makes metrics of, without a call from here.
 *
 * Straight to stdout: `console` would put the line into the `message` of another, where CloudWatch does not look.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function printMetrics(facts: Facts, dimensions: Readonly<Record<string, string>>, metrics: readonly Metric[]): void {
  const told = metrics.filter(({ value }) => typeof value === 'number' || value.length > 0);
  const named = { [METRIC_DIMENSIONS.functionName]: process.env.AWS_LAMBDA_FUNCTION_NAME ?? 'unknown', ...dimensions };
  const line = {
    timestamp: new Date().toISOString(),
    level: 'INFO',
    ...facts,
    ...named,
    ...Object.fromEntries(told.map(({ name, value }) => [name, value])),
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{
        Namespace: METRIC_NAMESPACE,
        Dimensions: [Object.keys(named)],
        Metrics: told.map(({ name, unit }) => ({ Name: name, Unit: unit })),
      }],
    },
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** As many of the values as one line may have, spread evenly over them in their order, the least and the greatest among them. */
export function sample(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length <= MOST_VALUES) {
    return sorted;
  }
  return Array.from({ length: MOST_VALUES }, (_, index) => sorted[Math.round(index * (sorted.length - 1) / (MOST_VALUES - 1))]);
}
