import { awscdk, javascript, ReleasableCommits } from 'projen';
import { ApiCompatibility } from './projenrc/api-compatibility';
import { Bundles } from './projenrc/bundles';
import { ImportZones } from './projenrc/import-zones';
import { NewestCdkTests } from './projenrc/newest-cdk-tests';
import { Workflows } from './projenrc/workflows';

/** Lowest aws-cdk-lib whose features we use: `logGroup` on lambda.CapacityProvider. */
const LOWEST_CDK = '2.263.0';

const project = new awscdk.AwsCdkConstructLibrary({
  // Identity: an owner changes this block once, before the first release.
  name: 'cdk-telemetry-pipeline',
  description: 'Collect telemetry at scale: API Gateway to SQS to a function on Lambda Managed Instances to S3, checked at synth time.',
  author: 'the cdk-telemetry-pipeline authors',
  authorAddress: 'authors@cdk-telemetry-pipeline.example',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk-telemetry-pipeline/cdk-telemetry-pipeline.git',
  license: 'Apache-2.0',
  keywords: ['aws', 'cdk', 'aws-cdk', 'awscdk', 'telemetry', 'analytics', 'events', 'api-gateway', 'sqs', 'lambda', 'lambda-managed-instances', 's3', 'athena'],
  publishToPypi: { distName: 'cdk-telemetry-pipeline', module: 'cdk_telemetry_pipeline', trustedPublishing: true },
  publishToMaven: {
    mavenGroupId: 'io.github.cdktelemetry',
    mavenArtifactId: 'cdk-telemetry-pipeline',
    javaPackage: 'io.github.cdktelemetry.pipeline',
  },
  publishToGo: { moduleName: 'github.com/cdk-telemetry-pipeline/cdk-telemetry-pipeline-go', packageName: 'telemetrypipeline' },
  publishToNuget: { packageId: 'Cdk.TelemetryPipeline', dotNetNamespace: 'Cdk.TelemetryPipeline', trustedPublishing: true },

  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  jsiiVersion: '~6.0.16',
  typescriptVersion: '~6.0.3', // the version jsii 6 compiles with; 7 has no JavaScript API for ts-jest and ESLint
  cdkVersion: LOWEST_CDK,
  constructsVersion: '10.5.1',
  minNodeVersion: '20.0.0',
  workflowNodeVersion: '24.x',
  bin: { 'telemetry-pipeline': 'assets/cli/telemetry-pipeline.js' },

  // What runs in Lambda or on localhost is bundled by esbuild, so it is a dev dependency and never reaches a user's install.
  devDeps: [
    '@aws-lambda-powertools/batch',
    '@aws-sdk/client-cloudformation',
    '@aws-sdk/client-cloudwatch',
    '@aws-sdk/client-cloudwatch-logs',
    '@aws-sdk/client-lambda',
    '@aws-sdk/client-pricing',
    '@aws-sdk/client-s3',
    '@aws-sdk/client-secrets-manager',
    '@aws-sdk/client-sqs',
    '@aws-sdk/client-ssm',
    '@duckdb/node-api',
    '@jsii/spec',
    '@segment/analytics-node',
    '@types/aws-lambda',
    'ajv@^8',
    'ajv-formats@^3',
    'aws-lambda-ric@^4.0.2',
    'cdk-monitoring-constructs@^10',
    'cdk-nag@^3',
    'chart.js@^4',
    'chokidar@^4',
    'esbuild',
    'fast-check',
    'playwright-core@^1',
    'tsx',
    'velocityjs@^2.1.7',
    'yaml',
  ],
  tsconfig: { compilerOptions: { inlineSourceMap: false, inlineSources: false } }, // they would double the package
  excludeTypescript: ['src/local/page/browser/**', 'src/cli/html/browser/**'], // run in a browser, with types of their own
  lambdaAutoDiscover: false, // projenrc/bundles.ts makes the handler's bundle beside the two of the local run
  jest: true,
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER, // a snapshot changes only by `npx projen test:update`
    jestConfig: {
      randomize: true,
      testTimeout: 60_000,
      collectCoverage: false,
      modulePathIgnorePatterns: ['<rootDir>/.cache/'], // the scanners of test/security, 23,000 files
    },
  },
  eslintOptions: { dirs: ['src', 'test', 'demo', 'bench', 'examples', 'projenrc', '.projenrc.ts'] },
  docgen: true,
  npmTrustedPublishing: true, // with a statement of provenance
  releasableCommits: ReleasableCommits.ofType(['feat', 'fix', 'perf', 'revert']),
  jsiiReleaseVersion: '0.2.1061', // of publib, which publishes
  buildWorkflowOptions: { mutableBuild: false }, // a pull request must hold what it generates
  depsUpgradeOptions: { cooldown: 5, workflowOptions: { schedule: javascript.UpgradeDependenciesSchedule.WEEKLY } }, // days for others to find what is wrong
  githubOptions: {
    pullRequestLintOptions: { semanticTitleOptions: { types: ['feat', 'fix', 'perf', 'refactor', 'docs', 'test', 'build', 'chore', 'revert'] } },
  },
  gitignore: ['cdk.out/', '/telemetry-demo/', '.jsii.tabl.json', '.DS_Store'],
});

