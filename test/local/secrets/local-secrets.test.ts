import { rmSync, writeFileSync } from 'fs';
import { join } from 'path';
import { GetSecretValueCommand, ListSecretsCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetParameterCommand, GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { LocalSecrets } from '../../../src/local/secrets/local-secrets';
import { writeKeyStores } from '../../../src/local/secrets/write-key-stores';
import { checkWriteKeys } from '../../../src/local/secrets/write-keys-file';
import { newFolder, removeFolders } from '../template/assembly';

const stops: (() => unknown)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map(async stop => stop()));
});
afterAll(removeFolders);

const SECRET_ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:keys';
const READERS: Record<string, string>[] = [
  { TELEMETRY_WRITE_KEYS_SECRET: SECRET_ARN }, { TELEMETRY_WRITE_KEYS_PARAMETER: '/telemetry/keys' }, { OTHER: 'x' },
];

/** The real clients of both services, reading from the stand-in. */
async function clients(file?: string) {
  const secrets = new LocalSecrets(writeKeyStores(READERS, file));
  const options = { endpoint: await secrets.start(), region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, maxAttempts: 1 };
  const secretsManager = new SecretsManagerClient(options);
  const ssm = new SSMClient(options);
  stops.push(async () => secrets.stop(), () => secretsManager.destroy(), () => ssm.destroy());
  return { secretsManager, ssm };
}

function keysFile(text: string): string {
  const file = join(newFolder(), 'keys.json');
  writeFileSync(file, text);
  return file;
}

test('a function reads the write keys as a secret, under the name in its environment', async () => {
  const { secretsManager } = await clients(keysFile('{"web":"9f2c"}'));

  expect(await secretsManager.send(new GetSecretValueCommand({ SecretId: SECRET_ARN })))
    .toMatchObject({ SecretString: '{"web":"9f2c"}', VersionStages: ['AWSCURRENT'] });
});

test('or as a parameter, one or several', async () => {
  const { ssm } = await clients(keysFile('{"web":"9f2c"}'));

  expect(await ssm.send(new GetParameterCommand({ Name: '/telemetry/keys', WithDecryption: true })))
    .toMatchObject({ Parameter: { Name: '/telemetry/keys', Value: '{"web":"9f2c"}', Type: 'SecureString' } });
  expect(await ssm.send(new GetParametersCommand({ Names: ['/telemetry/keys', '/other'] })))
    .toMatchObject({ Parameters: [{ Value: '{"web":"9f2c"}' }], InvalidParameters: ['/other'] });
});

test('a change of the file is a change of the secret', async () => {
  const file = keysFile('{"web":"old"}');
  const { ssm } = await clients(file);
  const read = async () => (await ssm.send(new GetParameterCommand({ Name: '/telemetry/keys' }))).Parameter?.Value;

  expect(await read()).toBe('{"web":"old"}');
  writeFileSync(file, '{"web":"new"}');
  expect(await read()).toBe('{"web":"new"}');
});

test('without a file there is one key, and the user is told it', async () => {
  const { ssm } = await clients();

  expect((await ssm.send(new GetParameterCommand({ Name: '/telemetry/keys' }))).Parameter?.Value).toBe('{"local":"local-write-key"}');
  expect(writeKeyStores(READERS, undefined).notices).toEqual([expect.stringContaining('there is one: local-write-key, of the id local')]);
});

test('a file that nobody reads is told, and a pipeline without write keys needs none', () => {
  expect(writeKeyStores([{}], 'keys.json').notices).toEqual([expect.stringContaining('keys.json are not used')]);
  expect(writeKeyStores([{}], undefined).notices).toEqual([]);
  expect(writeKeyStores(READERS, 'keys.json').notices).toEqual([]);
});

test('what is not there is refused in the words of the services', async () => {
  const { secretsManager, ssm } = await clients();

  await expect(secretsManager.send(new GetSecretValueCommand({ SecretId: 'other' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(secretsManager.send(new GetSecretValueCommand({ SecretId: '/telemetry/keys' }))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(ssm.send(new GetParameterCommand({ Name: 'other' }))).rejects.toMatchObject({ name: 'ParameterNotFound' });
  await expect(secretsManager.send(new ListSecretsCommand({}))).rejects.toThrow('the local run has no secretsmanager.ListSecrets');
});

test('a file that went away is a failure of the service, so that functions keep the keys that they have', async () => {
  const file = keysFile('{}');
  const { ssm } = await clients(file);
  rmSync(file);

  await expect(ssm.send(new GetParameterCommand({ Name: '/telemetry/keys' }))).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
});

test.each(['["9f2c"]', '"9f2c"', 'null', '9f2c', ''])('a file of %s is none of write keys, and no word of it is shown', async text => {
  await expect(checkWriteKeys(keysFile(text))).rejects.toThrow(/^\S+keys.json must be a JSON object .*, got something else$/);
});

test('a file of write keys must be there', async () => {
  await expect(checkWriteKeys(join(newFolder(), 'absent.json'))).rejects.toThrow(/must be readable, got ENOENT for \S+absent.json$/);
  await expect(checkWriteKeys(keysFile('{"web":"9f2c"}'))).resolves.toBeUndefined();
});
