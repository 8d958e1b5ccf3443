import type { DeployedParts } from './deployed-parts';
import type { MetricName, MetricRequest, Statistic } from './hourly-metrics';
import { HANDLER_METRICS, METRIC_DIMENSIONS, METRIC_NAMESPACE } from '../../wire/handler-metrics';

export const LAMBDA = 'AWS/Lambda';

/** How metrics of several instance types or versions become one. */
export type Together = 'sum' | 'mean';

/** A metric that tells something of a pipeline, with all that has to be read for it. */
export interface PipelineMetric {
  readonly key: MetricKey;
  /** How it is called when it is missing. */
  readonly title: string;
  readonly requests: readonly MetricRequest[];
  readonly together: Together;
}

export type MetricKey =
  'requests' | 'sent' | 'size' | 'depth' | 'mostDepth' | 'age' | 'mostAge' | 'received' | 'invocations' | 'duration' | 'mostDuration' | 'mostAtOnce' |
  'errors' | 'throttles' | 'logBytes' | 'handled' | 'events' | 'environmentCpu' | 'instanceCpu' | 'vCpus' | 'environmentLoad';

/** Of managed instances; `ListMetrics` tells under which instance types and versions they stand. */
const INSTANCE_METRICS: readonly (readonly [key: MetricKey, name: string, statistic: Statistic, together: Together])[] = [
  ['environmentCpu', 'ExecutionEnvironmentCPUUtilization', 'Average', 'mean'],
  ['environmentLoad', 'ExecutionEnvironmentConcurrency', 'Average', 'mean'],
  ['instanceCpu', 'CPUUtilization', 'Average', 'mean'],
  ['vCpus', 'vCPUAllocated', 'Average', 'sum'],
];

/**
 * What is read of a pipeline.
 *
 * @param provider name of the capacity provider, if there is one, and the metrics that it has
 */
export function pipelineMetrics(
  { queueName, functionName, function: settings, door }: DeployedParts, provider?: readonly [name: string, has: readonly MetricName[]],
): PipelineMetric[] {
  const metric = (key: MetricKey, namespace: string, name: string, dimensions: MetricName['dimensions'], statistic: Statistic): PipelineMetric => ({
    key,
    title: titleOf(namespace, name, dimensions),
    requests: Object.keys(dimensions).length > 0 ? [{ namespace, name, dimensions, statistic }] : [],
    together: 'sum',
  });
  const queue = { QueueName: queueName };
  const reader = { FunctionName: functionName };
  const own = { [METRIC_DIMENSIONS.functionName]: functionName };
  return [
    ...door ? [metric('requests', 'AWS/ApiGateway', 'Count', door.dimensions, 'Sum')] : [],
    metric('sent', 'AWS/SQS', 'NumberOfMessagesSent', queue, 'Sum'),
    metric('size', 'AWS/SQS', 'SentMessageSize', queue, 'Average'),
    metric('depth', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', queue, 'Average'),
    metric('mostDepth', 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', queue, 'Maximum'),
    metric('age', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', queue, 'Average'),
    metric('mostAge', 'AWS/SQS', 'ApproximateAgeOfOldestMessage', queue, 'Maximum'),
    metric('received', 'AWS/SQS', 'NumberOfMessagesReceived', queue, 'Sum'),
    metric('invocations', LAMBDA, 'Invocations', reader, 'Sum'),
    metric('duration', LAMBDA, 'Duration', reader, 'Average'),
    metric('mostDuration', LAMBDA, 'Duration', reader, 'Maximum'),
    metric('mostAtOnce', LAMBDA, 'ConcurrentExecutions', reader, 'Maximum'),
    metric('errors', LAMBDA, 'Errors', reader, 'Sum'),
    metric('throttles', LAMBDA, 'Throttles', reader, 'Sum'),
    metric('logBytes', 'AWS/Logs', 'IncomingBytes', { LogGroupName: settings.LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}` }, 'Sum'),
    metric('handled', METRIC_NAMESPACE, HANDLER_METRICS.messagesReceived, own, 'Sum'),
    metric('events', METRIC_NAMESPACE, HANDLER_METRICS.eventsAccepted, own, 'Sum'),
    ...provider ? INSTANCE_METRICS.map(([key, name, statistic, together]) => ({
      key,
      title: titleOf(LAMBDA, name, { CapacityProviderName: provider[0] }),
      requests: provider[1]
        .filter(it => it.name === name && (it.dimensions.FunctionName ?? functionName) === functionName)
        .map(it => ({ ...it, statistic })),
      together,
    })) : [],
  ];
}

function titleOf(namespace: string, name: string, dimensions: MetricName['dimensions']): string {
  const under = Object.entries(dimensions).map(([dimension, value]) => `${dimension} ${value}`).join(', ');
  return `${namespace} ${name}${under === '' ? ', whose dimensions are not known' : ` of ${under}`}`;
}
