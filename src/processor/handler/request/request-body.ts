import { isUtf8 } from 'node:buffer';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Unreadable } from './unreadable';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { afterSpace } from '../json/json-syntax';

/** A gzip stream in base64: its first three bytes are always the same. An HTTP API sends compressed bodies so. */
const GZIP_IN_BASE64 = /^H4sI[A-Za-z0-9+/]*={0,2}$/;

/** An object or an array in base64, which is JSON of no kind itself. An HTTP API sends bodies so whose type it does not know. */
const JSON_IN_BASE64 = /^[eW][w-z0-3][A-Za-z0-9+/]*={0,2}$/;

const BYTE_ORDER_MARK = Buffer.from('\uFEFF');

/** A body of SQS has 1 MiB at most; larger ones are not worth the memory. */
const MOST_KEPT = 2 * 1024 * 1024;

let kept = Buffer.allocUnsafe(64 * 1024);

const inflate = promisify(gunzip);

/** Whether a request's body is compressed. */
export function isCompressed(body: string): boolean {
  return body.startsWith('H4sI') && GZIP_IN_BASE64.test(body);
}

/** The text of a request in UTF-8, in memory that the next request takes over: it must be used without waiting. */
export function plainText(body: string): Buffer {
  if (JSON_IN_BASE64.test(body)) {
    return decodedText(body);
  }
  const bytes = Buffer.byteLength(body);
  if (bytes > MOST_KEPT) {
    return readable(Buffer.from(body));
  }
  if (bytes > kept.length) {
    kept = Buffer.allocUnsafe(Math.min(MOST_KEPT, 2 * bytes));
  }
  return readable(kept.subarray(0, kept.write(body)));
}

/** The text that a compressed body inflates to. */
export async function inflatedText(body: string, maxInflatedBytes: number): Promise<Buffer> {
  return readable(await inflated(body, maxInflatedBytes));
}

function decodedText(body: string): Buffer {
  const bytes = Buffer.from(body, 'base64');
  if (!isUtf8(bytes)) {
    throw new Unreadable(QUARANTINE_CODES.notText, 'a body in base64 must be UTF-8 text, got other bytes');
  }
  return readable(bytes);
}

/** Refuses nothing but space, and takes off a byte order mark. */
function readable(text: Buffer): Buffer {
  if (afterSpace(text, 0) === text.length) {
    throw new Unreadable(QUARANTINE_CODES.emptyBody, 'the body must hold an event, got nothing');
  }
  return BYTE_ORDER_MARK.equals(text.subarray(0, BYTE_ORDER_MARK.length)) ? text.subarray(BYTE_ORDER_MARK.length) : text;
}

async function inflated(body: string, maxInflatedBytes: number): Promise<Buffer> {
  const bytes = await inflate(Buffer.from(body, 'base64'), { maxOutputLength: maxInflatedBytes }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE'
      ? new Unreadable(QUARANTINE_CODES.inflatedTooLarge, `a compressed body must inflate to at most ${maxInflatedBytes} bytes, got more`)
      : new Unreadable(QUARANTINE_CODES.inflateFailed, `a compressed body must be whole gzip data, got: ${error.message}`);
  });
  if (!isUtf8(bytes)) {
    throw new Unreadable(QUARANTINE_CODES.notText, 'a compressed body must inflate to UTF-8 text, got other bytes');
  }
  return bytes;
}
