import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import {
  GetEventSourceMappingCommand, GetFunctionConfigurationCommand, LambdaClient, type EventSourceMappingConfiguration, type FunctionConfiguration,
} from '@aws-sdk/client-lambda';
import { alarmStates } from './alarm-states';
import { doorOf } from './deployed-door';
import type { FunctionState, PipelineState } from './pipeline-state';
import { queueStates } from './queue-states';
import { StackParts } from './stack-parts';
import type { Target } from '../target/target';

/** SQS tells the age of the oldest message once a minute, some minutes late. */
const LOOKED_BACK_MS = 15 * 60_000;

/** Managed instances run this version of a function; the others are not attached to them. */
const PUBLISHED = '$LATEST.PUBLISHED';

/** How the pipeline of a stack is. */
export async function deployedPipeline(stackName: string, region: string | undefined, target: Target): Promise<PipelineState> {
  const cloudFormation = new CloudFormationClient({ region });
  const cloudWatch = new CloudWatchClient({ region });
  const lambda = new LambdaClient({ region });
  try {
    const parts = await StackParts.of(cloudFormation, stackName);
    const queueName = nameIn(target.queueUrl);
    const [alarms, mapping, queues, oldestSeconds, where] = await Promise.all([
      alarmStates(cloudWatch, parts),
      mappingOf(lambda, parts, queueName),
      queueStates(target),
      ageOfOldest(cloudWatch, queueName),
      lambda.config.region(),
    ]);
    const reader = mapping && await readerOf(lambda, mapping);
    const [dashboard] = parts.names('AWS::CloudWatch::Dashboard');
    const logGroups = (end: string) => parts.names('AWS::Logs::LogGroup', end)[0];

    return {
      choice: `--stack ${stackName}`,
      deployed: {
        alarms,
        mapping: mapping && { state: mapping.State ?? 'unknown', lastResult: mapping.LastProcessingResult },
        function: reader && functionState(reader),
      },
      queue: { ...queues.queue, oldestSeconds: queues.queue.waiting > 0 ? oldestSeconds : undefined },
      deadLetters: queues.deadLetters,
      places: {
        endpoint: doorOf(parts, where),
        queue: target.queueUrl,
        deadLetters: queues.deadLetterUrl,
        mapping: mapping?.UUID,
        function: reader?.FunctionName,
        bucket: parts.names('AWS::S3::Bucket', 'ArchiveBucket')[0],
        doorLog: logGroups('IngestionAccessLogs'),
        functionLog: reader?.LoggingConfig?.LogGroup ?? logGroups('ProcessorLogs'),
        instanceLog: logGroups('CapacityProviderLogs'),
        dashboard: dashboard && `https://${where}.console.aws.amazon.com/cloudwatch/home?region=${where}#dashboards/dashboard/${dashboard}`,
      },
    };
  } finally {
    [cloudFormation, cloudWatch, lambda].forEach(client => client.destroy());
  }
}

/** The mapping that reads the queue; a stack may have others. */
async function mappingOf(lambda: LambdaClient, parts: StackParts, queueName: string): Promise<EventSourceMappingConfiguration | undefined> {
  const ids = parts.names('AWS::Lambda::EventSourceMapping');
  const mappings = await Promise.all(ids.map(async UUID => lambda.send(new GetEventSourceMappingCommand({ UUID }))));
  return mappings.find(({ EventSourceArn: arn }) => arn?.endsWith(`:${queueName}`));
}

async function readerOf(lambda: LambdaClient, { FunctionArn: arn = '' }: EventSourceMappingConfiguration): Promise<FunctionConfiguration> {
  const [name, qualifier] = arn.split(':function:')[1].split(':');
  const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: qualifier }));
  return qualifier === undefined && configuration.CapacityProviderConfig !== undefined
    ? lambda.send(new GetFunctionConfigurationCommand({ FunctionName: name, Qualifier: PUBLISHED }))
    : configuration;
}

function functionState(reader: FunctionConfiguration): FunctionState {
  return {
    state: reader.State ?? 'unknown',
    reason: reader.StateReason,
    lastUpdate: reader.LastUpdateStatus,
    lastUpdateReason: reader.LastUpdateStatusReason,
    managedInstances: reader.CapacityProviderConfig !== undefined,
  };
}

async function ageOfOldest(cloudWatch: CloudWatchClient, queueName: string): Promise<number | undefined> {
  const now = Date.now();
  const { Datapoints: points = [] } = await cloudWatch.send(new GetMetricStatisticsCommand({
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateAgeOfOldestMessage',
    Dimensions: [{ Name: 'QueueName', Value: queueName }],
    StartTime: new Date(now - LOOKED_BACK_MS),
    EndTime: new Date(now),
    Period: 60,
    Statistics: ['Maximum'],
  }));
  return points.sort((one, other) => Number(other.Timestamp) - Number(one.Timestamp))[0]?.Maximum;
}

function nameIn(queueUrl: string): string {
  return queueUrl.split('/').at(-1)!;
}
