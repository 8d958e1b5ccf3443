import { browserReplies } from '../../../src/ingestion/mapping/browser-replies';
import { restGatewayReplies, restIntegrationReplies, restReplyHeaders } from '../../../src/ingestion/mapping/reply-mapping';
import { IntegrationReplies } from '../../../src/local/door/integration-replies';
import { TemplateMap } from '../../../src/local/door/template-map';
import { inputVariable, type ResponseOverride } from '../../../src/local/door/template-variables';

/** What a page of an origin gets for a request to which SQS answers so. */
function replyTo(origin: Record<string, string>, allowOrigins: string[], { allowCredentials = false, status = 200 } = {}) {
  const browsers = browserReplies({ allowOrigins, allowCredentials });
  const replies = new IntegrationReplies(restIntegrationReplies({ browsers }).map(reply =>
    ({ responseParameters: {}, ...reply, statusCode: Number(reply.statusCode) })));
  const none = new TemplateMap(new Map());
  const override: ResponseOverride = { header: {} };
  const input = inputVariable('', { path: none, querystring: none, header: new TemplateMap(new Map(Object.entries(origin))) });
  return replies.reply({ status, headers: {}, body: '' }, undefined, { input, context: { responseOverride: override } }, override);
}

const ALLOW_ORIGIN = 'Access-Control-Allow-Origin';
const TWO = ['https://a.example', 'https://b.example'];

test.each([
  { allowOrigins: ['*'], origin: { Origin: 'https://any.example' }, allowed: '*' },
  { allowOrigins: ['https://a.example'], origin: { Origin: 'https://b.example' }, allowed: 'https://a.example' },
  { allowOrigins: TWO, origin: { Origin: 'https://a.example' }, allowed: 'https://a.example' },
  { allowOrigins: TWO, origin: { origin: 'https://b.example' }, allowed: 'https://b.example' },
  { allowOrigins: TWO, origin: { Origin: 'https://a.example.evil' }, allowed: undefined },
  { allowOrigins: TWO, origin: { Origin: 'https://A.example' }, allowed: undefined },
  { allowOrigins: TWO, origin: { Referer: 'https://a.example' }, allowed: undefined },
  { allowOrigins: TWO, origin: {}, allowed: undefined },
])('of $allowOrigins, $origin may read the reply as $allowed', ({ allowOrigins, origin, allowed }) => {
  for (const status of [200, 400, 413, 429, 503]) {
    const reply = replyTo(origin as Record<string, string>, allowOrigins, { status });

    expect(reply.headers[ALLOW_ORIGIN]).toBe(allowed);
    expect(reply.headers['Access-Control-Expose-Headers']).toBe('Retry-After');
    expect(() => JSON.parse(reply.body)).not.toThrow();
  }
});

test('cookies are allowed only when that is wanted', () => {
  expect(replyTo({ Origin: TWO[0] }, TWO, { allowCredentials: true }).headers['Access-Control-Allow-Credentials']).toBe('true');
  expect(replyTo({ Origin: TWO[0] }, TWO).headers).not.toHaveProperty('Access-Control-Allow-Credentials');
});

test('every header that a reply sets is one that the method declares', () => {
  const browsers = browserReplies({ allowOrigins: TWO, allowCredentials: true });
  const declared = restReplyHeaders({ browsers });

  for (const { responseParameters = {} } of restIntegrationReplies({ browsers })) {
    expect(declared).toEqual(expect.arrayContaining(Object.keys(responseParameters).map(name => name.replace('method.response.header.', ''))));
  }
  expect(declared).toContain(ALLOW_ORIGIN);
});

test('a throttled page may read how long to wait', () => {
  const [throttled] = restGatewayReplies(browserReplies({ allowOrigins: ['https://a.example'], allowCredentials: false }));

  expect(throttled).toMatchObject({ type: 'THROTTLED', headers: { 'Retry-After': '\'1\'', [ALLOW_ORIGIN]: '\'https://a.example\'' } });
});
