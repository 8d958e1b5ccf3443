import { execFileSync } from 'child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';

export const ROOT = join(__dirname, '..', '..');

/** Without the settings of the machine that runs the tests, and without a network. */
const NPM = ['--ignore-scripts', '--offline', '--no-audit', '--no-fund', '--loglevel=error'];

/** A package as `npm publish` would send it. */
export class PackedPackage {
  public static pack(): PackedPackage {
    if (!existsSync(join(ROOT, 'lib', 'index.js'))) {
      throw new Error('lib/index.js is not there: compile first, with `npx projen compile`');
    }
    const folder = mkdtempSync(join(tmpdir(), 'packed-'));
    const [{ filename, size, files }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--pack-destination', folder, ...NPM], {
      cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'],
    }));
    return new PackedPackage(folder, join(folder, filename), size, files.map(({ path }: { path: string }) => path));
  }

  private constructor(
    private readonly folder: string,
    public readonly tarball: string,
    /** In bytes. */
    public readonly size: number,
    public readonly files: readonly string[],
  ) {}

  /** Makes a project that has nothing but the package and its peers, which are those of this repository. */
  public installInto(name: string, peers: readonly string[] = ['aws-cdk-lib', 'constructs']): string {
    const project = join(this.folder, name);
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), JSON.stringify({ name, private: true }));
    execFileSync('npm', ['install', '--legacy-peer-deps', ...NPM, this.tarball], { cwd: project, stdio: ['ignore', 'ignore', 'inherit'] });
    peers.forEach(peer => linkInstalled(project, peer));
    return project;
  }

  public remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** Puts a module of this repository into a project. */
export function linkInstalled(project: string, module: string): void {
  const place = join(project, 'node_modules', module);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules', module), place);
}
