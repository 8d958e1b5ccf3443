import { Asked, policy } from './asked';
import type { TemplateBody } from '../../../../src/local/template/stack-template';
import { restTemplate } from '../../template/assembly';
import { closeDoors, openDoor, post } from '../open-door';

afterEach(closeDoors);

const URI = { 'Fn::Join': ['', ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', { 'Fn::GetAtt': ['Gatekeeper', 'Arn'] }, '/invocations']] };
const TEMPLATE = 'Action=SendMessage&MessageBody=$context.authorizer.team,$context.authorizer.level,$context.authorizer.principalId';
const TOKEN = { Type: 'TOKEN', IdentitySource: 'method.request.header.Authorization' };
const REQUEST = { Type: 'REQUEST', IdentitySource: 'method.request.header.X-Tenant, method.request.querystring.site' };

/** A REST API whose method for events asks an authorizer. */
function guarded(authorizer: Record<string, unknown>, method: Record<string, unknown> = {}): TemplateBody {
  const template = restTemplate();
  const { EventsPost, CallPost } = template.Resources!;
  const guard = { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' }, ...method };
  const integration = { ...EventsPost.Properties!.Integration as object, RequestTemplates: { 'application/json': TEMPLATE } };
  return restTemplate({
    resources: {
      Authorizer: { Type: 'AWS::ApiGateway::Authorizer', Properties: { RestApiId: { Ref: 'Api' }, AuthorizerUri: URI, ...authorizer } },
      Gatekeeper: { Type: 'AWS::Lambda::Function', Properties: { Handler: 'index.handler', Runtime: 'nodejs24.x', Code: { ZipFile: '' } } },
      EventsPost: { ...EventsPost, Properties: { ...EventsPost.Properties, ...guard, Integration: integration } },
      CallPost: { ...CallPost, Properties: { ...CallPost.Properties, ...guard } },
    },
  });
}

const opened = async (asked: Asked, authorizer: Record<string, unknown>) => openDoor(guarded(authorizer), new Map([['Gatekeeper', asked]]));
const allow = () => policy('Allow', '*');

describe('an authorizer that is told the token', () => {
  test('is asked with it and with what it is for, and what it tells is there for the template', async () => {
    const asked = new Asked(({ methodArn }) => policy('Allow', methodArn, { team: 'growth', level: 3 }));
    const { url, sqs } = await opened(asked, TOKEN);

    const reply = await post(`${url}/events`, '{}', { authorization: 'Bearer 1' });

    expect(reply.status).toBe(200);
    expect(asked.questions).toEqual([
      { type: 'TOKEN', authorizationToken: 'Bearer 1', methodArn: 'arn:aws:execute-api:us-east-1:000000000000:Api/prod/POST/events' },
    ]);
    expect(sqs.last.get('MessageBody')).toBe('growth,3,someone');
  });

  test.each([
    { what: 'no token', headers: {} },
    { what: 'an empty token', headers: { Authorization: '' } },
    { what: 'a token of another form', headers: { Authorization: 'Digest x' } },
    { what: 'a token that is only in part of the form', headers: { Authorization: 'Bearer 1 2' } },
  ])('is not asked about a request with $what, which is 401', async ({ headers }) => {
    const asked = new Asked(allow);
    const { url, sqs } = await opened(asked, { ...TOKEN, IdentityValidationExpression: 'Bearer \\S+' });

    const reply = await post(`${url}/events`, '{}', headers as Record<string, string>);

    expect(reply.status).toBe(401);
    expect(JSON.parse(reply.body)).toMatchObject({ code: 401, error: 'Unauthorized' });
    expect(asked.questions).toEqual([]);
    expect(sqs.received).toEqual([]);
  });
});

describe('an authorizer that is told the request', () => {
  const headers = { 'X-Tenant': 'Acme', 'User-Agent': 'curl' };

  test('sees where and how it was posted', async () => {
    const asked = new Asked(allow);
    const { url } = await opened(asked, REQUEST);

    expect((await post(`${url}/v1/batch?site=shop&q=a+b`, '{}', headers)).status).toBe(200);
    expect(asked.questions).toEqual([expect.objectContaining({
      type: 'REQUEST',
      methodArn: 'arn:aws:execute-api:us-east-1:000000000000:Api/prod/POST/v1/batch',
      resource: '/v1/{call}',
      path: '/v1/batch',
      httpMethod: 'POST',
      headers: expect.objectContaining(headers),
      queryStringParameters: { site: 'shop', q: 'a b' },
      pathParameters: { call: 'batch' },
      requestContext: expect.objectContaining({ apiId: 'Api', stage: 'prod', identity: { sourceIp: '127.0.0.1', userAgent: 'curl' } }),
    })]);
  });

  test.each(['/events', '/events?site=', '/events?tenant=shop'])('is not asked about %s without one of its identity sources, which is 401', async path => {
    const asked = new Asked(allow);
    const { url } = await opened(asked, REQUEST);

    expect((await post(`${url}${path}`, '{}', headers)).status).toBe(401);
    expect(asked.questions).toEqual([]);
  });

  test('is asked about every request when its verdicts are not kept', async () => {
    const asked = new Asked(allow);
    const { url } = await opened(asked, { ...REQUEST, AuthorizerResultTtlInSeconds: 0 });

    await post(`${url}/events`, '{}');
    await post(`${url}/events`, '{}');

    expect(asked.questions).toHaveLength(2);
  });
});

describe('a verdict', () => {
  const send = async (url: string, token: string, path = '/events') => (await post(`${url}${path}`, '{}', { Authorization: token })).status;

  test('is kept for its token, on every route, be it good or bad', async () => {
    const asked = new Asked(({ authorizationToken }) => policy(authorizationToken === 'good' ? 'Allow' : 'Deny', '*'));
    const { url } = await opened(asked, TOKEN);

    expect([await send(url, 'good'), await send(url, 'good', '/v1/batch'), await send(url, 'bad'), await send(url, 'bad')]).toEqual([200, 200, 403, 403]);
    expect(asked.questions.map(({ authorizationToken }) => authorizationToken)).toEqual(['good', 'bad']);
  });

  test('that is kept is held against the route of each request', async () => {
    const asked = new Asked(({ methodArn }) => policy('Allow', methodArn));
    const { url } = await opened(asked, TOKEN);

    expect([await send(url, 'a', '/events'), await send(url, 'a', '/v1/batch')]).toEqual([200, 403]);
    expect(asked.questions).toHaveLength(1);
  });

  test('is forgotten after its time', async () => {
    const asked = new Asked(allow);
    const { url } = await opened(asked, { ...TOKEN, AuthorizerResultTtlInSeconds: 0.05 });

    await send(url, 'a');
    await new Promise(resolve => setTimeout(resolve, 60));
    asked.answer = () => policy('Deny', '*');

    expect(await send(url, 'a')).toBe(403);
  });
});

describe('an authorizer that does not let a request in', () => {
  test.each([
    { how: 'denies it', answer: () => policy('Deny', '*'), status: 403, notice: undefined },
    { how: 'allows something else', answer: () => policy('Allow', 'arn:aws:execute-api:*:*:*/*/GET/*'), status: 403, notice: undefined },
    { how: 'throws Unauthorized', answer: () => { throw new Error('Unauthorized'); }, status: 401, notice: undefined },
    { how: 'throws something else', answer: () => { throw new TypeError('no database'); }, status: 503, notice: /the authorizer Gatekeeper failed: TypeError: no database$/ },
    { how: 'answers with no policy', answer: () => ({ isAuthorized: true }), status: 503, notice: /Gatekeeper: .* Effect, Action and Resource$/ },
    { how: 'answers with nothing', answer: () => null, status: 503, notice: /Gatekeeper: / },
    { how: 'has an object in its context', answer: () => policy('Allow', '*', { team: {} }), status: 503, notice: /must have plain values, got an object as team$/ },
  ])('$how: $status in the words of the template', async ({ answer, status, notice }) => {
    const { url, sqs, notices } = await opened(new Asked(answer), TOKEN);

    const reply = await post(`${url}/events`, '{}', { Authorization: 'a' });

    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.body)).toMatchObject({ success: false, code: status });
    expect(sqs.received).toEqual([]);
    expect(notices).toEqual(notice ? [expect.stringMatching(notice)] : []);
  });

  test('is asked again after a failure', async () => {
    const asked = new Asked(() => { throw new Error('not yet'); });
    const { url } = await opened(asked, TOKEN);

    await post(`${url}/events`, '{}', { Authorization: 'a' });
    asked.answer = allow;

    expect((await post(`${url}/events`, '{}', { Authorization: 'a' })).status).toBe(200);
  });
});

test('an authorizer whose function does not run here lets everyone in', async () => {
  const { url } = await openDoor(guarded(TOKEN));

  expect((await post(`${url}/events`, '{}')).status).toBe(200);
});
