import { physicalName, queueNameOf } from './local-names';
import type { StackTemplate } from './stack-template';
import { DEFAULT_SETTINGS, type QueueSettings } from '../queue/store/queue-settings';

/** A queue as the template describes it, with SQS's defaults for what it leaves out. */
export interface SynthesizedQueue extends QueueSettings {
  readonly name: string;
}

/** Reads the queue of a name; a queue of another stack gets the defaults of SQS. */
export function readQueue(template: StackTemplate, name: string): SynthesizedQueue {
  const queue = template.resources('AWS::SQS::Queue').find(candidate => physicalName(candidate) === name);
  if (!queue) {
    return { ...DEFAULT_SETTINGS, name };
  }

  const deadLetterArn = queue.optionalText('RedrivePolicy.deadLetterTargetArn');
  return {
    name,
    visibilityTimeoutSeconds: queue.number('VisibilityTimeout', DEFAULT_SETTINGS.visibilityTimeoutSeconds),
    retentionSeconds: queue.number('MessageRetentionPeriod', DEFAULT_SETTINGS.retentionSeconds),
    maximumMessageBytes: queue.number('MaximumMessageSize', DEFAULT_SETTINGS.maximumMessageBytes),
    delaySeconds: queue.number('DelaySeconds', DEFAULT_SETTINGS.delaySeconds),
    receiveWaitSeconds: queue.number('ReceiveMessageWaitTimeSeconds', DEFAULT_SETTINGS.receiveWaitSeconds),
    redrive: deadLetterArn === undefined ? undefined : {
      deadLetterQueue: queueNameOf(deadLetterArn),
      maxReceiveCount: queue.number('RedrivePolicy.maxReceiveCount', 10),
    },
  };
}
