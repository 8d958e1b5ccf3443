import type { IncomingMessage } from 'node:http';
import { notImplemented, S3Error } from './s3-error';

/** What a request asks for. */
export type S3Action =
  | 'ListBuckets' | 'CreateBucket' | 'HeadBucket' | 'ListObjectsV2' | 'DeleteObjects'
  | 'PutObject' | 'GetObject' | 'HeadObject' | 'DeleteObject';

/** A request to the archive, read as far as its first line tells. */
export interface S3Request {
  readonly action: S3Action;
  readonly bucket: string;
  readonly key: string;
  readonly query: URLSearchParams;
}

/** Parameters that choose no action of their own: `x-id` is a remark of the SDK's. */
const PARAMETERS: Readonly<Partial<Record<S3Action, readonly string[]>>> = {
  ListObjectsV2: ['list-type', 'prefix', 'delimiter', 'max-keys', 'continuation-token', 'start-after', 'encoding-type', 'fetch-owner'],
  DeleteObjects: ['delete'],
};

/** Headers that change what a request means, in ways that this archive does not know. */
const UNKNOWN_HEADERS = ['if-match', 'range', 'x-amz-copy-source', 'x-amz-write-offset-bytes'];

/**
 * Reads the first line of a path-style request.
 *
 * A URL class would resolve the `..` and `.` that a key may hold.
 */
export function readS3Request({ method = '', url = '/', headers }: IncomingMessage): S3Request {
  const [path, search = ''] = url.split(/\?(.*)/s);
  const [, bucket, key] = /^\/([^/]*)(?:\/(.*))?$/s.exec(path) ?? [];
  const query = new URLSearchParams(search);
  const action = actionOf(method, bucket ?? '', key ?? '', query);
  if (action === undefined) {
    throw notImplemented(`${method} ${url}`);
  }
  const unknown = [...query.keys()].find(name => name !== 'x-id' && !PARAMETERS[action]?.includes(name))
    ?? UNKNOWN_HEADERS.find(name => name in headers);
  if (unknown !== undefined) {
    throw notImplemented(`${action} with ${unknown}`);
  }
  if (headers.authorization === undefined) {
    throw new S3Error(403, 'AccessDenied', 'the request must be signed, with whatever key');
  }
  return { action, bucket: decodeURIComponent(bucket), key: decodeURIComponent(key ?? ''), query };
}

function actionOf(method: string, bucket: string, key: string, query: URLSearchParams): S3Action | undefined {
  if (bucket === '') {
    return method === 'GET' ? 'ListBuckets' : undefined;
  }
  if (key === '') {
    switch (method) {
      case 'PUT': return 'CreateBucket';
      case 'HEAD': return 'HeadBucket';
      case 'GET': return query.get('list-type') === '2' ? 'ListObjectsV2' : undefined;
      case 'POST': return query.has('delete') ? 'DeleteObjects' : undefined;
      default: return undefined;
    }
  }
  switch (method) {
    case 'PUT': return 'PutObject';
    case 'GET': return 'GetObject';
    case 'HEAD': return 'HeadObject';
    case 'DELETE': return 'DeleteObject';
    default: return undefined;
  }
}
