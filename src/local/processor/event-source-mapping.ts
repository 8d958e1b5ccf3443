import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGatherer, type Batch, type BatchLimits } from './batch-gatherer';
import { judgeBatch } from './batch-verdict';
import { isThrottle, type InvokeOutcome } from './invoke-outcome';
import { MappedQueue } from './mapped-queue';
import type { MappingCounts } from './mapping-counts';
import { ReleasedMessages } from './released-messages';

/** Batches that a mapping begins with, and adds per minute while all of them are under way. */
const FIRST_POLLERS = 5;
const GROWTH_PER_MINUTE = 300;
const MOST_POLLERS = 1250;

const FIRST_THROTTLE_DELAY_MS = 100;
const LONGEST_THROTTLE_DELAY_MS = 5_000;
const OUTAGE_DELAY_MS = 1_000;

/** Time that a stop leaves to the batches under way. */
const STOP_WITHIN_MS = 30_000;

/** What became of a batch. */
export interface BatchReport {
  readonly messages: number;
  /** Messages that the queue delivers again, or gives to its dead-letter queue. */
  readonly failed: number;
  readonly durationMs: number;
}

/** Settings of a mapping, in the words of its template, and who hears of what it does. */
export interface EventSourceMappingOptions extends BatchLimits {
  readonly queueUrl: string;
  /** Whether the function may name the messages that failed, so that the others are not delivered again. */
  readonly reportBatchItemFailures: boolean;
  /**
   * Most invocations at a time.
   *
   * @default 1,250, as in Lambda
   */
  readonly maximumConcurrency?: number;
  readonly function: { invoke(event: unknown): Promise<InvokeOutcome> };
  /** Called after each batch. */
  readonly onBatch?: (report: BatchReport) => void;
  /** Called with the ids of the messages of a batch that failed with its invocation, and why it did. */
  readonly onBatchFailed?: (messageIds: readonly string[], reason: string) => void;
  /** Called with what the user should know: why a whole batch failed, or that the queue does not answer. */
  readonly onNotice?: (text: string) => void;
}

/**
 * Moves messages from a queue to a function as Lambda does without provisioned pollers.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export class EventSourceMapping {
  private readonly queue: MappedQueue;
  private readonly mostPollers: number;
  private readonly stopping = new AbortController();
  private readonly pollers: Promise<void>[] = [];
  private readonly gatherers = new Set<BatchGatherer>();
  private readonly released = new ReleasedMessages();
  private growth?: NodeJS.Timeout;
  private queueArn = '';
  private visibilityTimeoutMs = 0;
  private polling = 0;
  private busy = 0;
  private throttled = 0;
  private messagesInHand = 0;
  private batches = 0;
  private failed = 0;

  constructor(private readonly options: EventSourceMappingOptions) {
    this.queue = new MappedQueue(options.queueUrl);
    this.mostPollers = Math.min(options.maximumConcurrency ?? MOST_POLLERS, MOST_POLLERS);
    setMaxListeners(0, this.stopping.signal);
  }

  get counts(): MappingCounts {
    const { messagesInHand, batches, failed } = this;
    const messagesGathered = [...this.gatherers].reduce((sum, { gathered }) => sum + gathered, 0);
    return { messagesGathered, messagesInHand, messagesReleased: this.released.count(Date.now()), batches, failed };
  }

  /** Begins to poll. */
  async start(): Promise<void> {
    ({ arn: this.queueArn, visibilityTimeoutMs: this.visibilityTimeoutMs } = await this.queue.describe());
    while (this.polling < Math.min(FIRST_POLLERS, this.mostPollers)) {
      this.addPoller();
    }
    this.growth = setInterval(() => this.grow(), 60_000 / GROWTH_PER_MINUTE);
  }

  /** Receives no more, and waits for the batches under way as long as is reasonable. */
  async stop(): Promise<void> {
    clearInterval(this.growth);
    this.stopping.abort();
    await Promise.race([Promise.all([...this.pollers]), sleep(STOP_WITHIN_MS, undefined, { ref: false })]);
    this.queue.close();
  }

  private grow(): void {
    if (this.busy === this.polling && this.throttled === 0 && this.polling < this.mostPollers) {
      this.addPoller();
    }
  }

  private addPoller(): void {
    this.polling += 1;
    const poller = this.poll().finally(() => this.pollers.splice(this.pollers.indexOf(poller), 1));
    this.pollers.push(poller);
  }

  private async poll(): Promise<void> {
    const gatherer = new BatchGatherer(this.queue, this.queueArn, this.options, this.stopping.signal);
    this.gatherers.add(gatherer);
    for (let goesOn = true; goesOn;) {
      try {
        goesOn = await this.processNext(gatherer);
      } catch (error) {
        await this.reportOutage(error);
      }
    }
    this.gatherers.delete(gatherer);
  }

  /**
   * Processes a batch; false when its poller is to end.
   *
   * A function apart, because a loop that waits for the next batch keeps the variables of its last turn, and so up to 6 MB.
   */
  private async processNext(gatherer: BatchGatherer): Promise<boolean> {
    const batch = await gatherer.next();
    if (batch) {
      await this.process(batch);
      return true;
    }
    if (this.stopping.signal.aborted || this.polling > FIRST_POLLERS) {
      this.polling -= 1;
      return false;
    }
    return true;
  }

  private async process({ records, receivedAt }: Batch): Promise<void> {
    const startedAt = Date.now();
    const ids = records.map(({ messageId }) => messageId);
    let comeBack: ReadonlySet<string> = new Set(ids);
    this.busy += 1;
    this.messagesInHand += records.length;
    try {
      const outcome = await this.invoke({ Records: records }, receivedAt[0] + this.visibilityTimeoutMs);
      const { failed, reason } = judgeBatch(outcome, ids, this.options.reportBatchItemFailures);
      this.failed += failed.size;
      if (reason !== undefined) {
        this.options.onBatchFailed?.([...failed], reason);
        this.options.onNotice?.(`a batch of ${records.length} messages failed: ${reason}`);
      }
      const undeleted = await this.queue.delete(records.filter(({ messageId }) => !failed.has(messageId)).map(({ receiptHandle }) => receiptHandle));
      comeBack = failed;
      if (undeleted > 0) {
        this.options.onNotice?.(`${undeleted} messages could not be deleted and will be delivered again`);
      }
      this.options.onBatch?.({ messages: records.length, failed: failed.size, durationMs: Date.now() - startedAt });
    } finally {
      this.busy -= 1;
      this.messagesInHand -= records.length;
      const now = Date.now();
      ids.forEach((id, index) => comeBack.has(id) && this.released.add(receivedAt[index] + this.visibilityTimeoutMs, now));
      this.batches += 1;
    }
  }

  /** Invokes the function, again and again while it is throttled and the messages are ours. */
  private async invoke(event: unknown, visibleAt: number): Promise<InvokeOutcome> {
    for (let delayMs = FIRST_THROTTLE_DELAY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_THROTTLE_DELAY_MS)) {
      const outcome = await this.options.function.invoke(event);
      if (!isThrottle(outcome) || Date.now() + delayMs >= visibleAt || this.stopping.signal.aborted) {
        return outcome;
      }
      this.throttled += 1;
      await sleep(delayMs, undefined, { signal: this.stopping.signal }).catch(() => {});
      this.throttled -= 1;
    }
  }

  private async reportOutage(error: unknown): Promise<void> {
    if (!this.stopping.signal.aborted) {
      this.options.onNotice?.(`the queue does not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
    await sleep(OUTAGE_DELAY_MS, undefined, { signal: this.stopping.signal }).catch(() => {});
  }
}
