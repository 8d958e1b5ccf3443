import { CfnResource, Duration } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { QueueFacts } from './queue-rules';
import { LinkedResources } from '../private/linked-resources';
import { known } from '../private/rules';
import { number, record } from '../private/template-values';

/** What SQS takes when a template leaves it out, in seconds. */
const USUAL_RETENTION = 345_600;
const USUAL_VISIBILITY_TIMEOUT = 30;

/**
 * What a queue and its dead-letter queue will have in their template.
 *
 * @param processorTimeout of the function that reads the queue, in seconds
 */
export function queueFacts(resources: LinkedResources, queue: CfnResource, processorTimeout?: number): QueueFacts {
  const properties = resources.propertiesOf(queue);
  const redrive = record(properties.RedrivePolicy);
  const deadLetterQueue = resources.linked(redrive?.deadLetterTargetArn, 'AWS::SQS::Queue');
  return {
    retentionPeriod: duration(number(properties.MessageRetentionPeriod, USUAL_RETENTION)),
    visibilityTimeout: duration(number(properties.VisibilityTimeout, USUAL_VISIBILITY_TIMEOUT)),
    maxReceiveCount: number(redrive?.maxReceiveCount),
    deadLetterRetentionPeriod: deadLetterQueue && duration(number(resources.propertiesOf(deadLetterQueue).MessageRetentionPeriod, USUAL_RETENTION)),
    processorTimeout: duration(processorTimeout),
  };
}

/** What a queue that is made already tells its reader. */
export function visibilityFacts(queue: sqs.IQueue, processorTimeout?: number): QueueFacts {
  const { defaultChild: resource } = queue.node;
  const told = resource instanceof sqs.CfnQueue ? resource : undefined;
  return {
    visibilityTimeout: duration(told && known(told.visibilityTimeout ?? USUAL_VISIBILITY_TIMEOUT)),
    retentionPeriod: duration(told && known(told.messageRetentionPeriod ?? USUAL_RETENTION)),
    processorTimeout: duration(processorTimeout),
  };
}

function duration(seconds: number | undefined): Duration | undefined {
  return seconds === undefined ? undefined : Duration.seconds(seconds);
}
