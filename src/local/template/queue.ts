import { physicalName } from './local-names';
import type { StackTemplate } from './stack-template';

/** A queue as the template describes it, with SQS's defaults for what it leaves out. */
export interface SynthesizedQueue {
  readonly name: string;
  readonly visibilityTimeoutSeconds: number;
  readonly messageRetentionSeconds: number;
  readonly maximumMessageBytes: number;
  readonly delaySeconds: number;
  readonly receiveWaitSeconds: number;
  /** Where messages go that were received too often. */
  readonly redrive?: { readonly deadLetterQueueName: string; readonly maxReceiveCount: number };
}

/** Reads the queue of a name; a queue of another stack gets the defaults of SQS. */
export function readQueue(template: StackTemplate, name: string): SynthesizedQueue {
  const queue = template.resources('AWS::SQS::Queue').find(candidate => physicalName(candidate) === name);
  const deadLetterArn = queue?.optionalText('RedrivePolicy.deadLetterTargetArn');

  return {
    name,
    visibilityTimeoutSeconds: queue?.optionalNumber('VisibilityTimeout') ?? 30,
    messageRetentionSeconds: queue?.optionalNumber('MessageRetentionPeriod') ?? 345_600,
    maximumMessageBytes: queue?.optionalNumber('MaximumMessageSize') ?? 1_048_576,
    delaySeconds: queue?.optionalNumber('DelaySeconds') ?? 0,
    receiveWaitSeconds: queue?.optionalNumber('ReceiveMessageWaitTimeSeconds') ?? 0,
    redrive: deadLetterArn === undefined ? undefined : {
      deadLetterQueueName: deadLetterArn.slice(deadLetterArn.lastIndexOf(':') + 1),
      maxReceiveCount: queue!.number('RedrivePolicy.maxReceiveCount', 10),
    },
  };
}
