import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { decodeAwsChunked } from './aws-chunked';
import { CHECKSUMS, isChecksumHeader, type Checksum } from './checksums';
import { notImplemented, S3Error } from './s3-error';

/** A body that came in whole and unharmed. */
export interface ReceivedBody {
  readonly size: number;
  /** MD5 in hexadecimal, as S3 makes it. */
  readonly etag: string;
  /** Checksums that the client gave, by the name of their header. */
  readonly checksums: Readonly<Record<string, string>>;
}

/** Writes the body of a request to a file, and refuses it unless it is what its headers and trailers say. */
export async function receiveBody(request: IncomingMessage, file: string): Promise<ReceivedBody> {
  const announced = announcedSize(request);
  const checksums = announcedChecksums(request);
  const etag = createHash('md5');
  const payloadHash = createHash('sha256');
  const trailers = new Map<string, string>();
  let size = 0;

  const measured = async function* () {
    const body: AsyncIterable<Buffer> = isAwsChunked(request) ? decodeAwsChunked(request, trailers) : request;
    for await (const chunk of body) {
      size += chunk.length;
      for (const sum of [etag, payloadHash, ...checksums.values()]) {
        sum.update(chunk);
      }
      yield chunk;
    }
  };
  await pipeline(measured, createWriteStream(file, { flags: 'wx' }));

  if (size !== announced) {
    throw new S3Error(400, 'IncompleteBody', `You did not provide the number of bytes specified: ${announced} were announced, ${size} came`);
  }
  const signed = request.headers['x-amz-content-sha256'];
  if (typeof signed === 'string' && /^[0-9a-f]{64}$/.test(signed) && signed !== payloadHash.digest('hex')) {
    throw new S3Error(400, 'XAmzContentSHA256Mismatch', 'The provided \'x-amz-content-sha256\' header does not match what was computed.');
  }
  return { size, etag: etag.digest('hex'), checksums: verified(checksums, name => trailers.get(name) ?? request.headers[name]) };
}

function announcedSize({ headers }: IncomingMessage): number {
  const announced = headers['x-amz-decoded-content-length'] ?? headers['content-length'];
  if (typeof announced !== 'string') {
    throw new S3Error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  return Number(announced);
}

function isAwsChunked({ headers }: IncomingMessage): boolean {
  return String(headers['x-amz-content-sha256']).startsWith('STREAMING-');
}

function announcedChecksums({ headers }: IncomingMessage): Map<string, Checksum> {
  const trailers = String(headers['x-amz-trailer'] ?? '').toLowerCase().split(',').map(name => name.trim());
  const names = [...Object.keys(headers), ...trailers].filter(isChecksumHeader);
  return new Map(names.map(name => {
    if (!(name in CHECKSUMS)) {
      throw notImplemented(name);
    }
    return [name, CHECKSUMS[name]()];
  }));
}

function verified(checksums: Map<string, Checksum>, claimed: (name: string) => unknown): Record<string, string> {
  return Object.fromEntries([...checksums].map(([name, checksum]) => {
    const value = checksum.value();
    if (claimed(name) !== value) {
      throw new S3Error(400, 'BadDigest', `The ${name.replace('x-amz-checksum-', '').toUpperCase()} you specified did not match what we received.`);
    }
    return [name, value];
  }));
}
