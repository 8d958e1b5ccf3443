import { refused, storedAsSent, storedByHttp, storedByRest, type Attack } from './attack';
import { JSON_BODY, request } from './raw-request';
import type { RestDoorOptions } from '../../src';

/** What can be set on a REST API only. */
export const STRICT_DOOR: RestDoorOptions = { behindCloudFront: true, bodyTypes: ['application/json'], maxRequestSize: 300 };

const FORGED = '203.0.113.66&DelaySeconds=900, "}$context.stage';

/** What differs where requests are signed, come through CloudFront, and may have one type and 300 bytes. */
export const STRICT_DOOR_ATTACKS: readonly Attack[] = [
  {
    name: 'a signature, which is not kept',
    request: request({ headers: [...JSON_BODY, ['Authorization', 'AWS4-HMAC-SHA256 Credential=evil'], ['X-Amz-Security-Token', 'evil']] }),
    ...storedAsSent('{}'),
  },
  {
    name: 'template code and parameters in X-Forwarded-For',
    request: request({ headers: [...JSON_BODY, ['X-Forwarded-For', FORGED]] }),
    rest: storedByRest('{}', { forwardedFor: FORGED }),
    http: storedByHttp('{}'),
  },
  { name: '300 bytes', request: request({ body: 'x'.repeat(300) }), ...storedAsSent('x'.repeat(300)) },
  { name: '301 bytes', request: request({ body: 'x'.repeat(301) }), rest: refused(413), http: storedByHttp('x'.repeat(301)) },
  { name: '101 characters of 303 bytes', request: request({ body: '\u20ac'.repeat(101) }), rest: refused(413), http: storedByHttp('\u20ac'.repeat(101)) },
  { name: 'plain text', request: request({ headers: [['Content-Type', 'text/plain']] }), rest: refused(415), http: storedByHttp('{}') },
  {
    name: 'two types in two headers, the first of which is allowed',
    request: request({ headers: [...JSON_BODY, ['Content-Type', 'text/plain']] }),
    rest: storedByRest('{}', { contentType: 'text/plain' }, 'by the first type, with the last'),
    http: storedByHttp('{}'),
  },
];
