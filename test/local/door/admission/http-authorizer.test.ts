import { Asked, policy } from './asked';
import type { TemplateBody } from '../../../../src/local/template/stack-template';
import { httpTemplate } from '../../template/assembly';
import { closeDoors, openDoor, post } from '../open-door';

afterEach(closeDoors);

const URI = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:Gatekeeper/invocations';
const SIMPLE = { AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true, AuthorizerResultTtlInSeconds: 300, IdentitySource: ['$request.header.Authorization'] };
const POLICY = { AuthorizerPayloadFormatVersion: '1.0', AuthorizerResultTtlInSeconds: 300, IdentitySource: ['$request.header.X-Tenant'] };

/** An HTTP API whose routes ask an authorizer and pass on what it tells. */
function guarded(authorizer: Record<string, unknown>, stage: object = {}): TemplateBody {
  const { Resources } = httpTemplate({ stage });
  const routes = Object.entries(Resources!).filter(([, { Type, Properties }]) => Type === 'AWS::ApiGatewayV2::Route' && Properties!.Target)
    .map(([id, route]) => [id, { ...route, Properties: { ...route.Properties, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } } }]);
  const { SendMessage } = Resources!;
  return httpTemplate({
    stage,
    resources: {
      ...Object.fromEntries(routes),
      Authorizer: { Type: 'AWS::ApiGatewayV2::Authorizer', Properties: { ApiId: { Ref: 'Api' }, AuthorizerType: 'REQUEST', AuthorizerUri: URI, ...authorizer } },
      SendMessage: {
        ...SendMessage,
        Properties: {
          ...SendMessage.Properties,
          RequestParameters: { QueueUrl: { Ref: 'Queue' }, MessageBody: '$context.authorizer.team', MessageGroupId: '$context.authorizer.team' },
        },
      },
    },
  });
}

const opened = async (asked: Asked, authorizer: Record<string, unknown>, stage?: object) => openDoor(guarded(authorizer, stage), new Map([['Gatekeeper', asked]]));
const yes = () => ({ isAuthorized: true, context: { team: 'growth' } });

test('an authorizer that answers yes lets a request in, and what it tells is there for the mapping', async () => {
  const asked = new Asked(yes);
  const { url, sqs } = await opened(asked, SIMPLE);

  expect((await post(`${url}/events?q=1`, '{}', { 'AUTHORIZATION': 'Bearer 1', 'X-Other': 'x' })).status).toBe(200);
  expect(Object.fromEntries(sqs.last)).toMatchObject({ MessageBody: 'growth', MessageGroupId: 'growth' });
  expect(asked.questions).toEqual([expect.objectContaining({
    version: '2.0',
    type: 'REQUEST',
    routeArn: 'arn:aws:execute-api:us-east-1:000000000000:Api/$default/POST/events',
    routeKey: 'POST /events',
    identitySource: ['Bearer 1'],
    rawPath: '/events',
    rawQueryString: 'q=1',
    headers: expect.objectContaining({ 'authorization': 'Bearer 1', 'x-other': 'x' }),
    requestContext: expect.objectContaining({ stage: '$default', http: expect.objectContaining({ method: 'POST', path: '/events', sourceIp: '127.0.0.1' }) }),
  })]);
});

test('a request without identity source is 401, and nobody is asked', async () => {
  const asked = new Asked(yes);
  const { url, sqs } = await opened(asked, SIMPLE);

  expect(await post(`${url}/events`, '{}')).toMatchObject({ status: 401, body: '{"message":"Unauthorized"}' });
  expect(asked.questions).toEqual([]);
  expect(sqs.received).toEqual([]);
});

test('a verdict is kept for its identity, on every route', async () => {
  const asked = new Asked(({ identitySource }) => ({ isAuthorized: (identitySource as string[])[0] === 'good' }));
  const { url } = await opened(asked, SIMPLE);
  const statuses = [];
  for (const [token, path] of [['good', '/events'], ['good', '/v1/batch'], ['bad', '/events'], ['bad', '/events']]) {
    statuses.push((await post(`${url}${path}`, '{}', { authorization: token })).status);
  }

  expect(statuses).toEqual([200, 200, 403, 403]);
  expect(asked.questions).toHaveLength(2);
});

test('no verdict is kept when the template does not ask for it', async () => {
  const asked = new Asked(yes);
  const { url } = await opened(asked, { ...SIMPLE, AuthorizerResultTtlInSeconds: 0 });

  await post(`${url}/events`, '{}', { authorization: 'a' });
  await post(`${url}/events`, '{}', { authorization: 'a' });

  expect(asked.questions).toHaveLength(2);
});

test.each([
  { how: 'answers no', answer: () => ({ isAuthorized: false }), reply: { status: 403, body: '{"message":"Forbidden"}' }, notice: undefined },
  { how: 'throws Unauthorized', answer: () => { throw new Error('Unauthorized'); }, reply: { status: 401, body: '{"message":"Unauthorized"}' }, notice: undefined },
  { how: 'throws something else', answer: () => { throw new Error('no database'); }, reply: { status: 500, body: '{"message":"Internal Server Error"}' }, notice: /failed: Error: no database$/ },
  { how: 'answers with a policy', answer: () => policy('Allow', '*'), reply: { status: 500 }, notice: /must answer with isAuthorized, true or false/ },
])('an authorizer that $how: $reply.status', async ({ answer, reply, notice }) => {
  const { url, sqs, notices } = await opened(new Asked(answer), SIMPLE);

  expect(await post(`${url}/events`, '{}', { authorization: 'a' })).toMatchObject(reply);
  expect(sqs.received).toEqual([]);
  expect(notices).toEqual(notice ? [expect.stringMatching(notice)] : []);
});

test('an authorizer with the payload of a REST API answers with a policy, for a stage of any name', async () => {
  const asked = new Asked(({ methodArn }) => policy('Allow', methodArn, { team: 'growth' }));
  const { url, sqs } = await opened(asked, POLICY, { StageName: 'live' });

  expect((await post(`${url}/events`, '{}', { 'x-tenant': 'Acme' })).status).toBe(200);
  expect(sqs.last.get('MessageBody')).toBe('growth');
  expect(asked.questions).toEqual([expect.objectContaining({
    version: '1.0',
    type: 'REQUEST',
    identitySource: 'Acme',
    authorizationToken: 'Acme',
    resource: 'POST /events',
    path: '/events',
    methodArn: 'arn:aws:execute-api:us-east-1:000000000000:Api/live/POST/events',
  })]);
  expect((await post(`${url}/v1/batch`, '{}', { 'x-tenant': 'Acme' })).status).toBe(403);
});
