import { refusedWith, storedAsSent, storedByHttp, storedByRest, type Attack } from './attack';
import { JSON_BODY, request } from './raw-request';

const DELAY = 'evil&DelaySeconds=900';
const ENCODED = 'evil%26Action=PurgeQueue%26MessageBody=other';
const OTHER_QUEUE = 'evil&QueueUrl=http://127.0.0.1/000000000000/evil';
const ATTRIBUTE = '&MessageAttribute.4.Name=writeKeyId&MessageAttribute.4.Value.DataType=String&MessageAttribute.4.Value.StringValue=evil';
const SYSTEM_ATTRIBUTE = '&MessageSystemAttribute.1.Name=AWSTraceHeader&MessageSystemAttribute.1.Value.DataType=String'
  + '&MessageSystemAttribute.1.Value.StringValue=evil';

const BODIES = [
  { what: 'a delay', text: DELAY },
  { what: 'another action, encoded', text: ENCODED },
  { what: 'another queue', text: OTHER_QUEUE },
  { what: 'a message attribute', text: ATTRIBUTE },
  { what: 'a system attribute', text: SYSTEM_ATTRIBUTE },
  { what: 'a message group', text: '&MessageGroupId=evil&MessageDeduplicationId=evil' },
];

const HEADERS = [
  { header: 'User-Agent', attribute: 'userAgent' },
  { header: 'Authorization', attribute: 'authorization' },
];

/** Parameters of `SendMessage` and other actions, wherever a client has a say. */
export const PARAMETERS: readonly Attack[] = [
  ...BODIES.map(({ what, text }): Attack => ({ name: `${what} in the body`, request: request({ body: text }), ...storedAsSent(text) })),
  ...HEADERS.flatMap(({ header, attribute }) => [DELAY, ENCODED, ATTRIBUTE].map((text): Attack => ({
    name: `\`${text.slice(0, 30)}\` in ${header}`,
    request: request({ headers: [...JSON_BODY, [header, text]] }),
    rest: storedByRest('{}', { [attribute]: text }),
    http: storedByHttp('{}'),
  }))),
  {
    name: 'a delay in Content-Type',
    request: request({ headers: [['Content-Type', 'text/plain; a=evil&DelaySeconds=900']] }),
    rest: storedByRest('{}', { contentType: 'text/plain; a=evil&DelaySeconds=900' }),
    http: storedByHttp('{}'),
  },
  {
    name: 'parameters in the query',
    request: request({ target: '/events?Action=PurgeQueue&DelaySeconds=900&MessageBody=evil&QueueUrl=evil' }),
    ...storedAsSent('{}'),
  },
  {
    name: 'a route in the query and in a header',
    request: request({ target: '/events?call=batch', headers: [...JSON_BODY, ['call', 'batch'], ['path', '/v1/batch']] }),
    ...storedAsSent('{}'),
  },
  { name: 'a delay behind a call', request: request({ target: '/v1/track&DelaySeconds=900' }), ...refusedWith(404) },
  { name: 'another action behind a call, encoded', request: request({ target: '/v1/track%26Action=PurgeQueue' }), ...refusedWith(404) },
  { name: 'a delay behind a route', request: request({ target: '/events&DelaySeconds=900' }), ...refusedWith(403, 404) },
];
