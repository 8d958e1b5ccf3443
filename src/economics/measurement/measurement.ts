import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { capacityProviderOf, type DeployedParts } from './deployed-parts';
import { HOUR_MS, hourlyMetrics, metricsWith, type HourlyValues, type Period } from './hourly-metrics';
import { LAMBDA, pipelineMetrics, type MetricKey, type PipelineMetric } from './pipeline-metrics';

/** What a pipeline was seen to do. */
export interface Measurement {
  readonly period: Period;
  /** Whether metrics of the library's handler were seen. */
  readonly isOwnHandler: boolean;
  /** Hours from the first on in which a message came. */
  readonly hours: number;
  /** Messages a second, hour by hour. */
  readonly hourlyRates: readonly number[];
  readonly figures: readonly Figure[];
  readonly messages: number;
  readonly batches?: number;
  readonly failedBatches?: number;
  readonly throttles?: number;
  readonly bytesPerMessage?: number;
  /** Told by the library's handler alone. */
  readonly eventsPerMessage?: number;
  /** Of one batch. */
  readonly secondsPerBatch?: number;
  readonly mostSecondsOfBatch?: number;
  /** What one batch leaves in the log of the function. */
  readonly logBytesPerBatch?: number;
  readonly mostSecondsInQueue?: number;
  /** vCPUs that are busy; told of managed instances alone. */
  readonly busyVCpus?: number;
  /** Metrics that CloudWatch does not have. */
  readonly missing: readonly string[];
}

/** One thing that was measured. */
export interface Figure {
  readonly name: string;
  readonly mean?: number;
  /** Of rates and of what is reckoned, the busiest hour; of the others, the highest value. */
  readonly most?: number;
}

/** Metrics that only the library's handler has, so that others do not miss them. */
const OWN: readonly MetricKey[] = ['handled', 'events'];

/** Reads what a pipeline did. */
export async function measure(client: CloudWatchClient, parts: DeployedParts, period: Period, say: (what: string) => void): Promise<Measurement> {
  const provider = capacityProviderOf(parts);
  const metrics = pipelineMetrics(parts, provider === undefined ? undefined : [
    provider, await metricsWith(client, LAMBDA, { CapacityProviderName: provider }),
  ]);
  const requests = metrics.flatMap(metric => metric.requests);
  const values = await hourlyMetrics(client, requests, period, count => say(`${count} values of ${requests.length} metrics`));
  let next = 0;
  const read = new Map(metrics.map(metric => [metric.key, together(metric, values.slice(next, next += metric.requests.length))]));
  return measurementOf(parts, period, read, metrics.filter(({ key }) => read.get(key)!.size === 0));
}

