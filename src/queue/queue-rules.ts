import { Duration } from 'aws-cdk-lib';
import { grouped, Rule, whenKnown, within } from '../private/rules';

/** What the queue rules speak about. */
export interface QueueFacts {
  readonly retentionPeriod?: Duration;
  /** Absent when the dead-letter queue is somebody else's. */
  readonly deadLetterRetentionPeriod?: Duration;
  readonly maxReceiveCount?: number;
  readonly visibilityTimeout?: Duration;
  readonly processorTimeout?: Duration;
}

const ATTRIBUTES = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html';
const LAMBDA_WITH_SQS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html';
const DEAD_LETTER_QUEUES = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What must hold for a queue by itself. */
export const QUEUE_RULES: readonly Rule<QueueFacts>[] = [
  {
    id: 'QueueRetention',
    severity: 'error',
    holds: facts => within(seconds(facts.retentionPeriod), MINUTE, 14 * DAY),
    message: facts => `retentionPeriod must be between 1 minute and 14 days, got ${facts.retentionPeriod?.toHumanString()}`,
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
      + `got ${facts.deadLetterRetentionPeriod?.toHumanString()} after ${facts.retentionPeriod?.toHumanString()}; lower retentionPeriod`,
    source: DEAD_LETTER_QUEUES,
  },
  {
    id: 'QueueMaxReceiveCount',
    severity: 'error',
    holds: facts => within(facts.maxReceiveCount, 1, 1_000),
    message: facts => `maxReceiveCount must be between 1 and 1,000, got ${grouped(facts.maxReceiveCount)}`,
    source: ATTRIBUTES,
  },
  {
    id: 'QueueReceivesWhileScaling',
    severity: 'warning',
    holds: facts => whenKnown([facts.maxReceiveCount], count => count < 1 || count >= 5),
    message: facts => `maxReceiveCount must be at least 5, got ${facts.maxReceiveCount}; deliveries that managed instances refuse while they scale up `
      + 'most likely count, and good requests end up as dead letters',
    source: DEAD_LETTER_QUEUES,
  },
  {
    id: 'QueueVisibilityTimeout',
    severity: 'error',
    holds: facts => whenKnown([seconds(facts.visibilityTimeout)], timeout => timeout <= 12 * HOUR),
    message: facts => `visibilityTimeout must be at most 12 hours, got ${facts.visibilityTimeout?.toHumanString()}`,
    source: ATTRIBUTES,
  },
];

/** What must hold between a queue and the function that reads it. */
export const READER_RULES: readonly Rule<QueueFacts>[] = [
  {
    id: 'QueueVisibilityCoversProcessor',
    severity: 'error',
    holds: facts => longer(facts.visibilityTimeout, facts.processorTimeout, 'or equal'),
    message: facts => `visibilityTimeout must be at least the processor's timeout of ${facts.processorTimeout?.toHumanString()}, `
      + `got ${facts.visibilityTimeout?.toHumanString()}; leave it out, and it is six times that timeout plus the batching window`,
    source: LAMBDA_WITH_SQS,
  },
  {
    id: 'QueueVisibilitySixfold',
    severity: 'warning',
    holds: facts => !longer(facts.visibilityTimeout, facts.processorTimeout, 'or equal') || longer(facts.visibilityTimeout, sixfold(facts), 'or equal'),
    message: facts => `visibilityTimeout must be at least six times the processor's timeout, ${sixfold(facts)?.toHumanString()}, as AWS advises, `
      + `got ${facts.visibilityTimeout?.toHumanString()}; a batch that is tried again while it runs is stored twice`,
    source: LAMBDA_WITH_SQS,
  },
];

function sixfold({ processorTimeout }: QueueFacts): Duration | undefined {
  const timeout = seconds(processorTimeout);
  return timeout === undefined ? undefined : Duration.seconds(6 * timeout);
}

function seconds(duration: Duration | undefined): number | undefined {
  return duration === undefined || duration.isUnresolved() ? undefined : duration.toSeconds();
}

function longer(one: Duration | undefined, other: Duration | undefined, orEqual?: 'or equal'): boolean {
  return whenKnown([seconds(one), seconds(other)], (a, b) => orEqual ? a >= b : a > b);
}
