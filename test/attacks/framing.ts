import { refusedWith, storedAsSent, type Attack } from './attack';
import { framed, head, JSON_BODY, type WrittenRequest } from './raw-request';

const CHUNKED: readonly [string, string] = ['Transfer-Encoding', 'chunked'];
const chunk = (text: string, extension = '') => `${text.length.toString(16)}${extension}\r\n${text}\r\n`;
const END = '0\r\n\r\n';

/** A door may wait longer for the rest; what it must not do is store a part. */
const SHORT = 300;

function bytewise(request: WrittenRequest): WrittenRequest {
  return stage => [...Buffer.from(request(stage) as Buffer)].map(byte => Buffer.from([byte]));
}

function cut(request: WrittenRequest): WrittenRequest {
  return stage => [request(stage) as Buffer, null];
}

/** Where a body, a line or a request ends: what smugglers disagree about. */
export const FRAMING: readonly Attack[] = [
  { name: 'a body in chunks', request: framed([...JSON_BODY, CHUNKED], chunk('{"a"') + chunk(':1}') + END), ...storedAsSent('{"a":1}') },
  { name: 'a body of a chunk a byte', request: framed([...JSON_BODY, CHUNKED], [...'{"a":1}'].map(it => chunk(it)).join('') + END), ...storedAsSent('{"a":1}') },
  { name: 'an extension of a chunk', request: framed([...JSON_BODY, CHUNKED], chunk('{}', ';evil="DelaySeconds=900"') + END), ...storedAsSent('{}') },
  {
    name: 'a trailer that would be a header',
    request: framed([...JSON_BODY, CHUNKED, ['Trailer', 'User-Agent']], `${chunk('{}')}0\r\nUser-Agent: evil\r\n\r\n`),
    ...storedAsSent('{}'),
  },
  { name: 'a length and chunks', request: framed([...JSON_BODY, CHUNKED, ['Content-Length', '4']], chunk('{}') + END), ...refusedWith(400) },
  { name: 'two lengths', request: framed([...JSON_BODY, ['Content-Length', '2'], ['Content-Length', '20']], '{}'), ...refusedWith(400) },
  { name: 'a negative length', request: framed([...JSON_BODY, ['Content-Length', '-2']], '{}'), ...refusedWith(400) },
  { name: 'a length with a sign', request: framed([...JSON_BODY, ['Content-Length', '+2']], '{}'), ...refusedWith(400) },
  { name: 'a length of more than 64 bits', request: framed([...JSON_BODY, ['Content-Length', '99999999999999999999999']], '{}'), ...refusedWith(400) },
  { name: 'chunks that are not the last coding', request: framed([...JSON_BODY, ['Transfer-Encoding', 'chunked, identity']], chunk('{}') + END), ...refusedWith(400) },
  { name: 'a coding that looks like chunks', request: framed([...JSON_BODY, ['Transfer-Encoding', 'xchunked']], chunk('{}') + END), ...refusedWith(400) },
  { name: 'a chunk of no hexadecimal size', request: framed([...JSON_BODY, CHUNKED], 'evil\r\n{}\r\n0\r\n\r\n'), ...refusedWith(400) },
  { name: 'a chunk that is longer than it says', request: framed([...JSON_BODY, CHUNKED], '2\r\n{"evil":1}\r\n0\r\n\r\n'), ...refusedWith(400) },
  { name: 'a chunk larger than 64 bits', request: framed([...JSON_BODY, CHUNKED], 'fffffffffffffffff\r\n{}\r\n0\r\n\r\n'), ...refusedWith(400) },
  { name: 'headers and body byte by byte', request: bytewise(framed([...JSON_BODY, ['Content-Length', '2']], '{}')), ...storedAsSent('{}') },
  { name: 'chunks with pauses', request: stage => [head(`POST ${stage}/events HTTP/1.1`, [...JSON_BODY, CHUNKED]), ...[...'{"a":1}'].map(it => chunk(it)), END], ...storedAsSent('{"a":1}') },
  { name: 'headers that never end', request: stage => `POST ${stage}/events HTTP/1.1\r\nHost: a\r\n`, withinMs: SHORT, ...refusedWith('silence') },
  { name: 'a body that stops', request: framed([...JSON_BODY, ['Content-Length', '20']], '{"evil":'), withinMs: SHORT, ...refusedWith('silence') },
  { name: 'a chunked body that stops', request: framed([...JSON_BODY, CHUNKED], chunk('{"evil":1}')), withinMs: SHORT, ...refusedWith('silence') },
  { name: 'a connection that ends within the body', request: cut(framed([...JSON_BODY, ['Content-Length', '20']], '{"evil":')), ...refusedWith(400) },
  { name: 'a connection that ends before the last chunk', request: cut(framed([...JSON_BODY, CHUNKED], chunk('{"evil":1}'))), ...refusedWith(400) },
  { name: 'the preface of HTTP/2', request: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', ...refusedWith(400) },
  { name: 'HTTP/0.9', request: stage => `POST ${stage}/events\r\n\r\n`, ...refusedWith(400) },
  { name: 'an unknown version', request: stage => head(`POST ${stage}/events HTTP/9.9`, JSON_BODY), ...refusedWith(400) },
  { name: 'no HTTP at all', request: () => Buffer.from([0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]), ...refusedWith(400) },
  { name: 'a line break in the path', request: stage => `POST ${stage}/events\r\nX: evil HTTP/1.1\r\nHost: a\r\n\r\n`, ...refusedWith(400) },
];
