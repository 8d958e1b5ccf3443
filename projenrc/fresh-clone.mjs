// Runs a task on a clone where nothing was installed or built yet; needs Node 20 or newer, and nothing else.
//
//   node projenrc/fresh-clone.mjs test             every check, then one line `N passed, N failed`
//   node projenrc/fresh-clone.mjs test:languages   the library from each language, then one line such as that
//   node projenrc/fresh-clone.mjs demo             the demo, with the arguments that follow
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const [task, ...args] = process.argv.slice(2);
const tasks = { test, 'test:languages': testLanguages, demo };

if (Number(process.versions.node.split('.')[0]) < 20) {
  stop(`Node must be version 20 or newer, got ${process.versions.node}; nothing was installed`);
}
if (!(task in tasks)) {
  stop(`the task must be one of ${Object.keys(tasks).join(', ')}, got '${task ?? ''}'`);
}
install();
process.exitCode = tasks[task]();

function install() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs) {
    return;
  }
  console.log('Installing what the lock file names (once, about a minute) ...');
  if (!run('npm', ['ci', '--no-fund', '--no-audit', '--loglevel=error'])) {
    stop('npm ci failed; the reason stands above');
  }
}

function demo() {
  return run('projen', ['bundle'], { quiet: true }) && run('tsx', ['demo/main.ts', ...args]) ? 0 : 1;
}

function test() {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const check = (title, command, commandArgs) => {
    console.log(`\n== ${title}`);
    total[run(command, commandArgs) ? 'passed' : 'failed'] += 1;
  };
  const suite = (title, commandArgs) => {
    console.log(`\n== ${title}`);
    const { passed, failed, skipped } = jest(commandArgs);
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  };

  check('the package compiles with jsii, its documented examples too', 'projen', ['compile-and-document']);
  check('sources, tests, demo and examples have no type errors', 'projen', ['check-types']);
  check('the code keeps the house style', 'projen', ['eslint:check']);
  suite('tests with the lowest aws-cdk-lib and constructs', []);
  suite('tests of the constructs and examples with the newest aws-cdk-lib and constructs', ['--config', 'test/jest.newest-cdk.json']);

  console.log(`\n${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
  return total.failed === 0 ? 0 : 1;
}

function testLanguages() {
  if (!isCompiled() && !run('projen', ['compile-and-document'])) {
    console.log('\n0 passed, 1 failed');
    return 1;
  }
  return run('tsx', ['--tsconfig', 'tsconfig.dev.json', 'test/languages/main.ts', ...args]) ? 0 : 1;
}

function isCompiled() {
  const assembly = join(root, '.jsii');
  if (!existsSync(assembly) || !existsSync(join(root, 'assets'))) {
    return false;
  }
  const sources = readdirSync(join(root, 'src'), { recursive: true }).map(file => join(root, 'src', file));
  const compiled = statSync(assembly).mtimeMs;
  return [...sources, join(root, 'README.md'), join(root, 'package.json')].every(file => statSync(file).mtimeMs <= compiled);
}

function jest(commandArgs) {
  const folder = mkdtempSync(join(tmpdir(), 'telemetry-tests-'));
  const outputFile = join(folder, 'results.json');
  try {
    run('jest', ['--ci', '--coverage=false', '--json', `--outputFile=${outputFile}`, '--reporters=default', ...commandArgs], { stdout: 'ignore' });
    const results = JSON.parse(readFileSync(outputFile, 'utf8'));
    return {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
  } catch (error) {
    console.error(`jest gave no results: ${error.message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command, commandArgs, { quiet = false, stdout = 'inherit' } = {}) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const result = spawnSync(command, commandArgs, {
    cwd: root,
    env: {
      ...process.env,
      PATH: path,
      JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    },
    stdio: quiet ? ['ignore', 'ignore', 'ignore'] : ['ignore', stdout, 'inherit'],
    shell: process.platform === 'win32',
  });
  if (quiet && result.status !== 0) {
    return run(command, commandArgs); // again, to show why
  }
  return result.status === 0;
}

function stop(why) {
  console.error(why);
  process.exit(1);
}
