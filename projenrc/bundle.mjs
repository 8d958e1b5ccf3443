// Bundles everything that runs outside the CDK app into assets/: the processor's handler, the command line, and what the
// local run gives to a handler in the place of Lambda's runtime. The licences of what is bundled go beside it.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bundled = new Set();

// The AWS SDK comes with Lambda's runtime.
await bundle('src/processor/telemetry.lambda.ts', 'assets/processor/telemetry.lambda/index.js', { target: 'node22', external: ['@aws-sdk/*'] });
await bundle('src/write-keys/authorizer.lambda.ts', 'assets/write-keys/authorizer.lambda/index.js', { target: 'node22', external: ['@aws-sdk/*'] });
// What compiles a user's schemas when an app is synthesized, and what the compiled ones ask of ajv; no user installs ajv or esbuild.
await bundle('src/processor/handler/schemas/schema-compiler.ts', 'assets/processor/schema-compiler/index.js');
await bundle('src/processor/handler/schemas/ajv-runtime.ts', 'assets/processor/schema-compiler/ajv-runtime.js', { target: 'node22' });
await bundle('src/cli/main.ts', 'assets/cli/telemetry-pipeline.js', { plugins: [sharedClients()], minify: true });
const page = 'src/local/page/browser';
await bundle(`${page}/main.ts`, 'assets/local-page/page.js', { platform: 'browser', target: 'es2022' });
await bundle(`${page}/page.css`, 'assets/local-page/page.css', { target: ['chrome100', 'firefox100', 'safari15'] });
copyFileSync(join(root, page, 'index.html'), join(root, 'assets/local-page/index.html'));
const charts = 'src/cli/html/browser';
await bundle(`${charts}/main.ts`, 'assets/html-page/charts.js', { platform: 'browser', target: 'es2022', minify: true, legalComments: 'inline' }); // it leaves the package, in pages
await bundle(`${charts}/page.css`, 'assets/html-page/page.css', { target: ['chrome100', 'firefox100', 'safari15'] });

// AWS's runtime interface client as published, with our own file in the place of its native half, which its
// `require('./rapid-client.node')` finds; and the AWS clients where a function in Lambda finds it, outside its own bundle.
const client = 'assets/local-runtime/interface-client';
mkdirSync(join(root, client), { recursive: true });
for (const file of ['index.mjs', 'LICENSE', 'NOTICE', 'THIRD-PARTY-LICENSES']) {
  copyFileSync(join(root, 'node_modules', 'aws-lambda-ric', file), join(root, client, file));
}
await bundle('src/local/processor/rapid-client.ts', `${client}/rapid-client.node.js`);
const sdkClients = createRequire(import.meta.url)('./sdk-clients.cjs');
await bundle('projenrc/sdk-clients.cjs', 'assets/local-runtime/sdk-clients.js', { minify: true }); // in one file: they share most of their code
for (const [sdkClient, names] of Object.entries(sdkClients)) {
  const folder = join(root, 'assets', 'local-runtime', 'node_modules', '@aws-sdk', sdkClient);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'index.js'), [
    `module.exports = require('../../../sdk-clients')['${sdkClient}'];`,
    `0 && (module.exports = { ${Object.keys(names).join(', ')} }); // tells an ES module which names it may import`,
    '',
  ].join('\n'));
}

writeFileSync(join(root, 'assets', 'THIRD-PARTY-LICENSES'), licences());

async function bundle(entry, outfile, options = {}) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [`./${entry}`],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none', // they stand in THIRD-PARTY-LICENSES
    logLevel: 'warning',
    metafile: true,
    ...options,
  });
  for (const input of Object.keys(metafile.inputs)) {
    const [, folder] = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input) ?? [];
    if (folder !== undefined) {
      bundled.add(folder);
    }
  }
}

/** The command line takes the AWS clients from where the functions of the local run find them. */
function sharedClients() {
  return {
    name: 'shared-clients',
    setup: ({ onResolve }) => onResolve({ filter: /^@aws-sdk\/client-/ }, ({ path }) => ({ path: `../local-runtime/node_modules/${path}`, external: true })),
  };
}

/** Each text once, under the names of all that it covers. */
function licences() {
  const covered = new Map();
  for (const folder of [...bundled].sort()) {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const file = readdirSync(join(root, folder)).find(candidate => /^licen[cs]e/i.test(candidate));
    if (file === undefined && license !== 'Apache-2.0') {
      throw new Error(`${name} must bring its licence, ${license}, got no file of it`);
    }
    const text = readFileSync(file === undefined ? join(root, 'LICENSE') : join(root, folder, file), 'utf8').trim(); // ours is Apache-2.0, too
    covered.set(text, [...covered.get(text) ?? [], `== ${name} ${version} (${license})`]);
  }
  return [...covered].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`).join('\n\n');
}
