import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Assembly, readAssembly } from './cloud-assembly';
import { run } from './command';
import type { Target } from './language';

const ROOT = join(__dirname, '..', '..');

/** Kept from run to run; git and npm ignore it. */
const DOWNLOADS = join(ROOT, '.cache', 'languages');

const QUIET: NodeJS.ProcessEnv = {
  JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION: '1',
  JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1',
  JSII_RUNTIME_PACKAGE_CACHE_ROOT: join(DOWNLOADS, 'jsii'),
  CDK_DISABLE_CLI_TELEMETRY: 'true',
  npm_config_cache: join(DOWNLOADS, 'npm'),
};

/** A project of a user: a copy of the target's app, in a folder where there is nothing else. */
export class Site {
  readonly app: string;
  readonly packages: string;
  readonly downloads: string;

  constructor(readonly target: Target, folder: string) {
    this.app = join(folder, target.folder);
    this.packages = join(folder, 'packages', target.pacmak);
    this.downloads = join(DOWNLOADS, target.folder);
    mkdirSync(this.downloads, { recursive: true });
    cpSync(join(ROOT, 'examples', 'languages', target.folder), this.app, { recursive: true });
  }

  /** Makes the package of the library. */
  async package(): Promise<void> {
    await this.runIn(ROOT, [
      process.execPath, require.resolve('jsii-pacmak/bin/jsii-pacmak'), '--no-npmignore',
      '--outdir', join(this.packages, '..'), '--target', this.target.pacmak, ...(this.target.codeOnly ? ['--code-only'] : []),
    ]);
  }

  /** Runs a command in the folder of the app. */
  async run(...command: string[]): Promise<string> {
    return this.runIn(this.app, command);
  }

  /** Runs the app as the CDK's command line does. */
  async synthesize(): Promise<Assembly> {
    const { app } = JSON.parse(readFileSync(join(this.app, 'cdk.json'), 'utf8'));
    const outdir = join(this.app, 'cdk.out');
    rmSync(outdir, { recursive: true, force: true });
    await this.runIn(this.app, app.split(' '), { CDK_OUTDIR: outdir });
    return readAssembly(outdir);
  }

  /** Writes another value into the app. */
  edit(from: string, to: string): void {
    const file = join(this.app, this.target.app);
    const parts = readFileSync(file, 'utf8').split(from);
    if (parts.length !== 2) {
      throw new Error(`${this.target.app} must hold ${from} once, got ${parts.length - 1} times`);
    }
    writeFileSync(file, parts.join(to));
  }

  private async runIn(cwd: string, command: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<string> {
    return run(command, { cwd, env: { ...process.env, ...QUIET, ...this.target.environment?.(this), ...more } });
  }
}
