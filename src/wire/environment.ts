/** Names of the variables that a processor construct sets and the handler reads. */
export const ENVIRONMENT = {
  /** Bucket that takes events and quarantined bodies. */
  archiveBucket: 'TELEMETRY_ARCHIVE_BUCKET',
  /** Most bytes that one event may have, as JSON text. */
  maxEventBytes: 'TELEMETRY_MAX_EVENT_BYTES',
  /** Most bytes that a compressed body may inflate to. */
  maxInflatedBytes: 'TELEMETRY_MAX_INFLATED_BYTES',
  /** Difference between a client's clock and ours, in milliseconds, up to which its timestamps stay as they are. */
  clockSkewDeadBandMs: 'TELEMETRY_CLOCK_SKEW_DEAD_BAND_MS',
  /** How objects are compressed: `gzip` or `zstd`. */
  compression: 'TELEMETRY_COMPRESSION',
  /** Compressed bytes at which an object is stored. */
  objectBytes: 'TELEMETRY_OBJECT_BYTES',
  /** Longest time, in milliseconds, for which an object is kept open for the rows of other invocations. */
  maxWaitMs: 'TELEMETRY_MAX_WAIT_MS',
  /** Most bytes of rows and objects that one worker thread holds until they are stored. */
  maxHeldBytes: 'TELEMETRY_MAX_HELD_BYTES',
  /** Invocations that one worker thread runs at the same time. */
  workerConcurrency: 'TELEMETRY_WORKER_CONCURRENCY',
} as const;

/** What the handler runs with. */
export interface HandlerSettings {
  readonly archiveBucket: string;
  readonly maxEventBytes: number;
  readonly maxInflatedBytes: number;
  readonly clockSkewDeadBandMs: number;
  readonly compression: Compression;
  readonly objectBytes: number;
  readonly maxWaitMs: number;
  readonly maxHeldBytes: number;
  /** Absent where it is not known: objects then stay open for as long as they may. */
  readonly workerConcurrency?: number;
}

/** How objects are compressed; Athena tells by the end of their names. */
export type Compression = 'gzip' | 'zstd';

/** Largest event that Segment's own API takes, 32 kB. */
export const DEFAULT_MAX_EVENT_BYTES = 32 * 1024;

/** Ten times the largest SQS message, 1 MiB: JSON telemetry seldom compresses better than that. */
export const DEFAULT_MAX_INFLATED_BYTES = 10 * 1024 * 1024;

/** Five minutes: below that, network delay and a wrong clock look alike. */
export const DEFAULT_CLOCK_SKEW_DEAD_BAND_MS = 5 * 60 * 1000;

/** Objects that Athena likes to read, and rows that are there after seconds. */
export const DEFAULT_OBJECT_BYTES = 16 * 1024 * 1024;
export const DEFAULT_MAX_WAIT_MS = 2_000;

/** What a worker with a vCPU and 2 GiB of memory can spare. */
export const DEFAULT_MAX_HELD_BYTES = 128 * 1024 * 1024;

/** Reads the settings out of the environment of a function. */
export function readHandlerSettings(env: Readonly<Record<string, string | undefined>>): HandlerSettings {
  return {
    archiveBucket: required(env, ENVIRONMENT.archiveBucket),
    maxEventBytes: positive(env, ENVIRONMENT.maxEventBytes, DEFAULT_MAX_EVENT_BYTES),
    maxInflatedBytes: positive(env, ENVIRONMENT.maxInflatedBytes, DEFAULT_MAX_INFLATED_BYTES),
    clockSkewDeadBandMs: positive(env, ENVIRONMENT.clockSkewDeadBandMs, DEFAULT_CLOCK_SKEW_DEAD_BAND_MS),
    compression: compression(env),
    objectBytes: positive(env, ENVIRONMENT.objectBytes, DEFAULT_OBJECT_BYTES),
    maxWaitMs: positive(env, ENVIRONMENT.maxWaitMs, DEFAULT_MAX_WAIT_MS),
    maxHeldBytes: positive(env, ENVIRONMENT.maxHeldBytes, DEFAULT_MAX_HELD_BYTES),
    workerConcurrency: env[ENVIRONMENT.workerConcurrency] ? positive(env, ENVIRONMENT.workerConcurrency, 1) : undefined,
  };
}

function compression(env: Readonly<Record<string, string | undefined>>): Compression {
  const value = env[ENVIRONMENT.compression] || 'gzip';
  if (value !== 'gzip' && value !== 'zstd') {
    throw new Error(`environment variable ${ENVIRONMENT.compression} must be gzip or zstd, got ${JSON.stringify(value)}`);
  }
  return value;
}

function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name];
  if (!value) {
    throw new Error(`environment variable ${name} must be set`);
  }
  return value;
}

function positive(env: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const value = env[name];
  if (value === undefined || value === '') {
    return otherwise;
  }
  const number = Number(value);
  if (!Number.isFinite(number) || number <= 0) {
    throw new Error(`environment variable ${name} must be a number above 0, got ${JSON.stringify(value)}`);
  }
  return number;
}
