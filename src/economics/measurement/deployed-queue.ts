import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeployedParts } from './deployed-parts';
import type { PlannedQueue } from '../plan/planned-pipeline';

/** What the queue of a mapping is set to, as far as it decides what becomes of messages that wait. */
export async function deployedQueue(sqs: SQSClient, { mapping, queueName }: DeployedParts): Promise<PlannedQueue> {
  const account = mapping.EventSourceArn!.split(':').at(-2);
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName, QueueOwnerAWSAccountId: account }));
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({
    QueueUrl, AttributeNames: ['VisibilityTimeout', 'MessageRetentionPeriod', 'RedrivePolicy'],
  }));
  return {
    visibilitySeconds: Number(Attributes.VisibilityTimeout),
    retentionSeconds: Number(Attributes.MessageRetentionPeriod),
    ...Attributes.RedrivePolicy !== undefined && { maxReceiveCount: Number(JSON.parse(Attributes.RedrivePolicy).maxReceiveCount) },
  };
}
