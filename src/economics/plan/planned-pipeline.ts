import type { PlannedMapping } from './mapping-pollers';
import { HANDLER, STORE_SECONDS } from '../assumptions';
import type { ComputeConfiguration, PipelineConfiguration } from '../configuration';
import { fleetsOf, type Fleets } from '../cost/instances';
import { messageBytesOf, mostMessagesPerBatch, type OwnHandler, type RequestSize } from '../cost/load';
import type { PriceList } from '../prices/price-list';

/** A pipeline as far as it decides what traffic it carries. */
export interface PlannedPipeline {
  /** Requests a second that the door lets in; absent when nothing limits them here. */
  readonly requestsPerSecond?: number;
  readonly queue: PlannedQueue;
  readonly mapping: PlannedMapping;
  readonly compute: ComputeConfiguration;
  /** Instances below managed environments; when absent, all are of the size that is guessed. */
  readonly fleets?: Fleets;
  /** Longest run of the function, in seconds. */
  readonly timeoutSeconds: number;
  readonly message: PlannedMessage;
}

/** Settings of the queue. */
export interface PlannedQueue {
  readonly visibilitySeconds: number;
  readonly retentionSeconds: number;
  /** Receives after which a message goes to the dead-letter queue; absent without one. */
  readonly maxReceiveCount?: number;
}

/** What a message is and takes. */
export interface PlannedMessage {
  readonly events: number;
  readonly bytes: number;
  /** As many as a full batch has. */
  readonly mostInBatch: number;
  /** CPU that it needs. */
  readonly cpuSeconds: number;
  /** How long a batch waits for others. */
  readonly batchWaitSeconds: number;
}

/** What the plan needs beside what has a price. */
export interface QueueSide {
  readonly queue: PlannedQueue;
  readonly maximumConcurrency?: number;
  readonly timeoutSeconds: number;
}

/** `new TelemetryPipeline(scope, id)`, with nothing said. */
export const DEFAULT_QUEUE_SIDE: QueueSide = {
  queue: { visibilitySeconds: 370, retentionSeconds: 345_600, maxReceiveCount: 5 },
  timeoutSeconds: 60,
};

/** Puts together what the plan needs to know. */
export function plannedPipeline(
  pipeline: PipelineConfiguration, side: QueueSide, size: RequestSize, prices: PriceList, ownHandler: OwnHandler = {},
): PlannedPipeline {
  const { door, mapping, compute, handler } = pipeline;
  const speed = ownHandler.eventsPerSecond ?? HANDLER.eventsPerSecond[handler?.compression ?? 'gzip'] * HANDLER.bytesPerEvent / size.bytesPerEvent;
  return {
    requestsPerSecond: door?.ratePerSecond,
    queue: side.queue,
    mapping: { ...mapping, maximumConcurrency: side.maximumConcurrency },
    compute,
    fleets: compute.kind === 'managedInstances' ? fleetsOf(compute, prices) : undefined,
    timeoutSeconds: side.timeoutSeconds,
    message: {
      events: size.eventsPerRequest,
      bytes: messageBytesOf(size),
      mostInBatch: mostMessagesPerBatch(size, mapping),
      cpuSeconds: size.eventsPerRequest / speed,
      batchWaitSeconds: (ownHandler.waitSeconds ?? STORE_SECONDS) + (compute.kind === 'managedInstances' ? handler?.maxWaitSeconds ?? 0 : 0),
    },
  };
}
