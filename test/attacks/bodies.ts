import { gzipSync } from 'node:zlib';
import { refused, refusedWith, storedAsSent, storedByHttp, storedByRest, type Attack } from './attack';
import { JSON_BODY, request } from './raw-request';

const MEGABYTE = 1024 * 1024;

/** 1 GB of zeros: members of gzip data may follow each other. */
const BOMB = Buffer.concat(Array.from({ length: 64 }, () => gzipSync(Buffer.alloc(16 * MEGABYTE), { level: 9 })));

const GZIPPED = gzipSync('{"a":1}');

interface BodyCase {
  readonly name: string;
  readonly type?: string;
  readonly coding?: string;
  readonly body: string | Buffer;
}

function sent({ type, coding, body }: BodyCase) {
  const headers = [...type === undefined ? [] : [['Content-Type', type] as const], ...coding === undefined ? [] : [['Content-Encoding', coding] as const]];
  return request({ headers, body });
}

/** An HTTP API looks at nothing that is not text to it, and passes it on in base64. */
function inBase64(body: string | Buffer) {
  return storedByHttp(Buffer.from(body).toString('base64'), '/events', 'in base64');
}

const UNSUPPORTED: readonly BodyCase[] = [
  { name: 'an image', type: 'image/png', body: Buffer.from([0x89, 0x50, 0x4e, 0x47]) },
  { name: 'a multipart form', type: 'multipart/form-data; boundary=evil', body: '--evil--' },
  { name: 'a protocol buffer', type: 'application/x-protobuf', body: Buffer.from([8, 1]) },
  { name: 'no type that anybody has', type: 'evil', body: '{}' },
  { name: 'two types in one', type: 'application/json, text/html', body: '{}' },
  { name: 'Brotli', type: 'application/json', coding: 'br', body: '{}' },
  { name: 'gzip twice in the header', type: 'application/json', coding: 'gzip, gzip', body: GZIPPED },
  { name: 'gzip that is none', type: 'application/json', coding: 'gzip', body: '{"a":1}' },
  { name: 'gzip that ends early', type: 'application/json', coding: 'gzip', body: GZIPPED.subarray(0, -10) },
  { name: 'gzip with a wrong checksum', type: 'application/json', coding: 'gzip', body: Buffer.concat([GZIPPED.subarray(0, -8), Buffer.alloc(8)]) },
  { name: 'gzip with no data', type: 'application/json', coding: 'gzip', body: GZIPPED.subarray(0, 2) },
];

const CHARACTERS_SQS_REFUSES = [
  { name: 'a zero character', body: '{"a":"\0"}' },
  { name: 'a control character', body: '{"a":"\u0008"}' },
  { name: 'U+FFFE', body: '{"a":"\uFFFE"}' },
  { name: 'U+FFFF', body: '{"a":"\uFFFF"}' },
];

const BYTES_OF_NO_TEXT = [
  { name: 'a lone surrogate in bytes', bytes: [0xed, 0xa0, 0x80] },
  { name: 'bytes that are no UTF-8', bytes: [0xff, 0xfe, 0xc0] },
  { name: 'a slash in three bytes', bytes: [0xe0, 0x80, 0xaf] },
];

/** Types, sizes, codings and characters of bodies. */
export const BODIES: readonly Attack[] = [
  ...UNSUPPORTED.map((it): Attack => ({ name: it.name, request: sent(it), rest: refused(415), http: inBase64(it.body) })),
  { name: 'XML with a foreign entity', request: sent({ name: '', type: 'application/xml', body: '<!ENTITY evil SYSTEM "file:///">' }), rest: refused(415), http: storedByHttp('<!ENTITY evil SYSTEM "file:///">') },
  { name: 'no type', request: request({ headers: [] }), rest: { status: 200, message: { body: '{}', attributes: { path: '/events' } } }, http: inBase64('{}') },
  { name: 'a type in capitals', request: request({ headers: [['Content-Type', 'APPLICATION/JSON']] }), ...storedAsSent('{}', { contentType: 'APPLICATION/JSON' }) },
  {
    name: 'two types in two headers',
    request: request({ headers: [...JSON_BODY, ['Content-Type', 'image/png']] }),
    rest: storedByRest('{}', { contentType: 'image/png' }, 'by the first type, with the last'),
    http: storedByHttp('{}'),
  },
  { name: 'no body', request: request({ body: '' }), rest: storedByRest('{}', {}, 'as an empty object'), http: refused(400) },
  ...CHARACTERS_SQS_REFUSES.map(({ name, body }): Attack => ({ name, request: request({ body }), ...refusedWith(400) })),
  ...['\\u0000', '\\ud800'].map((escape): Attack => ({ name: `${escape} as an escape of JSON`, request: request({ body: `{"a":"${escape}"}` }), ...storedAsSent(`{"a":"${escape}"}`) })),
  ...BYTES_OF_NO_TEXT.map(({ name, bytes }): Attack => ({
    name,
    request: request({ body: Buffer.from(bytes) }),
    rest: storedByRest('\uFFFD'.repeat(3), {}, 'with U+FFFD for each'),
    http: storedByHttp('\uFFFD'.repeat(3), '/events', 'with U+FFFD for each'),
  })),
  { name: '2 MB', request: request({ body: 'x'.repeat(2 * MEGABYTE) }), ...refusedWith(413, 400) },
  { name: '10 MB', request: request({ body: 'x'.repeat(10 * MEGABYTE) }), ...refusedWith(413) },
  { name: 'more than 10 MB', request: request({ body: 'x'.repeat(10 * MEGABYTE + 1) }), ...refusedWith(413) },
  { name: 'gzip', request: request({ headers: [...JSON_BODY, ['Content-Encoding', 'gzip']], body: GZIPPED }), rest: storedByRest('{"a":1}', {}, 'inflated'), http: inBase64(GZIPPED) },
  { name: 'gzip within gzip', request: request({ headers: [...JSON_BODY, ['Content-Encoding', 'gzip']], body: gzipSync(GZIPPED) }), rest: refused(400), http: inBase64(gzipSync(GZIPPED)) },
  { name: '2 MB in 2 kB of gzip', request: request({ headers: [...JSON_BODY, ['Content-Encoding', 'gzip']], body: gzipSync('x'.repeat(2 * MEGABYTE)) }), rest: refused(413), http: inBase64(gzipSync('x'.repeat(2 * MEGABYTE))) },
  { name: '1 GB in 1 MB of gzip', request: request({ headers: [...JSON_BODY, ['Content-Encoding', 'gzip']], body: BOMB }), rest: refused(413), http: refused(400) },
  { name: '16 MB in 16 kB of gzip', request: request({ headers: [...JSON_BODY, ['Content-Encoding', 'gzip']], body: BOMB.subarray(0, BOMB.length / 64) }), rest: refused(413), http: inBase64(BOMB.subarray(0, BOMB.length / 64)) },
];
