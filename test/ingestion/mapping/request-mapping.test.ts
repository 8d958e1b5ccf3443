import * as fc from 'fast-check';
import { BODY_TYPES, CALL_PARAMETER, httpApiParameters, NO_SUCH_ROUTE, REQUEST_TOO_LARGE, RequestMapping, restRequestTemplate } from '../../../src/ingestion/mapping/request-mapping';
import { compileTemplate } from '../../../src/local/door/mapping-template';
import { TemplateMap } from '../../../src/local/door/template-map';
import { inputVariable, UTIL } from '../../../src/local/door/template-variables';
import { ROUTES, SEGMENT_CALLS } from '../../../src/wire/routes';
import { attributesIn } from '../../local/door/sqs-recorder';

const template = compileTemplate(restRequestTemplate({ authorization: true }));

interface Request {
  readonly body?: string;
  readonly call?: string;
  readonly headers?: Record<string, string>;
  readonly sourceIp?: string;
  readonly requestId?: string;
}

/** Renders the template for a request, as the text that goes to SQS. */
function rendered({ body = '{}', call, headers = {}, sourceIp = '192.0.2.1', requestId = 'request-1' }: Request): string {
  const path = new TemplateMap(new Map(call === undefined ? [] : [[CALL_PARAMETER, call]]));
  const header = new TemplateMap(new Map(Object.entries(headers)));
  return template({
    context: { identity: { sourceIp }, requestId, resourcePath: call === undefined ? '/events' : `/v1/{${CALL_PARAMETER}}` },
    input: inputVariable(body, { path, querystring: new TemplateMap(new Map()), header }),
    util: UTIL,
  });
}

function form(request: Request): URLSearchParams {
  return new URLSearchParams(rendered(request));
}

const NONE = new TemplateMap(new Map());

/** A client can put neither of these into a header or a body, since HTTP carries UTF-8. */
const text = fc.string({ unit: 'grapheme' });
const word = fc.string({ unit: 'grapheme', minLength: 1 });
const headers = fc.dictionary(
  fc.constantFrom('Content-Type', 'content-type', 'AUTHORIZATION', 'User-Agent', 'X-Other', 'get', 'keySet', '__proto__', '$name', '#end'), text);

describe('the body', () => {
  test.each([
    ['form characters', 'a=1&b=2+3%20%25'],
    ['quotes and line breaks', '{"a":"\\"b\\"\n\tc"}'],
    ['NDJSON', '{"a":1}\n{"a":2}\n'],
    ['characters beyond the basic plane', '👩‍🚀 𝒳 é 日本'],
    ['template syntax', '#set($action = \'DeleteQueue\')$input.body #end ${route} $!x ## gone'],
    ['an attempt at further parameters', 'x&DelaySeconds=900&Action=DeleteQueue%26Action=PurgeQueue'],
    ['what Java escapes otherwise than JavaScript', '~!\'()*-._ +'],
    ['900 kB', '{"a":"&é"}'.repeat(82_000)],
  ])('reaches SQS as it came: %s', (_, body) => {
    expect(form({ body }).get('MessageBody')).toBe(body);
  });

  test('that is empty becomes the empty object that API Gateway makes of it', () => {
    expect(form({ body: '' }).get('MessageBody')).toBe('{}');
  });

  test('and headers cannot add a parameter', () => {
    fc.assert(fc.property(text, headers, word, (body, sent, requestId) => {
      const sentForm = form({ body, headers: sent, requestId });
      const attributes = attributesIn(sentForm);

      expect([...sentForm.keys()].filter(key => !key.startsWith('MessageAttribute'))).toEqual(['Action', 'Version', 'MessageBody']);
      expect(sentForm.get('MessageBody')).toBe(body || '{}');
      expect(attributes).toMatchObject({ sourceIp: '192.0.2.1', requestId, path: '/events' });
      expect(Object.values(attributes)).not.toContain('');
    }));
  });
});

