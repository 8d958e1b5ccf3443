import { authorize } from '../../../src/write-keys/runtime/authorize';
import { KeyRing } from '../../../src/write-keys/runtime/key-ring';
import { restQuestion, httpQuestion } from '../../fixtures/door-questions';

const KEY = 'wk-9f2c51e07a';
const ring = KeyRing.parse(JSON.stringify({ web: KEY }));
const findId = jest.fn(async (key: string) => ring.idOf(key));
const basic = (user: string) => `Basic ${Buffer.from(`${user}:`).toString('base64')}`;

describe('a REST API', () => {
  test.each([{ token: basic(KEY) }, { token: `Bearer ${KEY}` }])('lets in who has a known key, on every route of the stage, and learns its id: $token', async ({ token }) => {
    expect(await authorize(restQuestion(token), findId)).toEqual({
      principalId: 'web',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: 'arn:aws:execute-api:us-east-1:111111111111:api1/prod/*' }],
      },
      context: { writeKeyId: 'web' },
    });
  });

  test.each([{ token: basic('wk-other') }, { token: 'Bearer wk-other' }, { token: 'Basic %%%' }, { token: '' }])('refuses who has none: "$token"', async ({ token }) => {
    expect(await authorize(restQuestion(token), findId)).toEqual({
      principalId: 'unknown',
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Action: 'execute-api:Invoke', Effect: 'Deny', Resource: 'arn:aws:execute-api:us-east-1:111111111111:api1/prod/*' }],
      },
      context: {},
    });
  });
});

describe('an HTTP API', () => {
  test.each([{ header: basic(KEY) }, { header: `Bearer ${KEY}` }])('lets in who has a known key, and learns its id: $header', async ({ header }) => {
    expect(await authorize(httpQuestion(header), findId)).toEqual({ isAuthorized: true, context: { writeKeyId: 'web' } });
  });

  test.each([{ header: basic('wk-other') }, { header: 'Bearer wk-other' }, { header: undefined }])('refuses who has none: $header', async ({ header }) => {
    expect(await authorize(httpQuestion(header), findId)).toEqual({ isAuthorized: false, context: {} });
  });

  test('refuses a request without headers', async () => {
    expect(await authorize({ ...httpQuestion(undefined), headers: undefined }, findId)).toEqual({ isAuthorized: false, context: {} });
  });
});

test('the store is not asked for a request without a key', async () => {
  await authorize(restQuestion('Basic %%%'), findId);
  await authorize(httpQuestion(undefined), findId);

  expect(findId).not.toHaveBeenCalled();
});

test('no verdict holds the key, known or not', async () => {
  const verdicts = await Promise.all([KEY, 'wk-other'].flatMap(key => [authorize(restQuestion(basic(key)), findId), authorize(httpQuestion(basic(key)), findId)]));

  expect(JSON.stringify(verdicts)).not.toMatch(/wk-/);
});

test('keys that cannot be read let nobody in, and nobody is told that a key is unknown', async () => {
  const failing = async () => Promise.reject(new Error('Secrets Manager is down'));

  await expect(authorize(restQuestion(basic(KEY)), failing)).rejects.toThrow('Secrets Manager is down');
  await expect(authorize(httpQuestion(basic(KEY)), failing)).rejects.toThrow('Secrets Manager is down');
});
