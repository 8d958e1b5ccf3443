import { KeyRing } from './key-ring';
import type { WriteKeySettings } from '../../wire/write-key-settings';

/** Fetches the text that holds the keys. */
export type FetchKeys = () => Promise<string>;

/** An unknown key may be one that was added just now; looking more often than this would let anybody run up the bill. */
const LEAST_AGE_MS = 10_000;

/**
 * Write keys as Secrets Manager or Parameter Store has them, read again from time to time so that a change needs no deployment.
 *
 * Keys that were read once stay in use while they cannot be read again.
 */
export class StoredKeys {
  private ring?: KeyRing;
  private readAt = -Infinity;
  private reading?: Promise<KeyRing>;

  constructor(private readonly fetch: FetchKeys, private readonly refreshMs: number, private readonly now: () => number = Date.now) {}

  /** The keys, at most `refreshMs` old as long as they can be read. */
  public async current(): Promise<KeyRing> {
    return this.ring !== undefined && this.age() < this.refreshMs ? this.ring : this.read();
  }

  /** The id of a key, looked for again in fresh keys before it counts as unknown. */
  public async idOf(key: string): Promise<string | undefined> {
    const id = (await this.current()).idOf(key);
    return id === undefined && this.age() >= Math.min(LEAST_AGE_MS, this.refreshMs) ? (await this.read()).idOf(key) : id;
  }

  private age(): number {
    return this.now() - this.readAt;
  }

  /** One reading serves all that wait for it. */
  private read(): Promise<KeyRing> {
    this.reading ??= this.readOnce().finally(() => {
      this.reading = undefined;
    });
    return this.reading;
  }

  private async readOnce(): Promise<KeyRing> {
    try {
      this.ring = KeyRing.parse(await this.fetch());
    } catch (error) {
      if (this.ring === undefined) {
        throw error;
      }
      console.warn(JSON.stringify({ level: 'WARN', message: 'write keys could not be read again; the last ones stay in use', error: `${error}` }));
    }
    this.readAt = this.now();
    return this.ring;
  }
}

/** Keys in the store that the settings name. */
export function storedKeys(settings: WriteKeySettings): StoredKeys {
  return new StoredKeys(settings.store === 'secret' ? () => secretText(settings.name) : () => parameterText(settings.name), settings.refreshMs);
}

// The clients are loaded by need: a function reads one store only, and most read none.
async function secretText(secretId: string): Promise<string> {
  const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const { SecretString: text } = await new SecretsManagerClient({}).send(new GetSecretValueCommand({ SecretId: secretId }));
  return text ?? '';
}

async function parameterText(name: string): Promise<string> {
  const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
  const { Parameter: parameter } = await new SSMClient({}).send(new GetParameterCommand({ Name: name, WithDecryption: true }));
  return parameter?.Value ?? '';
}