function measurementOf(
  { queueName }: DeployedParts, period: Period, read: ReadonlyMap<MetricKey, HourlyValues>, absent: readonly PipelineMetric[],
): Measurement {
  const of = (key: MetricKey) => read.get(key) ?? new Map<number, number>();
  const sent = of('sent');
  const begin = Math.min(...[...sent].filter(([, count]) => count > 0).map(([time]) => time));
  if (begin === Infinity) {
    throw new Error(`queue ${queueName} must have got messages from ${day(period.from)} to ${day(period.to)}, got none; `
      + 'see that region (AWS_REGION) and account (AWS_PROFILE) are those of the queue, or go further back with --days, up to 455');
  }
  const hours = (period.to.getTime() - begin) / HOUR_MS;
  const aSecond = (series: HourlyValues) => total(series) / (hours * 3_600);
  const busiest = (series: HourlyValues) => highest(series)! / 3_600;
  const rate = (name: string, series: HourlyValues) => ({ name, ...series.size > 0 && { mean: aSecond(series), most: busiest(series) } });
  const [size, duration, invocations] = [of('size'), of('duration'), of('invocations')];
  const messages = total(sent);
  const batches = invocations.size > 0 ? total(invocations) : undefined;
  const eventsPerMessage = ratio(total(of('events')), total(of('handled')));
  const secondsPerBatch = scaled(weighted(duration, invocations), 1 / 1_000);
  const busySeconds = new Map([...duration].map(([time, ms]) => [time, ms / 1_000 * (invocations.get(time) ?? 0)]));
  const perBatch = new Map([...of('received')].map(([time, count]) => [time, count / (invocations.get(time) ?? Infinity)]));
  const [environmentCpu, instanceCpu, vCpus, environmentLoad] = [of('environmentCpu'), of('instanceCpu'), of('vCpus'), of('environmentLoad')];

  const figures: Figure[] = [
    rate('requests at the door, a second', of('requests')),
    rate('messages sent, a second', sent),
    { name: 'bytes of a message', mean: weighted(size, sent), most: highest(size) },
    { name: 'events of a message', mean: eventsPerMessage },
    { name: 'messages waiting', mean: average(of('depth')), most: highest(of('mostDepth')) },
    { name: 'age of the oldest message, s', mean: average(of('age')), most: highest(of('mostAge')) },
    rate('batches, a second', invocations),
    { name: 'messages in a batch', mean: ratio(total(of('received')), batches), most: batches === undefined ? undefined : highest(perBatch) },
    { name: 'duration of a batch, ms', mean: scaled(secondsPerBatch, 1_000), most: highest(of('mostDuration')) },
    { name: 'batches at the same time', mean: busySeconds.size > 0 ? aSecond(busySeconds) : undefined, most: highest(of('mostAtOnce')) },
    { name: 'bytes of log of a batch', mean: of('logBytes').size > 0 ? ratio(total(of('logBytes')), batches) : undefined },
    { name: 'batches in one environment', mean: average(environmentLoad), most: highest(environmentLoad) },
    { name: 'vCPUs of environments', mean: average(vCpus), most: highest(vCpus) },
    { name: 'CPU of environments, %', mean: average(environmentCpu), most: highest(environmentCpu) },
    { name: 'CPU of instances, %', mean: average(instanceCpu), most: highest(instanceCpu) },
  ];
  const isOwnHandler = OWN.some(key => of(key).size > 0);
  return {
    period,
    isOwnHandler,
    hours,
    hourlyRates: Array.from({ length: hours }, (_, hour) => (sent.get(begin + hour * HOUR_MS) ?? 0) / 3_600),
    figures: figures.filter(({ mean, most }) => mean !== undefined || most !== undefined),
    messages,
    batches,
    failedBatches: of('errors').size > 0 ? total(of('errors')) : undefined,
    throttles: of('throttles').size > 0 ? total(of('throttles')) : undefined,
    bytesPerMessage: weighted(size, sent),
    eventsPerMessage,
    secondsPerBatch,
    mostSecondsOfBatch: scaled(highest(of('mostDuration')), 1 / 1_000),
    logBytesPerBatch: of('logBytes').size > 0 ? ratio(total(of('logBytes')), batches) : undefined,
    mostSecondsInQueue: highest(of('mostAge')),
    busyVCpus: environmentCpu.size > 0 && vCpus.size > 0 ? average(vCpus)! * average(environmentCpu)! / 100 : undefined,
    missing: [...new Set(absent.filter(({ key }) => isOwnHandler || !OWN.includes(key)).map(({ title }) => title))],
  };
}

function together({ together: how }: PipelineMetric, series: readonly HourlyValues[]): HourlyValues {
  const hours = new Map<number, number[]>();
  for (const [time, value] of series.flatMap(values => [...values])) {
    hours.set(time, [...hours.get(time) ?? [], value]);
  }
  return new Map([...hours].map(([time, values]) => [time, sum(values) / (how === 'mean' ? values.length : 1)]));
}

function sum(values: Iterable<number>): number {
  return [...values].reduce((result, value) => result + value, 0);
}

function total(series: HourlyValues): number {
  return sum(series.values());
}

function average(series: HourlyValues): number | undefined {
  return series.size > 0 ? total(series) / series.size : undefined;
}

function highest(series: HourlyValues): number | undefined {
  return series.size > 0 ? Math.max(...series.values()) : undefined;
}

/** The mean of values by how much there was of each. */
function weighted(series: HourlyValues, weights: HourlyValues): number | undefined {
  const known = [...series].filter(([time]) => (weights.get(time) ?? 0) > 0);
  return ratio(sum(known.map(([time, value]) => value * weights.get(time)!)), sum(known.map(([time]) => weights.get(time)!)));
}

function ratio(part: number, whole: number | undefined): number | undefined {
  return whole ? part / whole : undefined;
}

function scaled(value: number | undefined, factor: number): number | undefined {
  return value === undefined ? undefined : value * factor;
}

function day(time: Date): string {
  return time.toISOString().slice(0, 10);
}
