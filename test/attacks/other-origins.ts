import { storedByHttp, storedByRest, type Attack } from './attack';
import { JSON_BODY, request } from './raw-request';

const SHOP = 'https://shop.example.com';
const STRANGER = 'https://stranger.example';

/** Origins of the pages that the attacked door lets read its replies. */
export const ALLOWED_ORIGINS = [SHOP, 'https://www.example.com'];

/** Who looks like one of them, and is not. */
const LOOK_ALIKES = [
  STRANGER, `${SHOP}.stranger.example`, 'https://strangershop.example.com', 'http://shop.example.com', `${SHOP}:8443`, `${SHOP}/`,
  'HTTPS://SHOP.EXAMPLE.COM', 'null', '*', `${SHOP}, ${STRANGER}`, '\' || true || \'', '$origin', 'a%0d%0aSet-Cookie: a=b',
];

function preflight(origin: string) {
  return request({ method: 'OPTIONS', headers: [['Origin', origin], ['Access-Control-Request-Method', 'POST']], body: '' });
}

/** What pages of other origins try, at doors that take requests from two. */
export const OTHER_ORIGINS: readonly Attack[] = [
  { name: `a preflight from ${SHOP}, which may`, request: preflight(SHOP), rest: { status: 204, readableBy: SHOP }, http: { status: 204, readableBy: SHOP } },
  ...LOOK_ALIKES.map((origin): Attack => ({
    name: `a preflight from \`${origin}\``,
    request: preflight(origin),
    rest: { status: 204, readableBy: SHOP }, // a browser compares it with the page's origin
    http: { status: 204 },
  })),
  {
    name: 'a preflight for DELETE and a header of no meaning',
    request: request({
      method: 'OPTIONS',
      headers: [['Origin', SHOP], ['Access-Control-Request-Method', 'DELETE'], ['Access-Control-Request-Headers', 'x-evil']],
      body: '',
    }),
    rest: { status: 204, readableBy: SHOP },
    http: { status: 204, readableBy: SHOP },
  },
  {
    name: `a post from \`${STRANGER}\`, which needs no preflight`,
    request: request({ headers: [...JSON_BODY, ['Origin', STRANGER]] }),
    rest: storedByRest('{}'),
    http: storedByHttp('{}'),
  },
  {
    name: `a post from \`${STRANGER}\` and ${SHOP} at once`,
    request: request({ headers: [...JSON_BODY, ['Origin', SHOP], ['origin', STRANGER]] }),
    rest: storedByRest('{}'),
    http: storedByHttp('{}'),
  },
  {
    name: `a post of 11 MB from \`${STRANGER}\``,
    request: request({ headers: [...JSON_BODY, ['Origin', STRANGER]], body: 'x'.repeat(11 * 1024 * 1024) }),
    rest: { status: 413, readableBy: STRANGER }, // API Gateway's own replies know no conditions; they hold the refusal alone
    http: { status: 413 },
  },
];
