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
} as const;

/** What the handler runs with. */
export interface HandlerSettings {
  readonly archiveBucket: string;
  readonly maxEventBytes: number;
  readonly maxInflatedBytes: number;
  readonly clockSkewDeadBandMs: number;
}

/** Largest event that Segment's own API takes, 32 kB. */
export const DEFAULT_MAX_EVENT_BYTES = 32 * 1024;

/** Ten times the largest SQS message, 1 MiB: JSON telemetry seldom compresses better than that. */
export const DEFAULT_MAX_INFLATED_BYTES = 10 * 1024 * 1024;

/** Five minutes: below that, network delay and a wrong clock look alike. */
export const DEFAULT_CLOCK_SKEW_DEAD_BAND_MS = 5 * 60 * 1000;

/** Reads the settings out of the environment of a function. */
export function readHandlerSettings(env: Readonly<Record<string, string | undefined>>): HandlerSettings {
  return {
    archiveBucket: required(env, ENVIRONMENT.archiveBucket),
    maxEventBytes: positive(env, ENVIRONMENT.maxEventBytes, DEFAULT_MAX_EVENT_BYTES),
    maxInflatedBytes: positive(env, ENVIRONMENT.maxInflatedBytes, DEFAULT_MAX_INFLATED_BYTES),
    clockSkewDeadBandMs: positive(env, ENVIRONMENT.clockSkewDeadBandMs, DEFAULT_CLOCK_SKEW_DEAD_BAND_MS),
  };
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
