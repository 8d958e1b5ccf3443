import { Duration, Token } from 'aws-cdk-lib';
import { Rule, within } from '../private/rules';

/** What the queue rules speak about. */
export interface QueueFacts {
  readonly retentionPeriod: Duration;
  /** Absent when the dead-letter queue is somebody else's. */
  readonly deadLetterRetentionPeriod?: Duration;
  readonly maxReceiveCount: number;
  readonly visibilityTimeout: Duration;
  readonly processorTimeout: Duration;
}

const ATTRIBUTES = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html';
const LAMBDA_WITH_SQS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html';
const DEAD_LETTER_QUEUES = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const QUEUE_RULES: readonly Rule<QueueFacts>[] = [
  {
    id: 'QueueRetention',
    severity: 'error',
    holds: facts => within(seconds(facts.retentionPeriod), MINUTE, 14 * DAY),
    message: facts => `retentionPeriod must be between 1 minute and 14 days, got ${facts.retentionPeriod.toHumanString()}`,
    source: ATTRIBUTES,
  },
  {
    id: 'QueueDeadLetterRetention',
    severity: 'error',
    holds: facts => within(seconds(facts.deadLetterRetentionPeriod), MINUTE, 14 * DAY),
    message: facts => `deadLetterRetentionPeriod must be between 1 minute and 14 days, got ${facts.deadLetterRetentionPeriod?.toHumanString()}`,
    source: ATTRIBUTES,
  },
  {
    id: 'QueueDeadLetterOutlives',
    severity: 'warning',
    holds: facts => longer(facts.deadLetterRetentionPeriod, facts.retentionPeriod),
    message: facts => 'deadLetterRetentionPeriod must be longer than retentionPeriod, because a message keeps its age when it is moved, '
      + `got ${facts.deadLetterRetentionPeriod?.toHumanString()} after ${facts.retentionPeriod.toHumanString()}; lower retentionPeriod`,
    source: DEAD_LETTER_QUEUES,
  },
  {
    id: 'QueueMaxReceiveCount',
    severity: 'error',
    holds: facts => within(facts.maxReceiveCount, 1, 1_000),
    message: facts => `maxReceiveCount must be between 1 and 1,000, got ${facts.maxReceiveCount}`,
    source: ATTRIBUTES,
  },
  {
    id: 'QueueVisibilityTimeout',
    severity: 'error',
    holds: facts => within(seconds(facts.visibilityTimeout), 0, 12 * HOUR),
    message: facts => `visibilityTimeout must be at most 12 hours, got ${facts.visibilityTimeout.toHumanString()}`,
    source: ATTRIBUTES,
  },
  {
    id: 'QueueVisibilityCoversProcessor',
    severity: 'error',
    holds: facts => longer(facts.visibilityTimeout, facts.processorTimeout, 'or equal'),
    message: facts => `visibilityTimeout must be at least the processor's timeout of ${facts.processorTimeout.toHumanString()}, `
      + `got ${facts.visibilityTimeout.toHumanString()}; leave it out, and it is six times that timeout plus the batching window`,
    source: LAMBDA_WITH_SQS,
  },
];

function seconds(duration: Duration | undefined): number | undefined {
  return duration === undefined || duration.isUnresolved() ? undefined : duration.toSeconds();
}

function longer(one: Duration | undefined, other: Duration, orEqual?: 'or equal'): boolean {
  const [a, b] = [seconds(one), seconds(other)];
  if (a === undefined || b === undefined || Token.isUnresolved(a) || Token.isUnresolved(b)) {
    return true;
  }
  return orEqual ? a >= b : a > b;
}
