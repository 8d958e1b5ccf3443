/**
 * How AWS moves messages from a queue to a function, as it documents it.
 *
 * What a batch holds and what a mapping hands over stands beside the costs, in `assumptions.ts`.
 */
export const MECHANICS = {
  /**
   * Batches that a mapping works on at first, what it adds a minute while messages are left, and the most.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  standardMapping: { initialBatches: 5, batchesPerMinute: 300, mostBatches: 1_250 },

  /**
   * What a poller of one's own runs at a time, and what a mapping with such pollers adds a minute.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
   */
  provisionedMapping: { batchesPerPoller: 10, batchesPerMinute: 1_000 },

  /**
   * Messages that are received and not yet deleted, at most.
   *
   * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html
   */
  inFlightMessages: 120_000,

  /**
   * How much may be added while traffic does not throttle: as much again in five minutes.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html
   */
  managedInstances: { growth: 2, growthSeconds: 300 },

  /**
   * Environments that one function of ordinary Lambda gains in ten seconds.
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html
   */
  onDemand: { environmentsPerTenSeconds: 1_000 },
} as const;