describe('message attributes', () => {
  test('name the address, the request and the route always', () => {
    expect(attributesIn(form({ sourceIp: '2001:db8::1', requestId: 'a b' }))).toEqual({ sourceIp: '2001:db8::1', requestId: 'a b', path: '/events' });
  });

  test.each<{ sent: Record<string, string>; carried: Record<string, string> }>([
    { sent: { 'content-type': 'text/plain' }, carried: { contentType: 'text/plain' } },
    { sent: { Authorization: 'Basic d2s6' }, carried: { authorization: 'Basic d2s6' } },
    { sent: { 'USER-AGENT': 'curl/8' }, carried: { userAgent: 'curl/8' } },
    { sent: { 'Content-Type': 'a', 'User-Agent': 'b' }, carried: { contentType: 'a', userAgent: 'b' } },
    { sent: { 'Content-Type': 'a', 'authorization': 'b', 'user-agent': 'c' }, carried: { contentType: 'a', authorization: 'b', userAgent: 'c' } },
    { sent: { 'Content-Type': '', 'User-Agent': 'b' }, carried: { userAgent: 'b' } },
    { sent: { 'User-Agent': 'a', 'user-agent': 'b' }, carried: { userAgent: 'b' } },
    { sent: { 'X-Forwarded-For': '198.51.100.7' }, carried: {} },
    { sent: { 'User-Agent': '"quoted" & %26 =+ \'' }, carried: { userAgent: '"quoted" & %26 =+ \'' } },
    { sent: { 'User-Agent': 'x'.repeat(8000) }, carried: { userAgent: 'x'.repeat(8000) } },
  ])('carry $sent', ({ sent, carried }) => {
    const { sourceIp, requestId, path, ...others } = attributesIn(form({ headers: sent }));

    expect(others).toEqual(carried);
  });
});

test('the addresses of those who passed a request on travel with it behind CloudFront only', () => {
  const sent = new TemplateMap(new Map([['X-Forwarded-For', '192.0.2.1, 130.176.0.1']]));
  const render = (forwardedFor: boolean) => compileTemplate(restRequestTemplate({ authorization: false, forwardedFor }));
  const attributes = (forwardedFor: boolean) => attributesIn(new URLSearchParams(render(forwardedFor)({
    context: { identity: { sourceIp: '130.176.0.1' }, requestId: 'r', resourcePath: '/events' },
    input: inputVariable('{}', { path: NONE, querystring: NONE, header: sent }),
    util: UTIL,
  })));

  expect(attributes(true)).toMatchObject({ forwardedFor: '192.0.2.1, 130.176.0.1', sourceIp: '130.176.0.1' });
  expect(attributes(false)).not.toHaveProperty('forwardedFor');
});

describe('the route', () => {
  test.each([...Object.keys(SEGMENT_CALLS), 'logs'])('of the call %s is taken', call => {
    const sent = form({ call });

    expect(sent.get('Action')).toBe('SendMessage');
    expect(ROUTES).toContain(attributesIn(sent).path);
    expect(attributesIn(sent).path).toBe(`/v1/${call}`);
  });

  test.each(['nope', 'BATCH', 'batch ', 'batch/x', '', '__proto__', 'toString', '$known', 'batch&Action=PurgeQueue', '"'])('of the call "%s" is refused by SQS', call => {
    const sent = form({ call });

    expect(sent.getAll('Action')).toEqual([NO_SUCH_ROUTE]);
    expect(attributesIn(sent).path).toBe('/v1/{call}');
  });
});

test('the template has no line break that would end up in the message', () => {
  expect(restRequestTemplate({ authorization: true })).not.toMatch(/[\r\n]/);
  expect(rendered({ body: 'x' })).toMatch(/^Action=SendMessage&Version=2012-11-05&MessageBody=x&/);
});

test('the first body type is the one that API Gateway assumes', () => {
  expect(BODY_TYPES[0]).toBe('application/json');
});

