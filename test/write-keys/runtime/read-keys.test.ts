import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { build } from 'esbuild';
import type { storedKeys } from '../../../src/write-keys/runtime/stored-keys';
import { KeyStore, refusal } from '../../fixtures/key-store';

const KEY = 'wk-9f2c51e07a';
const SECRET = { store: 'secret', name: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:keys-AbCdEf', refreshMs: 60_000 } as const;
const PARAMETER = { store: 'parameter', name: '/telemetry/keys', refreshMs: 60_000 } as const;

const store = new KeyStore();
const folder = mkdtempSync(join(tmpdir(), 'read-keys-'));
const before = { ...process.env };
let read: typeof storedKeys;

beforeAll(async () => {
  await store.start();
  Object.assign(process.env, store.environment);

  // Bundled as it is shipped, but with the SDK: Jest cannot run the import() with which its clients are loaded.
  const outfile = join(folder, 'stored-keys.js');
  await build({ entryPoints: [join(__dirname, '..', '..', '..', 'src', 'write-keys', 'runtime', 'stored-keys.ts')], bundle: true, platform: 'node', outfile });
  ({ storedKeys: read } = jest.requireActual(outfile));
});
beforeEach(() => store.questions.splice(0));
afterAll(async () => {
  process.env = before;
  rmSync(folder, { recursive: true });
  await store.stop();
});

/** Asks for a key, and tells what everybody could then see. */
async function outcome(settings: typeof SECRET | typeof PARAMETER) {
  const printed = (['log', 'info', 'warn', 'error', 'debug'] as const).map(method => jest.spyOn(console, method).mockImplementation());
  const id = await read(settings).idOf(KEY).catch((error: Error) => error);
  const seen = [id instanceof Error ? `${id.stack} ${JSON.stringify(id)}` : `${id}`, ...printed.flatMap(({ mock }) => mock.calls.flat().map(String))].join('\n');
  printed.forEach(spy => spy.mockRestore());
  return { id, seen };
}

test('keys in a secret are read by its ARN', async () => {
  store.holds(JSON.stringify({ web: KEY }));

  const { id, seen } = await outcome(SECRET);

  expect(id).toBe('web');
  expect(seen).not.toContain(KEY);
  expect(store.questions).toEqual([{ target: 'secretsmanager.GetSecretValue', fields: { SecretId: SECRET.name } }]);
});

test('keys in a parameter are read by its name, decrypted', async () => {
  store.holds(JSON.stringify({ web: KEY }));

  const { id, seen } = await outcome(PARAMETER);

  expect(id).toBe('web');
  expect(seen).not.toContain(KEY);
  expect(store.questions).toEqual([{ target: 'AmazonSSM.GetParameter', fields: { Name: PARAMETER.name, WithDecryption: true } }]);
});

describe.each([{ settings: SECRET }, { settings: PARAMETER }])('a $settings.store', ({ settings }) => {
  test.each([
    { content: 'a key alone', text: KEY },
    { content: 'a key in quotes', text: `"${KEY}"` },
    { content: 'JSON that is cut', text: `{"web":"${KEY}` },
    { content: 'a list of keys', text: `["${KEY}"]` },
    { content: 'keys and ids mixed up', text: `{"${KEY} ":"web"}` },
    { content: 'keys in objects', text: `{"web":{"key":"${KEY}"}}` },
    { content: 'nothing', text: '' },
  ])('of $content is refused with what it must be, and shows no key', async ({ text }) => {
    store.holds(text);

    const { id, seen } = await outcome(settings);

    expect(id).toMatchObject({ name: 'Error' });
    expect(seen).toContain('write keys must be a JSON object of key ids and write keys, such as {"web": "key"}');
    expect(seen).not.toContain(KEY);
  });

  test.each([
    { type: 'AccessDeniedException', message: 'User: arn:aws:sts::111111111111:assumed-role/r is not authorized' },
    { type: 'ResourceNotFoundException', message: 'it is not there' },
  ])('that answers with $type says so', async ({ type, message }) => {
    store.answer = () => refusal(type, message);

    expect((await outcome(settings)).id).toMatchObject({ name: type, message });
  });

  test('that is down for a moment is asked again', async () => {
    store.answer = () => store.questions.length === 1 ? refusal('InternalServiceError', 'try again', 500) : { body: KEYS_OF[settings.store] };

    expect((await outcome(settings)).id).toBe('web');
    expect(store.questions).toHaveLength(2);
  });
});

const KEYS_OF = {
  secret: { SecretString: JSON.stringify({ web: KEY }) },
  parameter: { Parameter: { Value: JSON.stringify({ web: KEY }) } },
};

test('a secret of bytes holds no keys', async () => {
  store.answer = () => ({ body: { Name: 'keys', SecretBinary: Buffer.from(JSON.stringify({ web: KEY })).toString('base64') } });

  const { id } = await outcome(SECRET);

  expect(id).toEqual(expect.objectContaining({ message: expect.stringContaining('got text that is no JSON') }));
});
