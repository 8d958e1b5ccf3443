import { execFile } from 'child_process';
import { readFileSync } from 'fs';
import { isBuiltin } from 'module';
import { join } from 'path';
import { promisify } from 'util';
import type { Question } from '../../src/write-keys/runtime/authorize';
import { httpQuestion, restQuestion } from '../fixtures/door-questions';
import { KeyStore, refusal } from '../fixtures/key-store';

const bundle = join(__dirname, '..', '..', 'assets', 'write-keys', 'authorizer.lambda', 'index.js');
const KEY = 'wk-9f2c51e07a';
const basic = (user: string) => `Basic ${Buffer.from(`${user}:`).toString('base64')}`;
const SECRET = { TELEMETRY_WRITE_KEYS_SECRET: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:keys-AbCdEf' };
const PARAMETER = { TELEMETRY_WRITE_KEYS_PARAMETER: '/telemetry/keys' };

const store = new KeyStore();
beforeAll(() => store.start());
beforeEach(() => {
  store.questions.splice(0);
  store.holds(JSON.stringify({ web: KEY }));
});
afterAll(() => store.stop());

/** Asks the bundle, in one process as one environment of Lambda, one question after the other; tells the answers and all that was printed. */
async function ask(questions: readonly Question[], env: Record<string, string>) {
  const script = `const { handler } = require(${JSON.stringify(bundle)});
    (async () => {
      for (const question of ${JSON.stringify(questions)}) {
        const answer = await handler(question).catch(error => ({ failed: String(error.stack) }));
        process.stdout.write('answer:' + JSON.stringify(answer) + '\\n');
      }
    })();`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', script], {
    env: { PATH: process.env.PATH, NODE_PATH: join(__dirname, '..', '..', 'assets', 'local-runtime', 'node_modules'), ...store.environment, ...env },
  });
  return { answers: stdout.split('\n').filter(line => line.startsWith('answer:')).map(line => JSON.parse(line.slice(7))), printed: stdout + stderr };
}

test.each([
  { store: 'a secret', env: SECRET, target: 'secretsmanager.GetSecretValue' },
  { store: 'a parameter', env: PARAMETER, target: 'AmazonSSM.GetParameter' },
])('tells both doors whose key it is by what $store says, which is read once', async ({ env, target }) => {
  const { answers, printed } = await ask([
    restQuestion(basic(KEY)), restQuestion(basic('wk-other')), httpQuestion(`Bearer ${KEY}`), httpQuestion(basic('wk-other')),
  ], env);

  expect(answers).toMatchObject([
    { principalId: 'web', policyDocument: { Statement: [{ Effect: 'Allow' }] }, context: { writeKeyId: 'web' } },
    { principalId: 'unknown', policyDocument: { Statement: [{ Effect: 'Deny' }] }, context: {} },
    { isAuthorized: true, context: { writeKeyId: 'web' } },
    { isAuthorized: false, context: {} },
  ]);
  expect(store.questions.map(question => question.target)).toEqual([target]);
  expect(printed).not.toMatch(/wk-/);
});

test('knows a changed key after its refresh, refuses the old one, and keeps what it knows while the store refuses to tell', async () => {
  const OTHER = 'wk-81d0aa93bc';
  const readings = [JSON.stringify({ web: KEY }), JSON.stringify({ web: [OTHER, KEY] }), JSON.stringify({ web: OTHER })];
  store.answer = () => {
    const SecretString = readings[store.questions.length - 1];
    return SecretString === undefined ? refusal('AccessDeniedException', 'not authorized') : { body: { SecretString } };
  };

  const asked = [KEY, OTHER, OTHER, OTHER, KEY].map(key => httpQuestion(basic(key)));
  const { answers, printed } = await ask(asked, { ...SECRET, TELEMETRY_WRITE_KEYS_REFRESH_MS: '0' }); // reads before each answer

  expect(answers.map(({ isAuthorized }) => isAuthorized)).toEqual([true, true, true, true, false]);
  expect(printed).toContain('write keys could not be read again; the last ones stay in use');
  expect(printed).not.toMatch(/wk-/);
});

test.each([
  { fault: 'the secret is malformed', prepare: () => store.holds(`{"web":"${KEY}`), says: 'write keys must be a JSON object' },
  { fault: 'the secret may not be read', prepare: () => { store.answer = () => refusal('AccessDeniedException', 'not authorized'); }, says: 'AccessDeniedException' },
])('fails, which the door answers with 500, when $fault', async ({ prepare, says }) => {
  prepare();

  const { answers: [answer], printed } = await ask([restQuestion(basic(KEY))], SECRET);

  expect(answer.failed).toContain(says);
  expect(printed).not.toMatch(/wk-/);
});

test('says which setting is missing', async () => {
  const { answers: [answer] } = await ask([restQuestion(basic(KEY))], {});

  expect(answer.failed).toContain('a secret or a parameter with write keys must be named in the environment');
});

test('needs nothing but Node and the two clients of the AWS SDK', () => {
  const required = [...readFileSync(bundle, 'utf8').matchAll(/\b(?:require|import)\("([^"]+)"\)/g)].map(([, name]) => name);

  expect([...new Set(required)].filter(name => !isBuiltin(name)).sort()).toEqual(['@aws-sdk/client-secrets-manager', '@aws-sdk/client-ssm']);
});
