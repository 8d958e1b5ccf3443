import { physicalName, queueNameOf } from './local-names';
import type { StackTemplate } from './stack-template';
import { DEFAULT_SETTINGS, type Redrive } from '../queue/store/queue-settings';

/** A queue as the template describes it, with SQS's defaults for what it leaves out. */
export interface SynthesizedQueue {
  readonly name: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly maximumMessageBytes: number;
  readonly delaySeconds: number;
  readonly receiveWaitSeconds: number;
  readonly redrive?: Redrive;
}

/** Reads the queue of a name; a queue of another stack gets the defaults of SQS. */
export function readQueue(template: StackTemplate, name: string): SynthesizedQueue {
  const queue = template.resources('AWS::SQS::Queue').find(candidate => physicalName(candidate) === name);
  const setting = (property: string, otherwise: number) => queue?.number(property, otherwise) ?? otherwise;
  const deadLetterArn = queue?.optionalText('RedrivePolicy.deadLetterTargetArn');

  return {
    name,
    visibilityTimeoutSeconds: setting('VisibilityTimeout', DEFAULT_SETTINGS.visibilityTimeoutSeconds),
    retentionSeconds: setting('MessageRetentionPeriod', DEFAULT_SETTINGS.retentionSeconds),
    maximumMessageBytes: setting('MaximumMessageSize', DEFAULT_SETTINGS.maximumMessageBytes),
    delaySeconds: setting('DelaySeconds', DEFAULT_SETTINGS.delaySeconds),
    receiveWaitSeconds: setting('ReceiveMessageWaitTimeSeconds', DEFAULT_SETTINGS.receiveWaitSeconds),
    redrive: deadLetterArn === undefined ? undefined : {
      deadLetterQueue: queueNameOf(deadLetterArn),
      maxReceiveCount: setting('RedrivePolicy.maxReceiveCount', 10),
    },
  };
}
