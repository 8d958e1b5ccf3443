// What stands in for Lambda's runtime in the local run: AWS's runtime interface client as published, with its licence and
// our own file in the place of its native half, and the S3 client where a function in Lambda finds it too (outside its bundle).
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const client = join(root, 'node_modules', 'aws-lambda-ric');
const runtime = join(root, 'assets', 'local-runtime');

mkdirSync(join(runtime, 'interface-client'), { recursive: true });
for (const file of ['index.mjs', 'LICENSE', 'NOTICE', 'THIRD-PARTY-LICENSES']) {
  copyFileSync(join(client, file), join(runtime, 'interface-client', file));
}

await build({
  entryPoints: [join(root, 'node_modules', '@aws-sdk', 'client-s3')],
  outfile: join(runtime, 'node_modules', '@aws-sdk', 'client-s3', 'index.js'),
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  legalComments: 'external',
  logLevel: 'warning',
});

// `require('./rapid-client.node')` of the client above finds this file.
await build({
  entryPoints: [join(root, 'src', 'local', 'processor', 'rapid-client.ts')],
  outfile: join(runtime, 'interface-client', 'rapid-client.node.js'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
});
