import { createHash, timingSafeEqual } from 'node:crypto';

/** What an id of a key may be: it becomes a message group of SQS, too. */
const KEY_ID = /^[\w.@:-]{1,64}$/;

const EXPECTED = 'must be a JSON object of key ids and write keys, such as {"web": "key"} or {"web": ["new key", "old key"]}';

/** One write key that is known, by its digest. */
interface KnownKey {
  readonly id: string;
  readonly digest: Buffer;
}

/** The write keys that are let in. */
export class KeyRing {
  /**
   * Reads a JSON object whose members are the ids: each has one key, or several of which any is let in while they are changed.
   *
   * No error holds a key, nor an id: who mixed the two up would find the keys in the log.
   */
  public static parse(text: string): KeyRing {
    const keys = Object.entries(objectIn(text)).flatMap(([id, value], position) => {
      if (!KEY_ID.test(id)) {
        throw new Error(`write keys ${EXPECTED}; an id must be 1 to 64 letters, digits, _ . @ : or -, got another as member ${position + 1}`);
      }
      const ofId: readonly unknown[] = Array.isArray(value) ? value : [value];
      return ofId.map(key => {
        if (typeof key !== 'string' || key === '') {
          throw new Error(`write keys ${EXPECTED}; a key must be text, got something else in member ${position + 1}`);
        }
        return { id, digest: digestOf(key) };
      });
    });
    return new KeyRing(keys);
  }

  private constructor(private readonly keys: readonly KnownKey[]) {}

  /** The id of a key; undefined when it is not known. Takes as long for any key, so that time tells nothing about others. */
  public idOf(key: string): string | undefined {
    const asked = digestOf(key);
    let id: string | undefined;
    for (const known of this.keys) {
      if (timingSafeEqual(known.digest, asked)) {
        id = known.id;
      }
    }
    return id;
  }
}

function objectIn(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`write keys ${EXPECTED}, got text that is no JSON`); // the error of JSON.parse quotes the text
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Error(`write keys ${EXPECTED}, got something else`);
  }
  return value;
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
