import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { partitionFolder } from '../../wire/archive-layout';

const compress = promisify(gzip);

/** A stored object. */
export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
}

/** Stores lines as objects, one for each call. */
export class ArchiveWriter {
  constructor(private readonly s3: S3Client, private readonly bucket: string) {}

  /**
   * Stores lines under a prefix, in the partition of the hour in which they were received.
   *
   * The `.gz` of the name tells Athena to inflate. `Content-Encoding` would too, but it makes HTTP clients inflate by
   * themselves and leave plain text under a name that says otherwise.
   */
  public async write(prefix: string, receivedAt: Date, lines: readonly string[]): Promise<StoredObject> {
    const body = await compress(lines.join(''), { level: constants.Z_BEST_SPEED });
    const key = `${prefix}${partitionFolder(receivedAt)}${Date.now()}-${randomUUID()}.ndjson.gz`;

    await this.s3.send(new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body, ContentType: 'application/gzip' }));
    return { key, bytes: body.byteLength };
  }
}
