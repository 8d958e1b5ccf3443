import { evaluatePolicy } from '../../../../src/local/door/admission/policy';

const ARN = 'arn:aws:execute-api:us-east-1:000000000000:Api/prod/POST/v1/batch';

const statement = (Effect: string, Resource: unknown, Action: unknown = 'execute-api:Invoke') => ({ Effect, Resource, Action });

test.each([
  { what: 'the method', statements: [statement('Allow', ARN)], effect: 'allowed' },
  { what: 'every route of the stage', statements: [statement('Allow', 'arn:aws:execute-api:us-east-1:000000000000:Api/prod/*')], effect: 'allowed' },
  { what: 'one of several', statements: [statement('Allow', ['other', '*/POST/v1/*'], ['x:y', 'execute-api:*'])], effect: 'allowed' },
  { what: 'a single character', statements: [statement('Allow', ARN.replace('v1', 'v?'))], effect: 'allowed' },
  { what: 'actions in another case', statements: [statement('Allow', '*', 'EXECUTE-API:invoke')], effect: 'allowed' },
  { what: 'another method', statements: [statement('Allow', ARN.replace('POST', 'GET'))], effect: 'not mentioned' },
  { what: 'a longer path', statements: [statement('Allow', `${ARN}/x`)], effect: 'not mentioned' },
  { what: 'characters that mean something elsewhere', statements: [statement('Allow', ARN.replace('batch', 'b.tch'))], effect: 'not mentioned' },
  { what: 'another action', statements: [statement('Allow', '*', 'execute-api:ManageConnections')], effect: 'not mentioned' },
  { what: 'all but one, which is denied', statements: [statement('Allow', '*'), statement('Deny', '*/batch')], effect: 'denied' },
])('a policy about $what: $effect', ({ statements, effect }) => {
  expect(evaluatePolicy({ Statement: statements }, ARN)).toBe(effect);
});

test('a policy may have one statement that is no list', () => {
  expect(evaluatePolicy({ Statement: statement('Allow', '*') }, ARN)).toBe('allowed');
});

test.each([
  { what: 'a condition', document: { Statement: [{ ...statement('Allow', '*'), Condition: {} }] }, message: 'must have no Condition' },
  { what: 'no statement', document: {}, message: 'Effect, Action and Resource' },
  { what: 'another effect', document: { Statement: [statement('allow', '*')] }, message: 'Effect, Action and Resource' },
  { what: 'nothing', document: undefined, message: 'Effect, Action and Resource' },
])('a policy with $what is a fault rather than a guess', ({ document, message }) => {
  expect(() => evaluatePolicy(document, ARN)).toThrow(message);
});
