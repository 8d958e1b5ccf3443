import { ArnFormat, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { queueFacts } from './queue-facts';
import { QUEUE_RULES, READER_RULES } from './queue-rules';
import { uniqueQueueName } from './unique-queue-name';
import { refuseFarKey } from '../private/customer-key';
import { checkAtSynthesis } from '../private/late-checks';
import { known, refusals, refuse, warn } from '../private/rules';
import { DEFAULT_MAX_BATCHING_WINDOW, DEFAULT_TIMEOUT } from '../processor/processor-timing';

/** What can be set on the queue of a pipeline. */
export interface TelemetryQueueOptions {
  /**
   * How long SQS keeps a request that nobody has processed.
   *
   * From 1 minute to 14 days. This is how long the processor may be down without loss.
   *
   * @default Duration.days(4)
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
   */
  readonly retentionPeriod?: Duration;

  /**
   * How long a request that failed again and again is kept for a person to look at.
   *
   * From 1 minute to 14 days. A message keeps its age when it is moved, so this must be longer than `retentionPeriod`.
   *
   * @default Duration.days(14)
   */
  readonly deadLetterRetentionPeriod?: Duration;

  /**
   * How often a request is tried before it is moved to the dead-letter queue.
   *
   * From 1 to 1,000. While managed instances scale up, throttled deliveries count as tries, so keep this at 5 or more.
   *
   * @default 5
   */
  readonly maxReceiveCount?: number;

  /**
   * How long a request stays hidden after it was handed to the processor.
   *
   * At most 12 hours, and never shorter than the processor's timeout.
   *
   * @default - six times the processor's timeout plus its batching window, as AWS advises; 12 hours when those are known only at deployment
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
   */
  readonly visibilityTimeout?: Duration;

  /**
   * Key that encrypts both queues, in the region of the queues.
   *
   * The endpoint's role gets `kms:GenerateDataKey` and `kms:Decrypt` for it, the processor's `kms:Decrypt`. Who sends dead letters
   * back needs both.
   *
   * @default - the queues are encrypted with a key that SQS manages, at no charge
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
   */
  readonly encryptionKey?: kms.IKey;

  /**
   * Queue that takes requests which failed `maxReceiveCount` times.
   *
   * Must be a standard queue of the same account and region, and allow this queue as a source.
   *
   * @default - a new queue that only this queue may use
   */
  readonly deadLetterQueue?: sqs.IQueue;

  /**
   * Physical name of the queue, at most 80 letters, digits, `-` and `_`.
   *
   * @default - made of the stack's name and the construct's path; the dead-letter queue names it as its only source
   */
  readonly queueName?: string;

  /**
   * What becomes of both queues, and of what is in them, when the stack is deleted.
   *
   * @default RemovalPolicy.DESTROY
   */
  readonly removalPolicy?: RemovalPolicy;
}

/** Properties of a TelemetryQueue. */
export interface TelemetryQueueProps extends TelemetryQueueOptions {
  /**
   * Timeout of the function that reads the queue; `visibilityTimeout` follows from it.
   *
   * @default Duration.minutes(1)
   */
  readonly processorTimeout?: Duration;

  /**
   * How long the event source mapping gathers a batch; `visibilityTimeout` follows from it.
   *
   * @default Duration.seconds(10)
   */
  readonly maxBatchingWindow?: Duration;
}

/**
 * Keeps every accepted request until it has been processed.
 *
 * A queue with a dead-letter queue, both encrypted and open to TLS only. A request leaves it in one of two ways: its
 * events are in the archive, or it failed `maxReceiveCount` times and lies in the dead-letter queue.
 *
 * @example
 * const queue = new TelemetryQueue(this, 'Queue', { retentionPeriod: Duration.days(7) });
 */
export class TelemetryQueue extends Construct {
  /** The queue that the door sends to and the processor reads. */
  public readonly queue: sqs.IQueue;

  /** The queue that takes requests which failed again and again. */
  public readonly deadLetterQueue: sqs.IQueue;

  /**
   * Adds a queue and its dead-letter queue.
   *
   * @param scope stack or construct that it becomes a part of
   * @param id its name there; another one makes new resources
   * @param props how long and how often a request is tried
   */
  constructor(scope: Construct, id: string, props: TelemetryQueueProps = {}) {
    super(scope, id);

    const retentionPeriod = props.retentionPeriod ?? Duration.days(4);
    const maxReceiveCount = props.maxReceiveCount ?? 5;
    const processorTimeout = props.processorTimeout ?? DEFAULT_TIMEOUT;
    const maxBatchingWindow = props.maxBatchingWindow ?? DEFAULT_MAX_BATCHING_WINDOW;
    const visibilityTimeout = props.visibilityTimeout ?? sixRuns(processorTimeout, maxBatchingWindow);
    const deadLetterRetentionPeriod = props.deadLetterQueue ? undefined : props.deadLetterRetentionPeriod ?? Duration.days(14);
    const queueName = props.queueName ?? uniqueQueueName(this);
    refuse(this, [...QUEUE_RULES, ...READER_RULES], {
      retentionPeriod,
      deadLetterRetentionPeriod,
      maxReceiveCount: known(maxReceiveCount),
      visibilityTimeout,
      processorTimeout,
    });

    refuseFarKey(this, props.encryptionKey);

    const guarded = {
      encryption: props.encryptionKey ? sqs.QueueEncryption.KMS : sqs.QueueEncryption.SQS_MANAGED,
      encryptionMasterKey: props.encryptionKey,
      enforceSSL: true,
      removalPolicy: props.removalPolicy ?? RemovalPolicy.DESTROY,
    };

    this.deadLetterQueue = props.deadLetterQueue ?? new sqs.Queue(this, 'DeadLetterQueue', {
      ...guarded,
      retentionPeriod: deadLetterRetentionPeriod,
      // By name, because each queue would wait for the other's ARN.
      redriveAllowPolicy: { sourceQueues: [this.queueOfName(queueName)] },
    });

    this.queue = new sqs.Queue(this, 'Queue', {
      ...guarded,
      queueName,
      retentionPeriod,
      visibilityTimeout,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount },
    });
    this.checkAtSynthesis(this.queue);
  }

  /**
   * Lets somebody send to the queue, past the door.
   *
   * @param grantee who may send
   */
  public grantSendMessages(grantee: iam.IGrantable): iam.Grant {
    return this.queue.grantSendMessages(grantee);
  }

  /**
   * Lets somebody read and delete from the queue, as a processor does.
   *
   * @param grantee who may read and delete
   */
  public grantConsumeMessages(grantee: iam.IGrantable): iam.Grant {
    return this.queue.grantConsumeMessages(grantee);
  }

  /**
   * Age of the oldest request that waits, in seconds; maximum over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricApproximateAgeOfOldestMessage(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.queue.metricApproximateAgeOfOldestMessage({ statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  /**
   * Number of requests that wait; maximum over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricApproximateNumberOfMessagesVisible(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.queue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  /**
   * Number of requests that batches hold which are being processed; maximum over 5 minutes unless said otherwise.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricApproximateNumberOfMessagesNotVisible(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.queue.metricApproximateNumberOfMessagesNotVisible({ statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  /**
   * Number of requests in the dead-letter queue; maximum over 5 minutes unless said otherwise.
   *
   * Alarm on this one: `NumberOfMessagesSent` does not count messages that SQS itself moved there.
   *
   * @param options what differs: statistic, period, label, region
   */
  public metricDeadLetters(options?: cloudwatch.MetricOptions): cloudwatch.Metric {
    return this.deadLetterQueue.metricApproximateNumberOfMessagesVisible({ statistic: cloudwatch.Stats.MAXIMUM, ...options });
  }

  private checkAtSynthesis(queue: sqs.IQueue): void {
    checkAtSynthesis(this, resources => {
      const facts = queueFacts(resources, queue.node.defaultChild as sqs.CfnQueue);
      warn(this, QUEUE_RULES, facts);
      return refusals(this, QUEUE_RULES, [facts]);
    });
  }

  private queueOfName(queueName: string): sqs.IQueue {
    const queueArn = Stack.of(this).formatArn({ service: 'sqs', resource: queueName, arnFormat: ArnFormat.NO_RESOURCE_NAME });
    return sqs.Queue.fromQueueArn(this, 'Source', queueArn);
  }
}

/** What AWS advises; the longest there is when one cannot reckon with the numbers yet. */
function sixRuns(processorTimeout: Duration, maxBatchingWindow: Duration): Duration {
  return processorTimeout.isUnresolved() || maxBatchingWindow.isUnresolved()
    ? Duration.hours(12)
    : Duration.seconds(6 * processorTimeout.toSeconds() + maxBatchingWindow.toSeconds());
}
