import { pipeline, type Duplex, type Readable } from 'node:stream';
import * as zlib from 'node:zlib';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { linesOf } from './lines';

/** Where objects are. */
export interface Bucket {
  readonly s3: S3Client;
  readonly bucket: string;
}

/** An object of the archive. */
export interface StoredObject {
  readonly key: string;
  readonly storedAt: Date;
}

/** Objects below a prefix, in the order of their keys, from the first one after another. */
export async function* objectsUnder({ s3, bucket }: Bucket, prefix: string, after?: string): AsyncGenerator<StoredObject> {
  for await (const { Contents: contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix, StartAfter: after })) {
    yield* contents.map(({ Key: key, LastModified: storedAt }) => ({ key: key!, storedAt: storedAt! }));
  }
}

/** The rows of an object. */
export async function* rowsOf<T>({ s3, bucket }: Bucket, key: string): AsyncGenerator<T> {
  const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  const decompressor = decompressorOf(key);
  const bytes = decompressor === undefined ? body as Readable : pipeline(body as Readable, decompressor, () => undefined); // its reader gets the error
  for await (const line of linesOf(bytes)) {
    yield JSON.parse(line);
  }
}

function decompressorOf(key: string): Duplex | undefined {
  if (key.endsWith('.gz')) {
    return zlib.createGunzip();
  }
  if (!key.endsWith('.zst')) {
    return undefined;
  }
  const { createZstdDecompress } = zlib as { createZstdDecompress?: () => Duplex };
  if (createZstdDecompress === undefined) {
    throw new Error(`Node must be 22.15 or newer to read objects that ArchiveCompression.ZSTD wrote, got ${process.versions.node}`);
  }
  return createZstdDecompress();
}
