import { Asked, policy } from './asked';
import { restRequestTemplate } from '../../../../src/ingestion/mapping/request-mapping';
import { ApiKeys } from '../../../../src/local/door/admission/api-keys';
import type { TemplateBody } from '../../../../src/local/template/stack-template';
import { restTemplate, type Resources } from '../../template/assembly';
import { closeDoors, openDoor, post } from '../open-door';
import { attributesIn } from '../sqs-recorder';

afterEach(closeDoors);

type Properties = Record<string, unknown>;

/** A REST API that asks for API keys, with a usage plan. */
function metered(plan: Properties = {}, more: { api?: Properties; key?: Properties; method?: Properties } = {}): TemplateBody {
  const { EventsPost } = restTemplate().Resources!;
  const integration = { ...EventsPost.Properties!.Integration as object, RequestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$context.identity.apiKeyId' } };
  const resources: Resources = {
    Api: { Type: 'AWS::ApiGateway::RestApi', Properties: more.api },
    EventsPost: { ...EventsPost, Properties: { ...EventsPost.Properties, ApiKeyRequired: true, Integration: integration, ...more.method } },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: { Ref: 'Stage' }, Throttle: {} }], ...plan } },
    WebKey: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: 'the-web-key', ...more.key } },
    WebPlanKey: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: { Ref: 'WebKey' }, UsagePlanId: { Ref: 'Plan' } } },
    ImportedPlanKey: { Type: 'AWS::ApiGateway::UsagePlanKey', Properties: { KeyId: 'abc123', UsagePlanId: { Ref: 'Plan' } } },
    OtherKey: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Value: 'no-plan-knows-it' } },
  };
  return restTemplate({ resources });
}

const send = async (url: string, key: string) => post(`${url}/events`, '{}', { 'X-API-Key': key });

test('a request with a key of a usage plan passes, and the template knows the key by its id', async () => {
  const { url, sqs } = await openDoor(metered());

  expect((await send(url, 'the-web-key')).status).toBe(200);
  expect(sqs.last.get('MessageBody')).toBe('WebKey');
});

test('the mapping of fair queues makes a group of each key', async () => {
  const { EventsPost } = restTemplate().Resources!;
  const template = restRequestTemplate({ authorization: false, keyId: 'identity.apiKeyId', fairQueues: true });
  const Integration = { ...EventsPost.Properties!.Integration as object, RequestTemplates: { 'application/json': template } };
  const { url, sqs } = await openDoor(metered({}, { method: { Integration } }));

  expect((await send(url, 'the-web-key')).status).toBe(200);
  expect(sqs.last.get('MessageGroupId')).toBe('WebKey');
  expect(attributesIn(sqs.last).writeKeyId).toBe('WebKey');
});

test('a key whose value only API Gateway knows has one made up', async () => {
  const { url, sqs } = await openDoor(metered({}, { key: { Value: '{{resolve:secretsmanager:key}}' } }));

  expect([(await send(url, 'local-WebKey')).status, (await send(url, 'local-abc123')).status]).toEqual([200, 200]);
  expect(sqs.last.get('MessageBody')).toBe('abc123');
});

test.each([
  { what: 'no key', headers: {}, template: metered() },
  { what: 'an unknown key', headers: { 'x-api-key': 'guessed' }, template: metered() },
  { what: 'a key without usage plan', headers: { 'x-api-key': 'no-plan-knows-it' }, template: metered() },
  { what: 'a key that is switched off', headers: { 'x-api-key': 'the-web-key' }, template: metered({}, { key: { Enabled: false } }) },
  { what: 'a key for another stage', headers: { 'x-api-key': 'the-web-key' }, template: metered({ ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'test' }] }) },
])('a request with $what is refused with 403', async ({ headers, template }) => {
  const { url, sqs, notices } = await openDoor(template);

  const reply = await post(`${url}/events`, '{}', headers as Record<string, string>);

  expect(reply.status).toBe(403);
  expect(JSON.parse(reply.body)).toMatchObject({ code: 403, error: 'Forbidden' });
  expect(sqs.received).toEqual([]);
  expect(notices).toEqual([]);
});

test('each key has a rate of its own', async () => {
  const { url } = await openDoor(metered({ Throttle: { RateLimit: 0.01, BurstLimit: 2 } }));

  const statuses = [];
  for (const key of ['the-web-key', 'the-web-key', 'the-web-key', 'local-abc123']) {
    statuses.push((await send(url, key)).status);
  }

  expect(statuses).toEqual([200, 200, 429, 200]);
});

test('each key has a quota of its own, and is told to come back later', async () => {
  const { url } = await openDoor(metered({ Quota: { Limit: 1, Period: 'DAY' } }));

  await send(url, 'the-web-key');
  const reply = await send(url, 'the-web-key');

  expect(reply).toMatchObject({ status: 429, headers: { 'retry-after': '60' } });
  expect((await send(url, 'local-abc123')).status).toBe(200);
});

test.each([
  { period: 'DAY', same: '2026-11-25T23:59:59Z', next: '2026-11-26T00:00:00Z' },
  { period: 'WEEK', same: '2026-11-28T23:59:59Z', next: '2026-11-29T00:00:00Z' },
  { period: 'MONTH', same: '2026-11-30T23:59:59Z', next: '2026-12-01T00:00:00Z' },
])('a quota begins anew with the next $period', ({ period, same, next }) => {
  let now = '2026-11-25T12:00:00Z';
  const keys = new ApiKeys([{ id: 'web', value: 'key', madeUp: false, quota: { limit: 1, period } }], () => new Date(now));
  keys.take('key');

  now = same;
  expect(() => keys.take('key')).toThrow('QUOTA_EXCEEDED');
  now = next;
  expect(keys.take('key')).toBe('web');
});

test('an authorizer can tell the key', async () => {
  const uri = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:Gatekeeper/invocations';
  const template = metered({}, { api: { ApiKeySourceType: 'AUTHORIZER' }, method: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } } });
  const authorizer = { Type: 'AWS::ApiGateway::Authorizer', Properties: { Type: 'TOKEN', AuthorizerUri: uri, IdentitySource: 'method.request.header.Authorization' } };
  const asked = new Asked(({ authorizationToken }) => policy('Allow', '*', {}, { usageIdentifierKey: authorizationToken }));
  const { url, sqs } = await openDoor({ Resources: { ...template.Resources, Authorizer: authorizer } }, new Map([['Gatekeeper', asked]]));

  expect((await post(`${url}/events`, '{}', { Authorization: 'the-web-key' })).status).toBe(200);
  expect(sqs.last.get('MessageBody')).toBe('WebKey');
  expect((await post(`${url}/events`, '{}', { 'Authorization': 'other', 'X-API-Key': 'the-web-key' })).status).toBe(403);
});
