import { refusedWith, storedAsSent, storedByHttp, storedByRest, type Attack } from './attack';
import { framed, JSON_BODY, request } from './raw-request';

const LONG = 'x'.repeat(9_000);
const TOO_LONG = 'x'.repeat(10_240);

/** Names and values of headers: forged, doubled, oversized, forbidden. */
export const HEADERS: readonly Attack[] = [
  {
    name: 'a forged address and id',
    request: request({ headers: [...JSON_BODY, ['X-Forwarded-For', '203.0.113.66'], ['X-Amzn-Request-Id', 'evil'], ['X-Amzn-Trace-Id', 'Root=evil']] }),
    ...storedAsSent('{}'),
  },
  {
    name: 'our own attributes as headers',
    request: request({ headers: [...JSON_BODY, ['sourceIp', 'evil'], ['requestId', 'evil'], ['contentType', 'evil'], ['writeKeyId', 'evil']] }),
    ...storedAsSent('{}'),
  },
  {
    name: 'headers that SQS and integrations know',
    request: request({ headers: [...JSON_BODY, ['X-Amz-Target', 'AmazonSQS.PurgeQueue'], ['X-Amz-Invocation-Type', 'Event'], ['X-Amzn-Query-Mode', 'true']] }),
    ...storedAsSent('{}'),
  },
  { name: 'another method', request: request({ headers: [...JSON_BODY, ['X-HTTP-Method-Override', 'DELETE']] }), ...storedAsSent('{}') },
  {
    name: 'lower-case names, as HTTP/2 has them',
    request: request({ headers: [['content-type', 'application/json'], ['user-agent', 'a'], ['authorization', 'b']] }),
    rest: storedByRest('{}', { userAgent: 'a', authorization: 'b' }),
    http: storedByHttp('{}'),
  },
  {
    name: 'upper-case names',
    request: request({ headers: [['CONTENT-TYPE', 'application/json'], ['USER-AGENT', 'a'], ['AUTHORIZATION', 'b']] }),
    rest: storedByRest('{}', { userAgent: 'a', authorization: 'b' }),
    http: storedByHttp('{}'),
  },
  {
    name: 'the same header twice',
    request: request({ headers: [...JSON_BODY, ['User-Agent', 'a'], ['User-Agent', 'b']] }),
    rest: storedByRest('{}', { userAgent: 'b' }, 'with the last of the two'),
    http: storedByHttp('{}'),
  },
  {
    name: 'the same header in two spellings',
    request: request({ headers: [...JSON_BODY, ['User-Agent', 'a'], ['user-agent', 'b'], ['Authorization', 'c'], ['AUTHORIZATION', 'd']] }),
    rest: storedByRest('{}', { userAgent: 'b', authorization: 'd' }, 'with the last of each two'),
    http: storedByHttp('{}'),
  },
  {
    name: 'empty headers, which SQS would refuse as attributes',
    request: request({ headers: [...JSON_BODY, ['User-Agent', ''], ['Authorization', '  ']] }),
    ...storedAsSent('{}'),
  },
  {
    name: 'bytes above ASCII',
    request: request({ headers: [...JSON_BODY, ['User-Agent', '\u00e9\u00ff']] }),
    rest: storedByRest('{}', { userAgent: '\u00e9\u00ff' }),
    http: storedByHttp('{}'),
  },
  {
    name: '9 kB in one header',
    request: request({ headers: [...JSON_BODY, ['User-Agent', LONG]] }),
    rest: storedByRest('{}', { userAgent: LONG }),
    http: storedByHttp('{}'),
  },
  { name: 'more than 10,240 bytes in one header', request: request({ headers: [...JSON_BODY, ['User-Agent', TOO_LONG]] }), ...refusedWith(431) },
  {
    name: 'more than 10,240 bytes in many headers',
    request: request({ headers: [...JSON_BODY, ...Array.from({ length: 300 }, (_, index) => [`X-Header-${index}`, 'x'.repeat(30)] as const)] }),
    ...refusedWith(431),
  },
  { name: 'more than 10,240 bytes of path', request: request({ target: `/events?${TOO_LONG}` }), ...refusedWith(431) },
  { name: 'a zero byte', request: request({ headers: [...JSON_BODY, ['User-Agent', 'a\0evil']] }), ...refusedWith(400) },
  { name: 'a control character', request: request({ headers: [...JSON_BODY, ['User-Agent', 'a\u0001evil']] }), ...refusedWith(400) },
  { name: 'a carriage return alone', request: request({ headers: [...JSON_BODY, ['User-Agent', 'a\revil: 1']] }), ...refusedWith(400) },
  { name: 'a line feed alone', request: request({ headers: [...JSON_BODY, ['User-Agent', 'a\nevil: 1']] }), ...refusedWith(400) },
  { name: 'a folded line', request: request({ headers: [...JSON_BODY, ['User-Agent', 'a\r\n evil']] }), ...refusedWith(400) },
  { name: 'space before the colon', request: request({ headers: [...JSON_BODY, ['User-Agent ', 'evil']] }), ...refusedWith(400) },
  {
    name: 'line breaks in percent code',
    request: request({ headers: [...JSON_BODY, ['User-Agent', 'a%0d%0aevil: 1']] }),
    rest: storedByRest('{}', { userAgent: 'a%0d%0aevil: 1' }),
    http: storedByHttp('{}'),
  },
  {
    name: 'a line break, which begins a header of no meaning',
    request: request({ headers: [...JSON_BODY, ['User-Agent', 'a\r\nX-Evil: 1']] }),
    rest: storedByRest('{}', { userAgent: 'a' }),
    http: storedByHttp('{}'),
  },
  { name: 'no Host', request: stage => `POST ${stage}/events HTTP/1.1\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}`, ...refusedWith(400) },
  {
    name: 'a foreign Host',
    request: stage => `POST ${stage}/events HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 2\r\nContent-Type: application/json\r\n\r\n{}`,
    ...storedAsSent('{}'),
  },
  { name: 'a wait for "continue"', request: framed([...JSON_BODY, ['Content-Length', '2'], ['Expect', '100-continue']], '{}'), ...storedAsSent('{}') },
  { name: 'an unknown expectation', request: framed([...JSON_BODY, ['Content-Length', '2'], ['Expect', 'evil']], '{}'), ...refusedWith(417) },
  { name: 'a change of protocol', request: request({ headers: [...JSON_BODY, ['Connection', 'Upgrade'], ['Upgrade', 'h2c']] }), ...storedAsSent('{}') },
];
