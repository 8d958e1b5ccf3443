import { SecretValue } from 'aws-cdk-lib';
import { faultOfPath, JSON_FIELDS, PRIVACY_ENVIRONMENT } from '../wire/privacy-settings';

/** What is done with the addresses of clients. */
export enum IpPrivacy {
  /** They are stored as they are. */
  KEEP = 'keep',

  /** The last octet of an IPv4 address, and the last 80 bits of an IPv6 address, become zero. */
  ANONYMIZE = 'anonymize',

  /** They are not stored. */
  DROP = 'drop',
}

/**
 * What is done with personal data before events are stored.
 *
 * Fields are told by their path as the client writes it: `userId`, `context.traits.email`, `traits.phone`; `*` stands for every
 * name or item of one level: `properties.items.*.email`. A name with a dot in it cannot be told. Messages of the queue, its
 * dead-letter queue among them, hold what was sent.
 */
export interface PrivacyOptions {
  /**
   * What is done with the address of a client: the column `ip`, of quarantine too, and `context.ip`.
   *
   * @default IpPrivacy.KEEP
   */
  readonly ip?: IpPrivacy;

  /**
   * Paths of fields that are left out.
   *
   * @default - none
   */
  readonly dropFields?: string[];

  /**
   * Paths of fields of which a hash is stored, as hexadecimal text; it is made of what was sent, capital letters and all.
   *
   * @default - none
   */
  readonly hashFields?: string[];

  /**
   * Key of the hash, HMAC-SHA-256; who may read the configuration of the function can read it.
   *
   * @default - plain SHA-256: whoever has a list of addresses can find them again
   */
  readonly hashKey?: SecretValue;

  /**
   * Whether quarantine holds what was sent, in the column `raw`, to be read again when it is mended.
   *
   * @default true
   */
  readonly quarantineRaw?: boolean;
}

/** What is wrong with the paths. */
export function faultsOfPaths({ dropFields = [], hashFields = [] }: PrivacyOptions): string[] {
  const both = dropFields.filter(path => hashFields.includes(path)).map(path => `${path} to be both dropped and hashed`);
  const objects = hashFields.filter(path => (JSON_FIELDS as readonly string[]).includes(path)).map(path => `${path}, an object, to be hashed as a whole`);
  return [...[...dropFields, ...hashFields].flatMap(path => faultOfPath(path) ?? []), ...both, ...objects];
}

/** Variables that tell the handler; what is not set is left as it is. */
export function privacyEnvironment({ ip, dropFields, hashFields, hashKey, quarantineRaw }: PrivacyOptions): Record<string, string | undefined> {
  return {
    [PRIVACY_ENVIRONMENT.ip]: ip,
    [PRIVACY_ENVIRONMENT.dropFields]: dropFields && JSON.stringify(dropFields),
    [PRIVACY_ENVIRONMENT.hashFields]: hashFields && JSON.stringify(hashFields),
    [PRIVACY_ENVIRONMENT.hashKey]: hashKey?.unsafeUnwrap(), // a dynamic reference, which CloudFormation resolves
    [PRIVACY_ENVIRONMENT.quarantineRaw]: quarantineRaw === false ? 'omit' : undefined,
  };
}
