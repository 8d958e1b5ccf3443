import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as os from 'node:os';
import { dirname, join } from 'node:path';
import { ExecutionEnvironment } from '../../../src/local/processor/execution-environment';

const project = mkdtempSync(join(os.tmpdir(), 'telemetry-project-'));
const asset = join(project, 'cdk.out', 'asset');

afterEach(() => rmSync(asset, { recursive: true }));
afterAll(() => rmSync(project, { recursive: true }));

function write(path: string, text: string): void {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

async function resultOf(): Promise<unknown> {
  const environment = new ExecutionEnvironment({
    assetFolder: asset,
    handler: 'index.handler',
    functionName: 'telemetry',
    memorySizeMb: 4096,
    timeoutSeconds: 10,
    maxConcurrency: 1,
    environment: { AWS_LAMBDA_NODEJS_WORKER_COUNT: '1' },
  });
  await environment.start();
  const outcome = await environment.invoke({});
  await environment.stop();
  return outcome;
}

describe('in a project of ES modules with dependencies of its own', () => {
  beforeAll(() => {
    write('package.json', '{ "type": "module" }');
    write('node_modules/forgotten/index.js', 'module.exports = 1;');
  });

  test('a bundle of CommonJS is loaded, as it is in Lambda', async () => {
    write('cdk.out/asset/index.js', 'exports.handler = async () => \'loaded\';');

    expect(await resultOf()).toEqual({ ok: true, value: 'loaded' });
  });

  test('a bundle of CommonJS is loaded even when temporary files are kept in that project', async () => {
    const temporary = jest.spyOn(jest.requireActual<typeof os>('node:os'), 'tmpdir').mockReturnValue(project);
    write('cdk.out/asset/index.js', 'exports.handler = async () => \'loaded\';');

    expect(await resultOf()).toEqual({ ok: true, value: 'loaded' });
    temporary.mockRestore();
  });

  test('a dependency that was not bundled is missing, as it is in Lambda', async () => {
    write('cdk.out/asset/index.js', 'require(\'forgotten\'); exports.handler = async () => \'loaded\';');

    await expect(resultOf()).rejects.toThrow('Cannot find module \'forgotten\'');
  });

  test('an ES module finds the S3 client that Lambda brings', async () => {
    write('cdk.out/asset/index.mjs', 'import { S3Client } from \'@aws-sdk/client-s3\'; export const handler = async () => S3Client.name;');

    expect(await resultOf()).toEqual({ ok: true, value: expect.any(String) });
  });
});
