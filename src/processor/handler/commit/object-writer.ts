import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** An object to store. */
export interface ObjectToStore {
  readonly key: string;
  readonly body: Buffer;
  readonly contentType: string;
}

/** Stores objects. */
export interface ObjectWriter {
  /** Resolves once the object is stored, and rejects soon after the signal is aborted. */
  put(object: ObjectToStore, signal: AbortSignal): Promise<void>;
}

/**
 * Stores objects in a bucket.
 *
 * The end of the name tells Athena how to inflate. `Content-Encoding` would too, but it makes HTTP clients inflate by
 * themselves and leave plain text under a name that says otherwise.
 */
export class BucketWriter implements ObjectWriter {
  constructor(private readonly s3: S3Client, private readonly bucket: string) {}

  public async put({ key, body, contentType }: ObjectToStore, signal: AbortSignal): Promise<void> {
    const command = new PutObjectCommand({ Bucket: this.bucket, Key: key, Body: body, ContentType: contentType });
    await this.s3.send(command, { abortSignal: signal });
  }
}
