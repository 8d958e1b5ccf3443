import type { ObjectFolder } from './object-folder';
import { listPage } from './object-listing';
import { xmlDocument, type XmlFields } from './s3-xml';

/** Most keys on a page. */
const MAX_KEYS = 1000;

/** Lists objects as the parameters of a request ask for, and returns the document of the reply. */
export async function listObjects(folder: ObjectFolder, bucket: string, query: URLSearchParams): Promise<string> {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const startAfter = query.get('start-after') ?? '';
  const token = query.get('continuation-token') ?? undefined;
  const maxKeys = Math.min(Number(query.get('max-keys') ?? MAX_KEYS), MAX_KEYS);
  const after = token === undefined ? startAfter : Buffer.from(token, 'base64url').toString();

  const page = listPage(await folder.keys(bucket, prefix), { prefix, delimiter, after, maxKeys });
  const contents = await Promise.all(page.keys.map(async key => describe(folder, bucket, key)));

  return xmlDocument('ListBucketResult', {
    Name: bucket,
    Prefix: inEncoding(query, prefix),
    Delimiter: delimiter === '' ? undefined : inEncoding(query, delimiter),
    StartAfter: startAfter === '' ? undefined : inEncoding(query, startAfter),
    EncodingType: query.get('encoding-type') ?? undefined,
    MaxKeys: maxKeys,
    KeyCount: page.keys.length + page.commonPrefixes.length,
    IsTruncated: page.next !== undefined,
    ContinuationToken: token,
    NextContinuationToken: page.next === undefined ? undefined : Buffer.from(page.next).toString('base64url'),
    Contents: contents.flatMap((facts, index) => facts === undefined ? [] : [{ Key: inEncoding(query, page.keys[index]), ...facts }]),
    CommonPrefixes: page.commonPrefixes.map(common => ({ Prefix: inEncoding(query, common) })),
  });
}

async function describe(folder: ObjectFolder, bucket: string, key: string): Promise<XmlFields | undefined> {
  const object = await folder.open(bucket, key);
  if (!object) {
    return undefined; // deleted since it was listed
  }
  await object.file.close();
  return { LastModified: object.lastModified.toISOString(), ETag: `"${object.etag}"`, Size: object.size, StorageClass: 'STANDARD' };
}

/** Keys as the client wants them: XML cannot carry every character. */
function inEncoding(query: URLSearchParams, key: string): string {
  return query.get('encoding-type') === 'url' ? encodeURIComponent(key).replaceAll('%2F', '/') : key;
}
