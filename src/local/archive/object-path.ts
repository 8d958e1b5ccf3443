import { S3Error } from './s3-error';

const MAX_KEY_BYTES = 1024;

/** Name of a file for an empty segment; no other segment gets it, because `%` is always escaped. */
const EMPTY_SEGMENT = '%';

/** Characters that some file system refuses, and dots and spaces that it drops at the end of a name. */
const ESCAPED = /[%<>:"|?*\\\u0000-\u001f\u007f]|[. ]$/g;

/**
 * Path of an object's file below the folder of its bucket; as readable as the key, and never outside that folder.
 */
export function pathOfKey(key: string): string {
  if (key === '' || Buffer.byteLength(key) > MAX_KEY_BYTES) {
    throw new S3Error(400, 'KeyTooLongError', `a key must have 1 to ${MAX_KEY_BYTES.toLocaleString('en')} bytes, got ${Buffer.byteLength(key)}`);
  }
  return key.split('/').map(segment => (segment === '' ? EMPTY_SEGMENT : segment.replace(ESCAPED, escape))).join('/');
}

/** Key of the object whose file has a path. */
export function keyOfPath(path: string): string {
  return path.split('/').map(name => (name === EMPTY_SEGMENT ? '' : name.replace(/%([0-9A-F]{2})/g, unescape))).join('/');
}

function escape(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

function unescape(_escaped: string, code: string): string {
  return String.fromCharCode(parseInt(code, 16));
}