project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true'); // the lock file works with any registry
project.npmrc.addConfig('ignore-scripts', 'true'); // nothing here needs an install script; aws-lambda-ric would build a native client
project.npmrc.addConfig('fund', 'false');
project.npmrc.addConfig('audit', 'false');

// 1.13.0 was published without its platform packages, and `npm ci` wants every one of them in the lock file.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// On a fresh clone with only Node, these install and build what is missing before they start.
project.setScript('test', 'node projenrc/fresh-clone.mjs test');
project.setScript('test:languages', 'node projenrc/fresh-clone.mjs test:languages');
project.setScript('demo', 'node projenrc/fresh-clone.mjs demo');

// jsii never deletes the output of a deleted source.
project.preCompileTask.prependExec('node -e "for (const d of [\'lib\', \'assets\']) fs.rmSync(d, { recursive: true, force: true })"');
new Bundles(project);
new ImportZones(project);
new NewestCdkTests(project);
new ApiCompatibility(project);
new Workflows(project);

// Shipped as a bundle under assets/, or not at all; what lib/processing.js needs of the handler is there to be imported, too.
for (const dead of ['/lib/**/*.lambda.*', '/lib/write-keys/runtime/{authorize,stored-keys,key-ring}.*', '/lib/processor/handler/{privacy,schemas}/**',
  '/lib/processor/handler/rows/!(event-fields).*', '/lib/processor/handler/{batch-report,batch-rows,embedded-metrics,process-batch}.*',
  '/lib/local/**', '/lib/cli/**', '/lib/economics/measurement/**', '/assets/**/*.map', '.jsii.tabl.json',
  '/.cache/', '/demo/', '/telemetry-demo/', '/cdk.out/', '/docs/', '/examples/', '/rosetta/', '/bench/', '/.ci/', '/tsconfig.dev.json', '/CONTRIBUTING.md', '/API.md']) {
  project.addPackageIgnore(dead);
}

// ts-jest does not check types, so a check of everything that is TypeScript comes first.
new javascript.TypescriptConfig(project, {
  fileName: 'tsconfig.dev.json',
  extends: javascript.TypescriptConfigExtends.fromPaths(['./tsconfig.json']),
  include: ['src/**/*.ts', 'test/**/*.ts', 'demo/**/*.ts', 'bench/**/*.ts', 'examples/**/*.ts', 'projenrc/**/*.ts', '.projenrc.ts'],
  exclude: ['node_modules', 'cdk.out', 'src/local/page/browser', 'src/cli/html/browser'],
  compilerOptions: { noEmit: true, rootDir: '.', paths: { [project.name]: ['./src/index.ts'], [`${project.name}/lib/*`]: ['./src/*'] } }, // examples import us as users do
});
project.addTask('check-types', { exec: 'tsc --noEmit -p tsconfig.dev.json && tsc -p src/local/page/browser && tsc -p src/cli/html/browser', description: 'Type-check sources, tests, examples and the build' });

// README blocks and @example comments compile against the built library.
project.postCompileTask.exec('jsii-rosetta extract --strict');
const compileAndDocument = project.addTask('compile-and-document', { description: 'Bundle, compile, and write API.md' });
for (const step of [project.preCompileTask, project.compileTask, project.postCompileTask]) {
  compileAndDocument.spawn(step);
}
project.addTask('bench', {
  exec: 'node projenrc/bundle.mjs && tsx bench/synth.ts && tsx bench/handler.ts && tsx bench/plan.ts && tsx bench/local-page.ts',
  description: 'Run all benchmarks; writes bench/results/*.json',
});
project.addTask('test:languages', {
  exec: 'node projenrc/fresh-clone.mjs test:languages',
  receiveArgs: true,
  description: 'Package the library for each language, and use it from there',
});
project.addTask('test:faults', {
  exec: 'node projenrc/bundle.mjs && tsx --tsconfig tsconfig.dev.json test/faults/main.ts',
  receiveArgs: true,
  description: 'Send a million events through the local pipeline while everything fails, and account for each of them',
});
project.tasks.tryFind('test:update')!.env('UPDATE_DOCUMENTS', 'true'); // the generated parts of docs, besides the snapshots
project.addTask('eslint:check', {
  exec: 'eslint --no-error-on-unmatched-pattern --ext .ts src test demo bench examples projenrc .projenrc.ts',
  env: { ESLINT_USE_FLAT_CONFIG: 'false', NODE_NO_WARNINGS: '1' },
  description: 'Check the style and the import zones without mending anything',
});

project.synth();
