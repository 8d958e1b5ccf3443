import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import type { APIGatewayRequestAuthorizerEventV2, APIGatewayTokenAuthorizerEvent } from 'aws-lambda';
import { credentialsTable } from './attack-table';
import { FALSE_CREDENTIALS, FORBIDDEN_IDS, STORED_KEYS } from './credentials';
import { IngestionAuth, TelemetryPipeline, WriteKeys } from '../../src';
import { httpApiParameters, restRequestTemplate } from '../../src/ingestion/mapping/request-mapping';
import { compileTemplate } from '../../src/local/door/mapping-template';
import { TemplateMap } from '../../src/local/door/template-map';
import { inputVariable, UTIL } from '../../src/local/door/template-variables';
import { authorize, type Question } from '../../src/write-keys/runtime/authorize';
import { KeyRing } from '../../src/write-keys/runtime/key-ring';
import { generatedPart } from '../fixtures/generated-part';
import { stackForTest, templateOf } from '../fixtures/synthesized';
import { attributesIn } from '../local/door/sqs-recorder';

const METHOD_ARN = 'arn:aws:execute-api:us-east-1:123456789012:api/prod/POST/events';

const keys = KeyRing.parse(STORED_KEYS);
const findId = async (key: string) => keys.idOf(key);

/** What API Gateway compares a header with before it asks the function, as the template has it. */
function headerForm(): RegExp {
  const stack = stackForTest();
  const secret = new secretsmanager.Secret(stack, 'Keys');
  new TelemetryPipeline(stack, 'Telemetry', { ingestion: { authorization: IngestionAuth.writeKeys(WriteKeys.fromSecret(secret)) } });
  const [authorizer] = Object.values(templateOf(stack).findResources('AWS::ApiGateway::Authorizer'));
  return new RegExp(authorizer.Properties.IdentityValidationExpression);
}

async function restVerdict(authorization: string): Promise<number> {
  if (!headerForm().test(authorization)) {
    return 401;
  }
  const question = { type: 'TOKEN', methodArn: METHOD_ARN, authorizationToken: authorization } satisfies APIGatewayTokenAuthorizerEvent;
  return statusOf(await authorize(question, findId));
}

async function httpVerdict(authorization: string): Promise<number> {
  return authorization === ''
    ? 401
    : statusOf(await authorize({ headers: { authorization } } as unknown as APIGatewayRequestAuthorizerEventV2 & Question, findId));
}

function statusOf(verdict: object): number {
  const text = JSON.stringify(verdict);
  return text.includes('"Effect":"Allow"') || text.includes('"isAuthorized":true') ? 200 : 403;
}

describe('write keys', () => {
  test.each(FALSE_CREDENTIALS)('are not found in $name', async ({ authorization, rest, http }) => {
    expect([await restVerdict(authorization), await httpVerdict(authorization)]).toEqual([rest, http]);
  });

  test('are found where they should be', async () => {
    expect([await restVerdict('Bearer 9f2c51'), await httpVerdict('Bearer 9f2c51')]).toEqual([200, 200]);
  });

  test.each(FORBIDDEN_IDS)('are not read from a store where one has the id %j', id => {
    expect(() => KeyRing.parse(JSON.stringify({ [id]: 'key' }))).toThrow('an id must be 1 to 64 letters, digits, _ . @ : or -');
  });
});

describe('an id that an authorizer of one\'s own takes from a client', () => {
  const render = compileTemplate(restRequestTemplate({ authorization: false, keyId: 'authorizer.who', fairQueues: true }));
  const none = new TemplateMap(new Map());

  test.each(FORBIDDEN_IDS.filter(id => id !== ''))('stays one value at a REST API: %j', id => {
    const form = new URLSearchParams(render({
      context: { identity: { sourceIp: '192.0.2.1' }, requestId: 'request-1', resourcePath: '/events', authorizer: { who: id } },
      input: inputVariable('{}', { path: none, querystring: none, header: none }),
      util: UTIL,
    }));

    expect([...form.keys()].filter(name => !name.startsWith('MessageAttribute'))).toEqual(['Action', 'Version', 'MessageBody', 'MessageGroupId']);
    expect(form.get('MessageGroupId')).toBe(id);
    expect(attributesIn(form)).toEqual({ sourceIp: '192.0.2.1', requestId: 'request-1', path: '/events', writeKeyId: id });
  });

  test('could write attributes at an HTTP API, which cannot escape it; the page on security warns of that', () => {
    const { MessageAttributes: attributes } = httpApiParameters('queue', { keyId: 'authorizer.who' });

    const rendered = attributes.replace('${context.authorizer.who}', 'a"},"path":{"DataType":"String","StringValue":"evil');

    expect(JSON.parse(rendered)).toMatchObject({ path: { StringValue: 'evil' } });
    expect(readFileSync(join(__dirname, '..', '..', 'docs', 'security.md'), 'utf8')).toContain('an HTTP API cannot escape it');
  });
});

test('the page on security has the table of false credentials', () => {
  expect(generatedPart('security.md', 'credentials', credentialsTable())).toBe(credentialsTable());
});
