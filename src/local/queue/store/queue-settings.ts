/** Where messages go that have been received too often. */
export interface Redrive {
  /** Name of the dead-letter queue. */
  readonly deadLetterQueue: string;
  /** Receives after which a message is given up. */
  readonly maxReceiveCount: number;
}

/** How a queue behaves. */
export interface QueueSettings {
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly delaySeconds: number;
  readonly receiveWaitSeconds: number;
  readonly maximumMessageBytes: number;
  readonly redrive?: Redrive;
  /** Attributes that change nothing here, such as `Policy`, kept to be read back. */
  readonly keptAttributes: Readonly<Record<string, string>>;
}

/** Most bytes that a message, or the messages of one batch together, may have. */
export const MAXIMUM_MESSAGE_BYTES = 1024 * 1024;

/** Longest delay before a message can be received. */
export const MAXIMUM_DELAY_SECONDS = 900;

/** Longest long poll. */
export const MAXIMUM_RECEIVE_WAIT_SECONDS = 20;

/** Longest that one receive can keep a message from other consumers, however often it is extended: 12 hours. */
export const MAXIMUM_VISIBILITY_TIMEOUT_SECONDS = 43_200;

/**
 * Most messages that a standard queue lends out at a time.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
 */
export const MAXIMUM_IN_FLIGHT = 120_000;

/**
 * Settings of a queue that is created without any.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
 */
export const DEFAULT_SETTINGS: QueueSettings = {
  visibilityTimeoutSeconds: 30,
  retentionSeconds: 345_600,
  delaySeconds: 0,
  receiveWaitSeconds: 0,
  maximumMessageBytes: MAXIMUM_MESSAGE_BYTES,
  keptAttributes: { SqsManagedSseEnabled: 'true' },
};
