import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { graph, limit, Row } from './graph';
import { known } from '../../private/rules';
import { ManagedInstanceProcessor, OnDemandProcessor, TelemetryProcessor } from '../../processor';

/** What Lambda says of why managed instances refuse a batch; AWS does not document the dimensions, so no alarm rests on these. */
const THROTTLE_REASONS = { ConcurrencyThrottles: 'concurrency', CPUThrottles: 'CPU', MemoryThrottles: 'memory', DiskThrottles: 'disk' };

export function functionRow(processor: TelemetryProcessor): Row {
  const { tellsMetrics, concurrencyLimit } = processor._watched;
  return [
    graph('Batches', 'in 5 minutes', [
      processor.metricInvocations({ label: 'run' }),
      processor.metricErrors({ label: 'failed', color: cloudwatch.Color.RED }),
      processor.metricThrottles({ label: 'refused', color: cloudwatch.Color.ORANGE }),
    ]),
    graph('Time of a batch', 'ms', [
      processor.metricDuration({ label: 'average' }),
      processor.metricDuration({ label: '99 of 100 below', statistic: cloudwatch.Stats.p(99) }),
    ]),
    ...tellsMetrics ? [graph('Requests in batches', 'in 5 minutes', [
      processor.metricMessagesReceived({ label: 'received' }),
      processor.metricMessagesFailed({ label: 'gone back into the queue', color: cloudwatch.Color.RED }),
    ])] : [],
    ...processor instanceof OnDemandProcessor ? [
      graph('Batches at once', 'count', [processor.metricConcurrentExecutions({ label: 'at most' })], limit(concurrencyLimit, 'allowed')),
    ] : [],
  ];
}

export function instanceRow(processor: ManagedInstanceProcessor, warnings?: cloudwatch.Metric): Row {
  const { environmentConcurrency, provider } = processor._watched.instances!;
  const quarter = { width: 6 };
  return [
    graph('How busy and how full', '%', [
      processor.metricCpuUtilization({ label: 'CPU of the instances' }),
      processor.metricMemoryUtilization({ label: 'memory of the instances' }),
      processor.metricEnvironmentMemoryUtilization({ label: 'memory of the fullest environment' }),
    ], { ...quarter, leftYAxis: { min: 0, max: 100, label: '%', showUnits: false } }),
    graph('vCPUs of the instances', 'count', [
      processor.metricVCpuAllocated({ label: 'in environments' }),
      processor.metricVCpuAvailable({ label: 'free' }),
    ], { ...quarter, stacked: true, ...limit(provider?.vCpusForEnvironments, 'what fits below maxVCpuCount') }),
    graph('Batches at once in an environment', 'count', [
      processor.metricEnvironmentConcurrency({ label: 'average' }),
    ], { ...quarter, ...limit(known(environmentConcurrency), 'allowed') }),
    graph('Why batches were refused, and warnings of instances', 'in 5 minutes', [
      ...Object.entries(THROTTLE_REASONS).map(([name, label]) => processor.function.metric(name, { label, statistic: cloudwatch.Stats.SUM })),
      ...warnings ? [warnings.with({ label: 'instances', color: cloudwatch.Color.RED })] : [],
    ], quarter),
  ];
}
