import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Unreadable } from './unreadable';
import { QUARANTINE_CODES } from '../../wire/quarantine-codes';

/** A gzip stream in base64: its first three bytes are always the same. An HTTP API sends compressed bodies so. */
const GZIP_IN_BASE64 = /^H4sI[A-Za-z0-9+/]*={0,2}$/;

const BYTE_ORDER_MARK = '\uFEFF';

const inflate = promisify(gunzip);

/** The text of a request: inflated where a client compressed it, without a byte order mark. */
export async function readBody(body: string, maxInflatedBytes: number): Promise<string> {
  const text = GZIP_IN_BASE64.test(body) ? await inflated(body, maxInflatedBytes) : body;
  if (text.trim() === '') {
    throw new Unreadable(QUARANTINE_CODES.emptyBody, 'the body must hold an event, got nothing');
  }
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

async function inflated(body: string, maxInflatedBytes: number): Promise<string> {
  const bytes = await inflate(Buffer.from(body, 'base64'), { maxOutputLength: maxInflatedBytes }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ERR_BUFFER_TOO_LARGE'
      ? new Unreadable(QUARANTINE_CODES.inflatedTooLarge, `a compressed body must inflate to at most ${maxInflatedBytes} bytes, got more`)
      : new Unreadable(QUARANTINE_CODES.inflateFailed, `a compressed body must be whole gzip data, got: ${error.message}`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unreadable(QUARANTINE_CODES.notText, 'a compressed body must inflate to UTF-8 text, got other bytes');
  }
}
