import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { closeDoors, openDoor, post, type OpenDoor } from './open-door';
import { attributesIn } from './sqs-recorder';
import type { TemplateBody } from '../../../src/local/template/stack-template';
import { EVENTS_ROUTE, V1_ROUTES } from '../../../src/wire/routes';
import { restTemplate, type Resources } from '../template/assembly';

let door: OpenDoor;

beforeAll(async () => {
  door = await openDoor(restTemplate());
});
beforeEach(() => {
  door.sqs.reset();
  door.notices.length = 0;
});
afterAll(closeDoors);

const STORED = '{"success":true,"code":200,"status":1}';

/** The template with the properties of one resource changed. */
function changed(logicalId: string, properties: Record<string, unknown>): TemplateBody {
  const template = restTemplate();
  const resource = template.Resources![logicalId];
  return restTemplate({ resources: { [logicalId]: { ...resource, Properties: { ...resource.Properties, ...properties } } } });
}

describe('a request', () => {
  test.each([EVENTS_ROUTE, ...V1_ROUTES])('on %s becomes a message that names the route', async route => {
    const reply = await post(`${door.url}${route}`, '{"event":"Signed Up"}', { 'Content-Type': 'application/json' });

    expect(reply).toMatchObject({ status: 200, body: STORED, headers: { 'content-type': 'application/json' } });
    expect(door.sqs.received).toHaveLength(1);
    expect(door.sqs.received[0]).toMatchObject({
      path: '/000000000000/Queue',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept': 'application/json' },
    });
    expect(door.sqs.last.get('MessageBody')).toBe('{"event":"Signed Up"}');
    expect(attributesIn(door.sqs.last)).toEqual({
      sourceIp: '127.0.0.1',
      requestId: reply.headers['x-amzn-requestid'],
      path: route,
      contentType: 'application/json',
    });
  });

  test.each([
    ['form characters', 'a=1&b=2+3%20%25"\n'],
    ['emoji', '{"a":"👩‍🚀"}'],
    ['NDJSON', '{"a":1}\n{"a":2}\n'],
    ['900 kB', JSON.stringify({ text: 'é&"'.repeat(180_000) })],
  ])('with %s keeps its body byte for byte', async (_, body) => {
    await post(`${door.url}/events`, body);

    expect(door.sqs.last.get('MessageBody')).toBe(body);
  });

  test.each([
    ['gzip', gzipSync],
    ['GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['identity', Buffer.from],
  ])('that is encoded with %s reaches the queue inflated', async (coding, encode) => {
    const body = JSON.stringify({ events: Array.from({ length: 100 }, (_, id) => ({ id, name: '👍' })) });

    const { status } = await post(`${door.url}/v1/batch`, encode(Buffer.from(body)), { 'Content-Encoding': coding });

    expect(status).toBe(200);
    expect(door.sqs.last.get('MessageBody')).toBe(body);
  });

  test.each([
    ['quotes', '"it\'s" {"a":1}'],
    ['further parameters', 'x&DelaySeconds=900'],
    ['an encoded action', '%26Action=PurgeQueue'],
    ['template syntax', '$route #end ${action}'],
    ['4 kB', 'x'.repeat(4000)],
  ])('with %s in a header adds nothing to the message but the attribute', async (_, header) => {
    const { status } = await post(`${door.url}/events`, '{}', { 'User-Agent': header, 'X-Other': header });

    expect(status).toBe(200);
    expect([...door.sqs.last.keys()].filter(key => !key.startsWith('MessageAttribute'))).toEqual(['Action', 'Version', 'MessageBody']);
    expect(attributesIn(door.sqs.last).userAgent).toBe(header);
  });

  test('finds its template whatever the spelling of headers and types', async () => {
    await post(`${door.url}/events`, 'a', { 'CONTENT-TYPE': 'Text/Plain; charset=utf-8', 'AUTHORIZATION': 'Basic d2s6', 'uSER-aGENT': 'curl' });

    expect(attributesIn(door.sqs.last)).toMatchObject({ contentType: 'Text/Plain; charset=utf-8', authorization: 'Basic d2s6', userAgent: 'curl' });
  });

  test('with an empty header has no attribute for it', async () => {
    await post(`${door.url}/events`, 'a', { 'User-Agent': '', 'Authorization': '' });

    expect(Object.keys(attributesIn(door.sqs.last))).toEqual(['sourceIp', 'requestId', 'path']);
  });
});

describe('a request that cannot be taken is refused in the words of the template', () => {
  const refused = (code: number) => ({ success: false, code, message: expect.any(String), detail: expect.any(String), error: expect.any(String) });

  test.each([
    { why: 'a type without template', path: '/events', body: '{}', headers: { 'Content-Type': 'image/png' }, code: 415 },
    { why: 'an unknown coding', path: '/events', body: '{}', headers: { 'Content-Encoding': 'br' }, code: 415 },
    { why: 'a damaged coding', path: '/events', body: 'no gzip', headers: { 'Content-Encoding': 'gzip' }, code: 415 },
    { why: 'more than 10 MB', path: '/events', body: 'x'.repeat(10 * 1024 * 1024 + 1), headers: {}, code: 413 },
    { why: 'more than 10 MB when inflated', path: '/events', body: gzipSync('x'.repeat(10 * 1024 * 1024 + 1)), headers: { 'Content-Encoding': 'gzip' }, code: 413 },
    { why: 'an unknown path', path: '/other', body: '{}', headers: {}, code: 403 },
  ])('$why is $code', async ({ path, body, headers, code }) => {
    const reply = await post(`${door.url}${path}`, body, headers as Record<string, string>);

    expect(reply.status).toBe(code);
    expect(JSON.parse(reply.body)).toEqual(refused(code));
    expect(door.sqs.received).toEqual([]);
    expect(door.notices).toEqual([]);
  });

  test('a path outside the stage', async () => {
    expect((await post(`${door.url.replace('/prod', '')}/events`, '{}')).status).toBe(403);
  });

  test('another method', async () => {
    expect((await post(`${door.url}/events`, '', {}, 'GET')).status).toBe(403);
  });

  test('an unknown call is refused by SQS, and that is a 404', async () => {
    door.sqs.answer = { status: 400, body: '<Error><Code>InvalidAction</Code></Error>' };

    const reply = await post(`${door.url}/v1/nope?call=batch`, '{}', { call: 'batch' });

    expect(door.sqs.last.get('Action')).toBe('NoSuchRoute');
    expect(reply.status).toBe(404);
    expect(JSON.parse(reply.body)).toEqual(refused(404));
  });

  test('requests that come too fast, with the pause that the template names', async () => {
    const throttled = await openDoor(restTemplate({
      stage: { MethodSettings: [{ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 0.01, ThrottlingBurstLimit: 2 }] },
    }));

    const statuses = [];
    for (let i = 0; i < 3; i++) {
      statuses.push((await post(`${throttled.url}/events`, '{}')).status);
    }
    const last = await post(`${throttled.url}/events`, '{}');

    expect(statuses).toEqual([200, 200, 429]);
    expect(last.headers['retry-after']).toBe('1');
    expect(JSON.parse(last.body)).toEqual(refused(429));
    expect(throttled.sqs.received).toHaveLength(2);
  });

  test('headers that HTTP forbids do not get as far as the template', async () => {
    await expect(post(`${door.url}/events`, '{}', { 'User-Agent': 'a\r\nb: c' })).rejects.toThrow('Invalid character');
    expect((await post(`${door.url}/events`, '{}', { 'User-Agent': 'x'.repeat(11_000) })).status).toBe(431);
  });
});

describe('what SQS answers', () => {
  test.each([
    { sqs: { status: 400, body: '{"Error":{"Message":"Message must be shorter than 1048576 bytes."}}' }, status: 413, retryAfter: undefined },
    { sqs: { status: 400, body: '<Code>ThrottlingException</Code>' }, status: 429, retryAfter: '1' },
    { sqs: { status: 429, body: '' }, status: 429, retryAfter: '1' },
    { sqs: { status: 403, body: '<Code>AccessDenied</Code>' }, status: 503, retryAfter: undefined },
    { sqs: { status: 500, body: '{}' }, status: 503, retryAfter: undefined },
    { sqs: { status: 599, body: '\u0000"$x' }, status: 503, retryAfter: undefined },
  ])('$sqs becomes $status', async ({ sqs, status, retryAfter }) => {
    door.sqs.answer = sqs;

    const reply = await post(`${door.url}/events`, '{}');

    expect(reply.status).toBe(status);
    expect(reply.headers['retry-after']).toBe(retryAfter);
    expect(JSON.parse(reply.body)).toMatchObject({ success: false, code: status });
  });

  test('is a 503 when it does not answer at all', async () => {
    const { EventsPost } = restTemplate().Resources!;
    const integration = { ...EventsPost.Properties!.Integration as object, TimeoutInMillis: 60 };
    const impatient = await openDoor(changed('EventsPost', { Integration: integration }));
    impatient.sqs.answer = 'none';

    expect((await post(`${impatient.url}/events`, '{}')).status).toBe(503);
    expect(impatient.notices).toEqual(['POST /prod/events: the queue server did not answer within 60 ms']);

    await impatient.sqs.stop();
    expect((await post(`${impatient.url}/events`, '{}')).status).toBe(503);
    expect(impatient.notices.at(-1)).toMatch(/^POST \/prod\/events: connect ECONNREFUSED/);
  });
});

describe('a template with mappings of its own', () => {
  const uri = 'arn:aws:apigateway:eu-west-1:sqs:path/123456789012/Queue';
  const withEvents = (integration: object) => changed('EventsPost', { Integration: { Type: 'AWS', Uri: uri, ...integration } });

  test('passes a body without template on, with its type', async () => {
    const open = await openDoor(withEvents({ IntegrationResponses: [{ StatusCode: '200' }] }));
    open.sqs.answer = { status: 200, type: 'text/xml', body: '<ok/>' };

    const reply = await post(`${open.url}/events`, 'Action=SendMessage&MessageBody=x', { 'Content-Type': 'application/x-www-form-urlencoded' });

    expect(open.sqs.received[0]).toMatchObject({ path: '/000000000000/Queue', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    expect(open.sqs.last.get('MessageBody')).toBe('x');
    expect(reply).toMatchObject({ status: 200, body: '<ok/>', headers: { 'content-type': 'text/xml' } });
  });

  test('passes no body on where some type has a template and none is asked for the others', async () => {
    const open = await openDoor(withEvents({ PassthroughBehavior: 'WHEN_NO_TEMPLATES', RequestTemplates: { 'text/csv': 'x' }, IntegrationResponses: [{ StatusCode: '200' }] }));

    expect((await post(`${open.url}/events`, '{}')).status).toBe(415);
  });

  test('chooses the reply\'s template by what the client accepts, and maps headers', async () => {
    const open = await openDoor(withEvents({
      IntegrationResponses: [{
        StatusCode: '200',
        ResponseTemplates: { 'text/plain': 'plain', 'text/csv': 'csv' },
        ResponseParameters: {
          'method.response.header.X-Type': 'integration.response.header.Content-Type',
          'method.response.header.X-Absent': 'integration.response.header.Absent',
          'method.response.header.X-Static': '\'always\'',
        },
      }],
    }));

    expect(await post(`${open.url}/events`, '{}', { Accept: 'text/csv' })).toMatchObject({ body: 'csv', headers: { 'content-type': 'text/csv' } });
    const other = await post(`${open.url}/events`, '{}', { Accept: 'image/png' });
    expect(other).toMatchObject({ body: 'plain', headers: { 'x-type': 'text/xml', 'x-static': 'always' } });
    expect(other.headers).not.toHaveProperty('x-absent');
  });

  test('has a status that is none ignored', async () => {
    const template = '#set($context.responseOverride.status = 999)$context.resourcePath $context.stage $stageVariables.x';
    const open = await openDoor(withEvents({ IntegrationResponses: [{ StatusCode: '201', ResponseTemplates: { 'text/plain': template } }] }));

    expect(await post(`${open.url}/events`, '{}')).toMatchObject({ status: 201, body: '/events prod $stageVariables.x' });
  });

  test('is told of a fault in it', async () => {
    const open = await openDoor(withEvents({ RequestTemplates: { 'application/json': '$input.json(\'$\')' }, IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '2..' }] }));

    expect((await post(`${open.url}/events`, 'no json')).status).toBe(503);
    open.sqs.answer = { status: 404, body: '' };
    expect((await post(`${open.url}/events`, '{}')).status).toBe(503);
    expect(open.notices).toEqual([
      expect.stringMatching(/^POST \/prod\/events: Unexpected token/),
      'POST /prod/events: no integration response takes status 404, and none is the default',
    ]);
  });

  test('answers a preflight request by its mock', async () => {
    const headers = { 'method.response.header.Access-Control-Allow-Origin': '\'https://a.example\'' };
    // As the CDK writes it for several origins.
    const template = '#set($origin = $input.params().header.get("Origin"))\n#if($origin.matches("https://b.example"))\n  #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)\n#end';
    const mock = { Type: 'MOCK', RequestTemplates: { 'application/json': '{ statusCode: 200 }' }, IntegrationResponses: [{ StatusCode: '204', ResponseParameters: headers, ResponseTemplates: { 'application/json': template } }] };
    const preflight = { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: 'Events' }, HttpMethod: 'OPTIONS', Integration: mock } };
    const open = await openDoor(restTemplate({ resources: { Preflight: preflight } as Resources }));

    const allowed = async (origin: string) => (await post(`${open.url}/events`, '', { Origin: origin }, 'OPTIONS')).headers['access-control-allow-origin'];

    expect(await allowed('https://a.example')).toBe('https://a.example');
    expect(await allowed('https://b.example')).toBe('https://b.example');
    expect(open.sqs.received).toEqual([]);
  });

  test('a mock that renders no status is a fault of its own', async () => {
    const mock = { Type: 'MOCK', IntegrationResponses: [{ StatusCode: '204', SelectionPattern: '200' }] };
    const preflight = { Type: 'AWS::ApiGateway::Method', Properties: { RestApiId: { Ref: 'Api' }, ResourceId: { Ref: 'Events' }, HttpMethod: 'OPTIONS', Integration: mock } };
    const open = await openDoor(restTemplate({ resources: { Preflight: preflight } as Resources }));

    expect((await post(`${open.url}/events`, '', {}, 'OPTIONS')).status).toBe(503);
  });
});

