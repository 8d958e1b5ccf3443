import { gzipSync } from 'node:zlib';
import { closeDoors, openDoor, post, type OpenDoor } from './open-door';
import { attributesIn } from './sqs-recorder';
import { ROUTES } from '../../../src/wire/routes';
import { httpTemplate, type Resources } from '../template/assembly';

let door: OpenDoor;

beforeAll(async () => {
  door = await openDoor(httpTemplate());
});
beforeEach(() => {
  door.sqs.reset();
});
afterAll(closeDoors);

const JSON_TYPE = { 'Content-Type': 'application/json' };

/** The template with a route of its own that maps the parameters given. */
function withParameters(parameters: Record<string, string>, routeKey = 'POST /own/{name}') {
  const resources: Resources = {
    Own: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: { IntegrationSubtype: 'SQS-SendMessage', RequestParameters: { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/Queue', ...parameters } },
    },
    OwnRoute: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: { ApiId: { Ref: 'Api' }, RouteKey: routeKey, Target: 'integrations/Own', AuthorizationType: 'JWT' },
    },
  };
  return openDoor(httpTemplate({ resources, stage: { StageVariables: { team: 'growth' } } }));
}

describe('a request', () => {
  test.each(ROUTES)('on %s becomes a message that names the route', async route => {
    const reply = await post(`${door.url}${route}`, '{"event":"Signed Up"}', { ...JSON_TYPE, 'User-Agent': '"' });

    expect(reply).toMatchObject({ status: 200, headers: { 'content-type': 'text/xml' } });
    expect(reply.body).toContain('<MessageId>1</MessageId>');
    expect(door.sqs.received).toHaveLength(1);
    expect(door.sqs.received[0].path).toBe('/000000000000/Queue');
    expect([...door.sqs.last.keys()].slice(0, 3)).toEqual(['Action', 'Version', 'MessageBody']);
    expect(door.sqs.last.get('MessageBody')).toBe('{"event":"Signed Up"}');
    expect(attributesIn(door.sqs.last)).toEqual({ sourceIp: '127.0.0.1', requestId: reply.headers['apigw-requestid'], path: `POST ${route}` });
  });

  test.each([
    ['form characters', 'a=1&b=2+3%20%25"\n'],
    ['emoji', '{"a":"👩‍🚀"}'],
    ['900 kB', JSON.stringify({ text: 'é&"'.repeat(180_000) })],
  ])('with %s keeps its body byte for byte', async (_, body) => {
    await post(`${door.url}/events`, body, { 'Content-Type': 'text/plain; charset=utf-8' });

    expect(door.sqs.last.get('MessageBody')).toBe(body);
  });

  test.each([
    { what: 'of a form', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } },
    { what: 'without type', headers: {} },
    { what: 'of CloudEvents', headers: { 'Content-Type': 'application/cloudevents+json' } },
    { what: 'that is encoded', headers: { ...JSON_TYPE, 'Content-Encoding': 'gzip' } },
  ])('$what is passed on as base64 and is not inflated', async ({ headers }) => {
    const body = gzipSync('{"a":1}');

    await post(`${door.url}/events`, body, headers as Record<string, string>);

    expect(door.sqs.last.get('MessageBody')).toBe(body.toString('base64'));
  });

  test('with an empty body has none in its message either', async () => {
    await post(`${door.url}/events`, '', JSON_TYPE);

    expect(door.sqs.last.has('MessageBody')).toBe(false);
  });
});

describe('what SQS answers', () => {
  test.each([
    { status: 400, body: '<Error><Code>InvalidMessageContents</Code></Error>' },
    { status: 403, body: '<Error><Code>AccessDenied</Code></Error>' },
    { status: 500, body: '' },
  ])('reaches the client as it is: $status', async answer => {
    door.sqs.answer = answer;

    expect(await post(`${door.url}/events`, '{}', JSON_TYPE)).toMatchObject(answer);
  });

  test('is a 503 when there is none', async () => {
    const open = await openDoor(httpTemplate());
    await open.sqs.stop();

    expect(await post(`${open.url}/events`, '{}', JSON_TYPE)).toMatchObject({ status: 503, body: '{"message":"Service Unavailable"}' });
  });
});

describe('a request that cannot be taken is refused', () => {
  test.each([
    { why: 'an unknown path', path: '/v1/nope', body: '', reply: { status: 404, body: '{"message":"Not Found"}' } },
    { why: 'more than 10 MB', path: '/events', body: 'x'.repeat(10 * 1024 * 1024 + 1), reply: { status: 413, body: '{"message":"Request Entity Too Large"}' } },
  ])('$why', async ({ path, body, reply }) => {
    expect(await post(`${door.url}${path}`, body, JSON_TYPE)).toMatchObject(reply);
    expect(door.sqs.received).toEqual([]);
  });

  test('too many at once', async () => {
    const open = await openDoor(httpTemplate({ stage: { DefaultRouteSettings: { ThrottlingRateLimit: 0.01, ThrottlingBurstLimit: 1 } } }));

    expect((await post(`${open.url}/events`, '{}', JSON_TYPE)).status).toBe(200);
    expect(await post(`${open.url}/events`, '{}', JSON_TYPE)).toMatchObject({ status: 429, body: '{"message":"Too Many Requests"}' });
    expect((await post(`${open.url}/v1/batch`, '{}', JSON_TYPE)).status).toBe(200);
  });
});

