import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate, inflateRaw } from 'node:zlib';
import { Refusal } from './refusal';

/**
 * Largest body that API Gateway takes.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** First byte of a zlib stream with the usual window; some clients send bare deflate data instead. */
const ZLIB_HEADER = 0x78;

const inflaters = { gzip: promisify(gunzip), zlib: promisify(inflate), deflate: promisify(inflateRaw) };

/** Reads a whole body, or refuses it as soon as it is too large. */
export async function readBody(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    message.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_BODY_BYTES) {
        chunks.length = 0;
        reject(new Refusal('REQUEST_TOO_LARGE')); // the rest is still read and dropped, or the client would not read the reply
        return;
      }
      chunks.push(chunk);
    });
    message.on('end', () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    message.on('error', () => reject(new Refusal('BAD_REQUEST_BODY')));
  });
}

/**
 * Undoes the `Content-Encoding` of a body, as a REST API does before its templates see it.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html
 */
export async function inflateBody(body: Buffer, contentEncoding: string | undefined): Promise<Buffer> {
  const coding = (contentEncoding ?? 'identity').trim().toLowerCase();
  if (coding === 'identity' || coding === '') {
    return body;
  }
  if (coding !== 'gzip' && coding !== 'deflate') {
    throw new Refusal('UNSUPPORTED_MEDIA_TYPE');
  }

  const format = coding === 'deflate' && body[0] === ZLIB_HEADER ? 'zlib' : coding;
  try {
    return await inflaters[format](body, { maxOutputLength: MAX_BODY_BYTES });
  } catch (error) {
    const tooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    throw new Refusal(tooLarge ? 'REQUEST_TOO_LARGE' : 'UNSUPPORTED_MEDIA_TYPE');
  }
}