describe('replies of the API itself', () => {
  const withReplies = (properties: Record<string, unknown>[]) => {
    const { Resources } = restTemplate();
    const others = Object.entries(Resources!).filter(([, { Type }]) => Type !== 'AWS::ApiGateway::GatewayResponse');
    const replies = properties.map((reply, index) => [`Reply${index}`, { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ...reply } }]);
    return openDoor({ Resources: Object.fromEntries([...others, ...replies]) });
  };

  test('are the stock ones where the template has none', async () => {
    const open = await withReplies([]);

    expect(await post(`${open.url}/other`, '')).toMatchObject({ status: 403, body: '{"message":"Missing Authentication Token"}' });
  });

  test('fall back to the default of the template, with plain variables in it', async () => {
    const open = await withReplies([
      {
        ResponseType: 'DEFAULT_4XX',
        ResponseTemplates: { 'text/plain': '$context.error.responseType $context.error.message $context.unknown' },
        ResponseParameters: {
          'gatewayresponse.header.Access-Control-Allow-Origin': 'method.request.header.Origin',
          'gatewayresponse.header.X-Absent': 'method.request.header.Absent',
        },
      },
      { ResponseType: 'DEFAULT_5XX', StatusCode: 503 },
    ]);
    await open.sqs.stop();

    expect(await post(`${open.url}/other`, '', { Origin: 'https://a.example' })).toMatchObject({
      status: 403,
      body: 'MISSING_AUTHENTICATION_TOKEN Missing Authentication Token $context.unknown',
      headers: { 'content-type': 'text/plain', 'access-control-allow-origin': 'https://a.example' },
    });
    expect(await post(`${open.url}/events`, '{}')).toMatchObject({ status: 503, body: '{"message":"Network error communicating with endpoint"}' });
  });
});

test('an API that asks for a signature lets everyone in', async () => {
  const open = await openDoor(changed('EventsPost', { AuthorizationType: 'AWS_IAM' }));

  expect((await post(`${open.url}/events`, '{}')).status).toBe(200);
});
