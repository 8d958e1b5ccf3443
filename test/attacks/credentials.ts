/** A header that pretends to hold a write key, and the status that each door refuses it with. */
export interface FalseCredentials {
  readonly name: string;
  readonly authorization: string;
  readonly rest: 401 | 403;
  readonly http: 401 | 403;
}

/** The header of Basic authorization. */
export function basic(credentials: string): string {
  return `Basic ${Buffer.from(credentials).toString('base64')}`;
}

/** The write keys of the attacked door. */
export const STORED_KEYS = '{ "web": "9f2c51", "ios": ["81d0aa", "5e77c3"] }';

/** A REST API refuses by the look of a header already, an HTTP API asks whenever there is one. */
export const FALSE_CREDENTIALS: readonly FalseCredentials[] = [
  { name: 'no header', authorization: '', rest: 401, http: 401 },
  { name: 'another scheme', authorization: 'Digest 9f2c51', rest: 401, http: 403 },
  { name: 'a known key without a scheme', authorization: '9f2c51', rest: 401, http: 403 },
  { name: 'two schemes', authorization: `${basic('evil:')}, Bearer 9f2c51`, rest: 401, http: 403 },
  { name: 'an unknown key', authorization: basic('evil:'), rest: 403, http: 403 },
  { name: 'a known key as the password', authorization: basic('evil:9f2c51'), rest: 403, http: 403 },
  { name: 'nobody with a password', authorization: basic(':9f2c51'), rest: 403, http: 403 },
  { name: 'a known key in other letters', authorization: basic('9F2C51:'), rest: 403, http: 403 },
  { name: 'a known key and a zero character', authorization: basic('9f2c51\0:'), rest: 403, http: 403 },
  { name: 'a known key and a line break, encoded', authorization: basic('9f2c51\r\n:'), rest: 403, http: 403 },
  { name: 'part of a known key', authorization: 'Bearer 9f2c5', rest: 403, http: 403 },
  { name: 'the id of a key', authorization: 'Bearer web', rest: 403, http: 403 },
  { name: 'a list of keys', authorization: 'Bearer 81d0aa,5e77c3', rest: 403, http: 403 },
  { name: 'members of an object', authorization: 'Bearer __proto__', rest: 403, http: 403 },
  { name: 'no base64', authorization: 'Basic %%%', rest: 403, http: 403 },
  { name: '10 kB', authorization: `Bearer ${'x'.repeat(10_000)}`, rest: 403, http: 403 },
];

/** Ids of keys that a store must not hold, since they travel on as attributes and as message groups. */
export const FORBIDDEN_IDS: readonly string[] = ['', 'a\r\nX-Evil: 1', 'a&DelaySeconds=900', 'a","evil":"', 'a b', '$context.stage', 'é', 'x'.repeat(65)];
