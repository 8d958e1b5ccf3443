/** What is done with personal data before it is stored. */
export interface PrivacySettings {
  readonly ip: IpPrivacy;
  /** Paths of fields that are left out. */
  readonly dropFields: readonly string[];
  /** Paths of fields that are hashed. */
  readonly hashFields: readonly string[];
  /** Key of the hash; a plain one without it. */
  readonly hashKey?: string;
  /** Whether quarantine holds what was sent. */
  readonly quarantineRaw: boolean;
}

export type IpPrivacy = 'keep' | 'anonymize' | 'drop';

/** Names of the variables that hold them. */
export const PRIVACY_ENVIRONMENT = {
  ip: 'TELEMETRY_PRIVACY_IP',
  /** JSON array of paths. */
  dropFields: 'TELEMETRY_PRIVACY_DROP_FIELDS',
  /** JSON array of paths. */
  hashFields: 'TELEMETRY_PRIVACY_HASH_FIELDS',
  hashKey: 'TELEMETRY_PRIVACY_HASH_KEY',
  /** `omit` to leave out what was sent. */
  quarantineRaw: 'TELEMETRY_PRIVACY_QUARANTINE_RAW',
} as const;

/** Fields that are a column by themselves; a path has nothing behind them. */
export const ID_FIELDS = ['userId', 'anonymousId', 'groupId', 'previousId'] as const;
/** Fields that are JSON text in a column of their own. */
export const JSON_FIELDS = ['context', 'properties', 'traits', 'integrations'] as const;

/** Fields that every row needs as they are, or that have an option of their own. */
const OTHER_FIELDS: readonly string[] = ['messageId', 'type', 'event', 'timestamp', 'originalTimestamp', 'sentAt', 'writeKey', '*'];

/** Why a path cannot be one; nothing when it can. */
export function faultOfPath(path: string): string | undefined {
  const [field, ...below] = path.split('.');
  if ([field, ...below].includes('')) {
    return `${JSON.stringify(path)} with an empty name`;
  }
  if (OTHER_FIELDS.includes(field)) {
    return `${path}, which rows need as it is`;
  }
  if ((ID_FIELDS as readonly string[]).includes(field) && below.length > 0) {
    return `${path} below an id`;
  }
  return path === 'context.ip' ? `${path}, which ip is for` : undefined;
}

/** Reads the settings out of the environment of a function. */
export function readPrivacySettings(env: Readonly<Record<string, string | undefined>>): PrivacySettings {
  const ip = env[PRIVACY_ENVIRONMENT.ip] || 'keep';
  if (ip !== 'keep' && ip !== 'anonymize' && ip !== 'drop') {
    throw new Error(`environment variable ${PRIVACY_ENVIRONMENT.ip} must be keep, anonymize or drop, got ${JSON.stringify(ip)}`);
  }
  return {
    ip,
    dropFields: JSON.parse(env[PRIVACY_ENVIRONMENT.dropFields] || '[]') as string[],
    hashFields: JSON.parse(env[PRIVACY_ENVIRONMENT.hashFields] || '[]') as string[],
    hashKey: env[PRIVACY_ENVIRONMENT.hashKey] || undefined,
    quarantineRaw: env[PRIVACY_ENVIRONMENT.quarantineRaw] !== 'omit',
  };
}
