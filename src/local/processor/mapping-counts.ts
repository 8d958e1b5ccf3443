/** What an event source mapping is at, and what it has done so far. */
export interface MappingCounts {
  /** Messages that were received and wait for their batch to be complete. */
  readonly messagesGathered: number;
  /** Messages of the batches that are being processed. */
  readonly messagesInHand: number;
  /** Messages that failed and are still hidden, until their visibility timeout is over. */
  readonly messagesReleased: number;
  readonly batches: number;
  /** Messages that failed, once for each time. */
  readonly failed: number;
}

/** Those of a mapping that has not begun. */
export const NO_COUNTS: MappingCounts = { messagesGathered: 0, messagesInHand: 0, messagesReleased: 0, batches: 0, failed: 0 };
