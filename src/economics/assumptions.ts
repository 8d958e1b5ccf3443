/**
 * How fast the library's handler is and what it makes of events: `bench/results/handler.json`, CPU time of one core.
 *
 * A vCPU of Lambda or of Graviton may be slower; what follows from it is in proportion.
 */
export const HANDLER = {
  measured: '2026-11-23',
  node: '24.21.0',
  eventsPerSecond: { gzip: 98_293, zstd: 124_112 },
  /** Bytes of request for each event of the traffic that was measured; the time is taken to be in proportion to them. */
  bytesPerEvent: 577.753,
  /** Bytes stored for each event of that traffic. */
  storedBytesPerEvent: { gzip: 99.379, zstd: 76.29 },
} as const;

/** How long S3 takes to store an object, in seconds; not measured. */
export const STORE_SECONDS = 0.2;

/** What a message has besides its body in the event of a function, in bytes: ids, attributes, digests. */
export const RECORD_BYTES = 1_000;

/** What a message has besides its body in the queue, in bytes. */
export const ATTRIBUTE_BYTES = 500;

/** Most bytes of one batch. */
export const BATCH_BYTES = 6_000_000;

/** Batches that a mapping without pollers of its own gathers at the same time while little comes. */
export const USUAL_GATHERERS = 5;

/** Most messages in one reply of SQS. */
export const MESSAGES_PER_RECEIVE = 10;

/** Longest that SQS keeps a poller waiting, in seconds. */
export const LONG_POLL_SECONDS = 20;

/** What one mapping hands over to managed instances, and one poller of its own, in bytes a second. */
export const STANDARD_MAPPING_RATE = 5_000_000;
export const POLLER_RATE = 1_000_000;

/** What Lambda keeps of each instance for itself. */
export const KEPT_VCPUS = 1;
export const KEPT_GIB = 1;

/** CPU that Lambda aims at when it scales by itself: room for traffic to double within five minutes. */
export const USUAL_CPU_TARGET = 0.5;

/** What one batch logs, in bytes: the handler's line with its metrics, and what Lambda adds. */
export const BATCH_LOG_BYTES = 3_000;

/** Metrics that the handler's lines make. */
export const HANDLER_METRICS = 10;

/** Memory of an ordinary function that has one vCPU, in MB. */
export const MEMORY_OF_VCPU = 1_769;

/** Runs at the same time that an account has at first. */
export const USUAL_CONCURRENCY = 1_000;
