import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { listObjects } from './list-objects';
import { receiveBody } from './object-body';
import type { ObjectFolder, OpenObject } from './object-folder';
import { notImplemented, S3Error } from './s3-error';
import type { S3Action, S3Request } from './s3-request';
import { xmlDocument, xmlTexts, type XmlFields } from './s3-xml';

/** What a request is answered with. */
export interface S3Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Readable;
}

/** Carries out one action. */
export type S3Operation = (request: S3Request, message: IncomingMessage) => Promise<S3Reply>;

/** Headers of an upload that a reader gets back. */
const KEPT_HEADERS = /^(content-(type|encoding|disposition|language)|cache-control|expires|x-amz-meta-.+)$/;

/** The actions, on a folder of objects. */
export function s3Operations(folder: ObjectFolder): Readonly<Record<S3Action, S3Operation>> {
  return {
    ListBuckets: async () => xmlReply(bucketList(await folder.buckets())),

    CreateBucket: async ({ bucket }) => {
      await folder.createBucket(bucket);
      return { status: 200, headers: { Location: `/${bucket}` } };
    },

    HeadBucket: async () => ({ status: 200 }),

    ListObjectsV2: async ({ bucket, query }) => xmlReply(await listObjects(folder, bucket, query)),

    DeleteObjects: async ({ bucket }, message) => {
      const document = await text(message);
      const keys = xmlTexts(document, 'Key');
      for (const key of keys) {
        await folder.delete(bucket, key);
      }
      const [quiet] = xmlTexts(document, 'Quiet');
      return xmlReply(xmlDocument('DeleteResult', { Deleted: quiet === 'true' ? [] : keys.map(key => ({ Key: key })) }));
    },

    PutObject: async ({ bucket, key }, message) => folder.withUpload(async file => {
      const replace = mayReplace(message.headers);
      const { size, etag, checksums } = await receiveBody(message, file);
      const stored = await folder.commit(bucket, key, file, { size, etag, headers: { ...keptHeaders(message.headers), ...checksums } }, { replace });
      if (!stored) {
        throw new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
      }
      return { status: 200, headers: { ETag: `"${etag}"`, ...checksums } };
    }),

    GetObject: async ({ bucket, key }, message) => {
      const object = await openObject(folder, bucket, key);
      return { status: 200, headers: headersOf(object, message.headers), body: object.file.createReadStream() };
    },

    HeadObject: async ({ bucket, key }, message) => {
      const object = await openObject(folder, bucket, key);
      await object.file.close();
      return { status: 200, headers: headersOf(object, message.headers) };
    },

    DeleteObject: async ({ bucket, key }) => {
      await folder.delete(bucket, key);
      return { status: 204 };
    },
  };
}

async function openObject(folder: ObjectFolder, bucket: string, key: string): Promise<OpenObject> {
  const object = await folder.open(bucket, key);
  if (!object) {
    throw new S3Error(404, 'NoSuchKey', 'The specified key does not exist.');
  }
  return object;
}

function mayReplace(headers: IncomingHttpHeaders): boolean {
  const condition = headers['if-none-match'];
  if (condition !== undefined && condition !== '*') {
    throw notImplemented('If-None-Match with anything but *');
  }
  return condition === undefined;
}

function keptHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const encodings = String(headers['content-encoding'] ?? '').split(',').map(encoding => encoding.trim());
  const encoding = encodings.filter(name => name !== '' && name !== 'aws-chunked').join(',');
  const kept = Object.entries(headers).filter(([name]) => KEPT_HEADERS.test(name) && name !== 'content-encoding');
  return { 'content-type': 'binary/octet-stream', ...Object.fromEntries(kept), ...encoding && { 'content-encoding': encoding } };
}

function headersOf({ size, etag, lastModified, headers }: OpenObject, asked: IncomingHttpHeaders): Record<string, string> {
  const shown = Object.entries(headers).filter(([name]) => asked['x-amz-checksum-mode'] === 'ENABLED' || !name.startsWith('x-amz-checksum-'));
  return { ...Object.fromEntries(shown), 'ETag': `"${etag}"`, 'Content-Length': String(size), 'Last-Modified': lastModified.toUTCString() };
}

function bucketList(names: readonly string[]): string {
  const buckets: XmlFields[] = names.map(name => ({ Name: name, CreationDate: new Date(0).toISOString() }));
  return xmlDocument('ListAllMyBucketsResult', { Owner: { ID: 'local' }, Buckets: { Bucket: buckets } });
}

function xmlReply(body: string): S3Reply {
  return { status: 200, headers: { 'Content-Type': 'application/xml' }, body };
}
