/** Where write keys are kept, and for how long they may be used before they are read again. */
export interface WriteKeySettings {
  readonly store: 'secret' | 'parameter';
  /** ARN of the secret, or name of the parameter. */
  readonly name: string;
  readonly refreshMs: number;
}

/** Names of the variables that hold them. */
export const WRITE_KEY_ENVIRONMENT = {
  /** ARN of a secret in Secrets Manager. */
  secret: 'TELEMETRY_WRITE_KEYS_SECRET',
  /** Name of a parameter in Parameter Store. */
  parameter: 'TELEMETRY_WRITE_KEYS_PARAMETER',
  refreshMs: 'TELEMETRY_WRITE_KEYS_REFRESH_MS',
} as const;

/** A minute: a new key is known soon, and a function asks 43,200 times a month at most, which costs 0.22 USD. */
export const DEFAULT_WRITE_KEYS_REFRESH_MS = 60_000;

/** Reads the settings out of the environment of a function; none when no keys are configured. */
export function readWriteKeySettings(env: Readonly<Record<string, string | undefined>>): WriteKeySettings | undefined {
  const refreshMs = Number(env[WRITE_KEY_ENVIRONMENT.refreshMs] || DEFAULT_WRITE_KEYS_REFRESH_MS);
  const { [WRITE_KEY_ENVIRONMENT.secret]: secret, [WRITE_KEY_ENVIRONMENT.parameter]: parameter } = env;
  if (secret) {
    return { store: 'secret', name: secret, refreshMs };
  }
  return parameter ? { store: 'parameter', name: parameter, refreshMs } : undefined;
}

/** Name, in the context that an authorizer gives to the door, of the id of the write key. */
export const WRITE_KEY_ID = 'writeKeyId';
