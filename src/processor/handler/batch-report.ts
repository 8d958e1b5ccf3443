import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import type { RowChunk } from './batch-rows';
import type { StoredObject } from './commit/pending-append';
import { printMetrics, sample } from './embedded-metrics';
import { MESSAGES_FAILED, type FailureLine } from '../../wire/failure-line';
import { HANDLER_METRICS, METRIC_DIMENSIONS } from '../../wire/handler-metrics';
import type { QuarantineCode } from '../../wire/quarantine-codes';

/** Message ids that a line of the log names; how many there are is told besides. */
const NAMED_MESSAGES = 100;

/** What became of a batch: the answer to the queue, the line of the log, and the metrics in it. */
export class BatchReport {
  private readonly started = Date.now();
  private readonly received: ReadonlyMap<string, number>;
  private readonly failedMessages = new Set<string>();
  private readonly quarantined = new Map<QuarantineCode, number>();
  private readonly objects = new Map<string, StoredObject>();
  private readonly lags: number[] = [];
  private landed = 0;

  constructor(records: readonly SQSRecord[], private readonly requestId: string) {
    this.received = new Map(records.map(({ messageId, attributes }) => [messageId, Number(attributes.SentTimestamp)]));
  }

  /** Notes that a chunk is stored. */
  public stored({ count, codes, messageIds }: RowChunk, object: StoredObject): void {
    const now = Date.now();
    this.objects.set(object.key, object);
    this.landed += count - codes.length;
    codes.forEach(code => this.quarantined.set(code, (this.quarantined.get(code) ?? 0) + 1));
    messageIds.forEach(messageId => this.lags.push(now - this.received.get(messageId)!));
  }

  /** Notes that messages go back into the queue. Their content never gets into the log. */
  public failed(messageIds: readonly string[], error: unknown): void {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    console.warn({
      event: MESSAGES_FAILED,
      messages: messageIds.length,
      messageIds: messageIds.slice(0, NAMED_MESSAGES),
      error: name,
      reason: message,
    } satisfies FailureLine);
    messageIds.forEach(messageId => this.failedMessages.add(messageId));
  }

  /** Logs what became of the batch, and answers the queue. */
  public finish(repeated: number): SQSBatchResponse {
    const { requestId, landed, quarantined } = this;
    const objects = [...this.objects.values()];
    const rejected = [...quarantined.values()].reduce((sum, count) => sum + count, 0);

    printMetrics({ event: 'batch processed', requestId, quarantined: Object.fromEntries(quarantined) }, {}, [
      { name: HANDLER_METRICS.messagesReceived, unit: 'Count', value: this.received.size },
      { name: HANDLER_METRICS.messagesFailed, unit: 'Count', value: this.failedMessages.size },
      { name: HANDLER_METRICS.eventsAccepted, unit: 'Count', value: landed + rejected },
      { name: HANDLER_METRICS.eventsLanded, unit: 'Count', value: landed },
      { name: HANDLER_METRICS.eventsQuarantined, unit: 'Count', value: rejected },
      { name: HANDLER_METRICS.eventsRepeated, unit: 'Count', value: repeated },
      { name: HANDLER_METRICS.lag, unit: 'Milliseconds', value: sample(this.lags) },
      { name: HANDLER_METRICS.duration, unit: 'Milliseconds', value: Date.now() - this.started },
      { name: HANDLER_METRICS.objectSize, unit: 'Bytes', value: sample(objects.map(({ bytes }) => bytes)) },
      { name: HANDLER_METRICS.objectRows, unit: 'Count', value: sample(objects.map(({ rows }) => rows)) },
    ]);
    quarantined.forEach((count, code) => {
      printMetrics({ event: 'events quarantined', requestId }, { [METRIC_DIMENSIONS.reason]: code }, [
        { name: HANDLER_METRICS.eventsQuarantined, unit: 'Count', value: count },
      ]);
    });
    return { batchItemFailures: [...this.failedMessages].map(itemIdentifier => ({ itemIdentifier })) };
  }
}
