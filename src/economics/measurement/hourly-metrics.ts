import { paginateGetMetricData, paginateListMetrics, type CloudWatchClient } from '@aws-sdk/client-cloudwatch';

export type Statistic = 'Sum' | 'Average' | 'Maximum';

/** One metric of one thing. */
export interface MetricName {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** A metric to be read. */
export interface MetricRequest extends MetricName {
  readonly statistic: Statistic;
}

/** Whole hours, from the first on and up to the last. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** Values of the hours that have one, by the hour's begin in milliseconds. */
export type HourlyValues = ReadonlyMap<number, number>;

export const HOUR_MS = 3_600_000;

/** Most that CloudWatch takes at once. */
const QUERIES_PER_CALL = 500;

/** The last whole hours of so many days. */
export function lastDays(days: number, now: Date): Period {
  const to = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  return { from: new Date(to - days * 24 * HOUR_MS), to: new Date(to) };
}

/** Reads metrics by the hour, in the order in which they are asked for. */
export async function hourlyMetrics(
  client: CloudWatchClient, requests: readonly MetricRequest[], { from, to }: Period, onValues: (values: number) => void,
): Promise<HourlyValues[]> {
  const found = requests.map(() => new Map<number, number>());
  let count = 0;
  for (let first = 0; first < requests.length; first += QUERIES_PER_CALL) {
    const queries = requests.slice(first, first + QUERIES_PER_CALL).map(({ namespace, name, dimensions, statistic }, index) => ({
      Id: `m${first + index}`,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName: name, Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })) },
        Period: HOUR_MS / 1_000,
        Stat: statistic,
      },
    }));
    for await (const page of paginateGetMetricData({ client }, { MetricDataQueries: queries, StartTime: from, EndTime: to })) {
      for (const { Id, Timestamps = [], Values = [] } of page.MetricDataResults ?? []) {
        Timestamps.forEach((time, index) => found[Number(Id!.slice(1))].set(time.getTime(), Values[index]));
        count += Values.length;
        onValues(count);
      }
    }
  }
  return found;
}

/** Every metric of a namespace that has these dimensions, and maybe others, each once: they are added up. */
export async function metricsWith(client: CloudWatchClient, namespace: string, dimensions: MetricName['dimensions']): Promise<MetricName[]> {
  const found = new Map<string, MetricName>();
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  for await (const page of paginateListMetrics({ client }, { Namespace: namespace, Dimensions })) {
    for (const { MetricName: name = '', Dimensions: all = [] } of page.Metrics ?? []) {
      const metric = { namespace, name, dimensions: Object.fromEntries(all.map(({ Name, Value }) => [Name!, Value!])) };
      found.set(JSON.stringify(metric), metric);
    }
  }
  return [...found.values()];
}
