import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { QueueState } from './pipeline-state';
import type { Target } from '../target/target';

/** How much is in the queue and in its dead-letter queue, about. */
export interface QueueStates {
  readonly queue: QueueState;
  readonly deadLetters: number;
  readonly deadLetterUrl: string;
}

/** Asks both queues. */
export async function queueStates(target: Target): Promise<QueueStates> {
  const { url } = await target.deadLetterQueue();
  const [queue, dead] = await Promise.all([depthOf(target, target.queueUrl), depthOf(target, url)]);
  return { queue, deadLetters: dead.waiting + dead.inHand, deadLetterUrl: url };
}

async function depthOf({ sqs }: Target, url: string): Promise<QueueState> {
  const { Attributes: attributes } = await sqs.send(new GetQueueAttributesCommand({
    QueueUrl: url, AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  }));
  return { waiting: Number(attributes?.ApproximateNumberOfMessages ?? 0), inHand: Number(attributes?.ApproximateNumberOfMessagesNotVisible ?? 0) };
}
