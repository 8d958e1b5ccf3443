/** Which keys to list. */
export interface ListingQuery {
  readonly prefix: string;
  /** Keys that share their beginning up to this text, counted from the prefix, are listed as one. */
  readonly delimiter: string;
  /** Last key or common prefix that the caller has seen. */
  readonly after: string;
  readonly maxKeys: number;
}

/** A page of a listing. */
export interface ListingPage {
  readonly keys: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** Where the next page goes on; nothing on the last one. */
  readonly next?: string;
}

/**
 * Makes a page of the keys that begin with the query's prefix, in the order of their UTF-8 bytes, as S3 does.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html
 */
export function listPage(keys: readonly string[], { prefix, delimiter, after, maxKeys }: ListingQuery): ListingPage {
  const unseen = keys.filter(key => byBytes(key, after) > 0 && commonPrefix(key, prefix, delimiter) !== after);
  const entries = [...new Set(unseen.map(key => commonPrefix(key, prefix, delimiter) ?? key))].sort(byBytes);
  const page = entries.slice(0, maxKeys);
  const isCommon = (entry: string) => commonPrefix(entry, prefix, delimiter) === entry;
  return {
    keys: page.filter(entry => !isCommon(entry)),
    commonPrefixes: page.filter(isCommon),
    next: page.length > 0 && page.length < entries.length ? page.at(-1) : undefined,
  };
}

function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return end < 0 ? undefined : key.slice(0, end + delimiter.length);
}

/** UTF-16, which JavaScript compares by, orders some characters otherwise than UTF-8. */
function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