describe('the id of a key', () => {
  const keyed = (mapping: Partial<RequestMapping>, context: object, sent: Record<string, string> = {}) => {
    const keyedTemplate = compileTemplate(restRequestTemplate({ authorization: false, keyId: 'authorizer.writeKeyId', ...mapping }));
    return new URLSearchParams(keyedTemplate({
      context: { identity: { sourceIp: '192.0.2.1' }, requestId: 'r', resourcePath: '/events', ...context },
      input: inputVariable('{}', { path: NONE, querystring: NONE, header: new TemplateMap(new Map(Object.entries(sent))) }),
      util: UTIL,
    }));
  };

  test('travels with the request, and the header that proved it stays behind', () => {
    const attributes = attributesIn(keyed({}, { authorizer: { writeKeyId: 'web' } }, { 'Authorization': 'Basic d2s6', 'User-Agent': 'curl/8' }));

    expect(attributes).toEqual({ sourceIp: '192.0.2.1', requestId: 'r', path: '/events', userAgent: 'curl/8', writeKeyId: 'web' });
  });

  test.each([{}, { authorizer: {} }, { authorizer: { writeKeyId: '' } }])('is left out when the door knows none: %j', context => {
    const sent = keyed({ fairQueues: true }, context);

    expect(attributesIn(sent)).not.toHaveProperty('writeKeyId');
    expect(sent.has('MessageGroupId')).toBe(false);
  });

  test('is the group of the message in a fair queue', () => {
    expect(keyed({ fairQueues: true }, { authorizer: { writeKeyId: 'web' } }).get('MessageGroupId')).toBe('web');
    expect(keyed({}, { authorizer: { writeKeyId: 'web' } }).has('MessageGroupId')).toBe(false);
  });

  test('cannot add a parameter, whatever a function made it', () => {
    fc.assert(fc.property(word, writeKeyId => {
      const sent = keyed({ fairQueues: true }, { authorizer: { writeKeyId } });

      expect([...sent.keys()].filter(key => !key.startsWith('MessageAttribute'))).toEqual(['Action', 'Version', 'MessageBody', 'MessageGroupId']);
      expect(sent.get('MessageGroupId')).toBe(writeKeyId);
    }));
  });

  test('is not what a client writes into a header', () => {
    const sent = { 'writeKeyId': 'web', 'X-WriteKeyId': 'web', 'authorizer': 'web' };

    expect(attributesIn(keyed({}, {}, sent))).not.toHaveProperty('writeKeyId');
  });
});

describe('a body of the most bytes that are allowed', () => {
  const limited = compileTemplate(restRequestTemplate({ authorization: false, maxRequestSize: 300 }));
  const actionFor = (body: string) => new URLSearchParams(limited({
    context: { identity: { sourceIp: '192.0.2.1' }, requestId: 'r', resourcePath: '/events' },
    input: inputVariable(body, { path: NONE, querystring: NONE, header: NONE }),
    util: UTIL,
  })).get('Action');

  test.each([
    { body: 'x'.repeat(300), action: 'SendMessage' },
    { body: 'x'.repeat(301), action: REQUEST_TOO_LARGE },
    { body: 'é'.repeat(150), action: 'SendMessage' },
    { body: 'é'.repeat(151), action: REQUEST_TOO_LARGE },
    { body: '日'.repeat(100), action: 'SendMessage' },
    { body: '👩'.repeat(76), action: REQUEST_TOO_LARGE },
    { body: '', action: 'SendMessage' },
  ])('is sent, and one of more is refused by SQS: $action', ({ body, action }) => {
    expect(actionFor(body)).toBe(action);
  });
});

describe('parameters of the HTTP API', () => {
  test('pass the whole body on', () => {
    expect(httpApiParameters('https://queue')).toMatchObject({ QueueUrl: 'https://queue', MessageBody: '$request.body' });
  });

  test('tell whose key it was, and whose group', () => {
    const { MessageAttributes: attributes, MessageGroupId: group } = httpApiParameters('https://queue', { keyId: 'authorizer.app', fairQueues: true });

    expect(JSON.parse(attributes)).toMatchObject({ writeKeyId: { DataType: 'String', StringValue: '${context.authorizer.app}' } });
    expect(group).toBe('$context.authorizer.app');
  });

  test('read nothing into the attributes that a client could write or leave out', () => {
    const attributes = httpApiParameters('https://queue').MessageAttributes;

    expect(JSON.parse(attributes)).toEqual({
      sourceIp: { DataType: 'String', StringValue: '${context.identity.sourceIp}' },
      requestId: { DataType: 'String', StringValue: '${context.requestId}' },
      path: { DataType: 'String', StringValue: '${context.routeKey}' },
    });
  });
});