describe('mapping expressions', () => {
  test.each([
    { expression: '$request.body.user.ids[1]', value: 'b' },
    { expression: '$request.body.user', value: '{"ids":["a","b"]}' },
    { expression: '$request.header.x-tenant', value: 'Acme' },
    { expression: '$request.querystring.q', value: 'a b' },
    { expression: '$request.path.name', value: 'it' },
    { expression: '$request.path', value: '/own/it' },
    { expression: '$context.routeKey', value: 'POST /own/{name}' },
    { expression: '$context.identity.sourceIp', value: '127.0.0.1' },
    { expression: '$stageVariables.team', value: 'growth' },
    { expression: 'static $text', value: 'static $text' },
    { expression: '${request.header.X-Tenant}/${stageVariables.team}/${request.header.absent}', value: 'Acme/growth/' },
  ])('$expression is $value', async ({ expression, value }) => {
    const open = await withParameters({ MessageBody: expression, DelaySeconds: '5', MessageGroupId: '$request.header.absent' });

    await post(`${open.url}/own/it?q=a+b`, '{"user":{"ids":["a","b"]}}', { ...JSON_TYPE, 'X-Tenant': 'Acme' });

    expect(Object.fromEntries(open.sqs.last)).toEqual({ Action: 'SendMessage', Version: '2012-11-05', MessageBody: value, DelaySeconds: '5' });
  });

  test.each([
    ['that have no such path', '{}'],
    ['that are no JSON', 'text'],
    ['beyond the 100 KB that paths can read', `{"user":{"id":"x"},"text":"${'x'.repeat(102_400)}"}`],
  ])('find nothing in bodies %s', async (_, body) => {
    const open = await withParameters({ MessageBody: '$request.body.user.id' });

    await post(`${open.url}/own/it`, body, JSON_TYPE);

    expect(open.sqs.last.has('MessageBody')).toBe(false);
  });

  test('that make no JSON of the attributes are a bad request', async () => {
    const open = await withParameters({ MessageBody: 'x', MessageAttributes: '{"tenant":{"DataType":"String","StringValue":"${request.header.tenant}"}}' });

    expect((await post(`${open.url}/own/it`, '', { tenant: '"' })).status).toBe(400);
    expect(open.notices.at(-1)).toMatch(/^POST \/own\/it: MessageAttributes must be JSON, got /);
  });

  test('that API Gateway does not have are a fault', async () => {
    const open = await withParameters({ MessageBody: '$request.cookies' });

    expect(await post(`${open.url}/own/it`, '')).toMatchObject({ status: 500, body: '{"message":"Internal Server Error"}' });
    expect(open.notices.at(-1)).toBe('POST /own/it: mapping expression must read body, header, querystring or path of the request, got request.cookies');
  });

  test('of the default route serve what no other route takes', async () => {
    const open = await withParameters({ MessageBody: '$context.routeKey' }, '$default');

    await post(`${open.url}/anything/else`, '', {}, 'PUT');

    expect(open.sqs.last.get('MessageBody')).toBe('$default');
  });
});

describe('pages of other origins', () => {
  const cors = (settings: object) => openDoor(httpTemplate({ api: { CorsConfiguration: settings } }));
  const PREFLIGHT = { 'Origin': 'https://a.example', 'Access-Control-Request-Method': 'POST' };

  test('may post when their origin is allowed', async () => {
    const open = await cors({ AllowOrigins: ['https://a.example'], AllowMethods: ['POST'], AllowHeaders: ['content-type', 'authorization'], MaxAge: 7200, AllowCredentials: true, ExposeHeaders: ['retry-after'] });

    expect(await post(`${open.url}/events`, '', PREFLIGHT, 'OPTIONS')).toMatchObject({
      status: 204,
      headers: {
        'access-control-allow-origin': 'https://a.example',
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type,authorization',
        'access-control-max-age': '7200',
      },
    });
    expect((await post(`${open.url}/events`, '{}', { Origin: 'https://a.example' })).headers).toMatchObject({
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'retry-after',
    });
    expect((await post(`${open.url}/nowhere`, '{}', { Origin: 'https://a.example' })).headers['access-control-allow-origin']).toBe('https://a.example');
    expect((await post(`${open.url}/events`, '{}', { Origin: 'https://b.example' })).headers).not.toHaveProperty('access-control-allow-origin');
    expect((await post(`${open.url}/events`, '', { Origin: 'https://a.example' }, 'OPTIONS')).status).toBe(404);
  });

  test('may all post where every origin is', async () => {
    const open = await cors({ AllowOrigins: ['*'] });
    const { headers } = await post(`${open.url}/events`, '', PREFLIGHT, 'OPTIONS');

    expect(headers['access-control-allow-origin']).toBe('*');
    expect(headers).not.toHaveProperty('access-control-max-age');
  });
});

test('a stage other than the default one stands before the paths', async () => {
  const open = await openDoor(httpTemplate({ stage: { StageName: 'live' } }));

  expect(open.url).toMatch(/\/live$/);
  expect((await post(`${open.url}/events`, '{}', JSON_TYPE)).status).toBe(200);
});
