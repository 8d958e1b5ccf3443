import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { credentialsTable } from './attack-table';
import { AttackedPipeline } from './attacked-pipeline';
import { basic, FALSE_CREDENTIALS, FORBIDDEN_IDS, STORED_KEYS } from './credentials';
import { JSON_BODY, request } from './raw-request';
import { IngestionDoor } from '../../src';
import { httpApiParameters, restRequestTemplate } from '../../src/ingestion/mapping/request-mapping';
import { compileTemplate } from '../../src/local/door/mapping-template';
import { TemplateMap } from '../../src/local/door/template-map';
import { inputVariable, UTIL } from '../../src/local/door/template-variables';
import { KeyRing } from '../../src/write-keys/runtime/key-ring';
import { generatedPart } from '../fixtures/generated-part';
import { attributesIn } from '../local/door/sqs-recorder';

const doors = [
  { name: 'REST API', door: IngestionDoor.restApi(), expected: 'rest' },
  { name: 'HTTP API', door: IngestionDoor.httpApi(), expected: 'http' },
] as const;

function post(authorization: string) {
  return request({ headers: authorization === '' ? JSON_BODY : [...JSON_BODY, ['Authorization', authorization]] });
}

describe.each(doors)('a $name that asks for write keys', ({ door, expected }) => {
  let pipeline: AttackedPipeline;

  beforeAll(async () => {
    pipeline = await AttackedPipeline.start({ door, fairQueues: true }, STORED_KEYS);
  });
  afterAll(async () => pipeline.stop());

  test.each(FALSE_CREDENTIALS)('finds none in $name', async credentials => {
    const { status } = await pipeline.send(post(credentials.authorization));

    expect(status).toBe(credentials[expected]);
    expect(await pipeline.takeMessages()).toEqual([]);
  });

  test.each(['Bearer 9f2c51', basic('9f2c51:')])('stores with the id of the key, and without the key, what comes with %s', async authorization => {
    const { status } = await pipeline.send(post(authorization));
    const [{ MessageAttributes: attributes, Attributes: system }] = await pipeline.takeMessages();

    expect([status, attributes!.writeKeyId.StringValue, system!.MessageGroupId]).toEqual([200, 'web', 'web']);
    expect(JSON.stringify(attributes)).not.toContain('9f2c51');
    expect(attributes).not.toHaveProperty('authorization');
  });
});

test.each(FORBIDDEN_IDS)('no write key is read from a store where one has the id %j', id => {
  expect(() => KeyRing.parse(JSON.stringify({ [id]: 'key' }))).toThrow('an id must be 1 to 64 letters, digits, _ . @ : or -');
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
