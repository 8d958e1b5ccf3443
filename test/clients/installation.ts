import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { installedChromium } from './browser';
import { DRIVERS, type Client, type Runtime } from './client';
import { installPython } from '../fixtures/python-environment';

const NODE_MODULES = join(DRIVERS, 'node_modules');
const REQUIREMENTS = join(DRIVERS, 'requirements.txt');
const PACKAGE_LOCK = join(DRIVERS, 'package-lock.json');

const LONGEST_INSTALL_MS = 180_000;

/** The clients' packages, installed apart from the library's own. */
export interface Installation {
  /** Why clients of a runtime cannot run here, if so. */
  readonly missing: Readonly<Partial<Record<Runtime, string>>>;
}

/** Installs what the lock files name, unless it is there already. What cannot be had is told, not thrown. */
export function installClients(): Installation {
  const node = installOnce(NODE_MODULES, PACKAGE_LOCK, () => run('npm', ['ci', '--no-progress', '--loglevel=error', '--fetch-retries=1']));
  const installed = installPython(REQUIREMENTS);
  const python = 'missing' in installed ? `${installed.missing} cannot be had` : undefined;
  return {
    missing: { node, python, browser: node ?? (installedChromium() === undefined ? 'Chromium is not installed' : undefined) },
  };
}

/** What runs the drivers of a runtime. */
export function executableOf(runtime: Runtime): string {
  if (runtime !== 'python') {
    return process.execPath;
  }
  const installed = installPython(REQUIREMENTS);
  if ('missing' in installed) {
    throw new Error(`drivers in Python must have ${installed.missing}, got none`);
  }
  return join(installed.bin, 'python');
}

/** Name and version of a client. */
export function titleOf(client: Client): string {
  const { name, variant } = client;
  const version = versionOf(client);
  return `${name}${version === undefined ? '' : ` ${version}`}${variant === undefined ? '' : `, ${variant}`}`;
}

/** Version of a client's package that the lock files name. */
function versionOf({ packageName, runtime }: Client): string | undefined {
  if (packageName === undefined) {
    return undefined;
  }
  if (runtime === 'python') {
    return new RegExp(`^${packageName}==(.+)$`, 'm').exec(readFileSync(REQUIREMENTS, 'utf8'))?.[1];
  }
  const { packages } = JSON.parse(readFileSync(PACKAGE_LOCK, 'utf8')) as { packages: Record<string, { version: string }> };
  return packages[`node_modules/${packageName}`].version;
}

/** A copy of the lock file beside what was installed tells that it is complete, and what it was made from. */
function installOnce(folder: string, lockFile: string, install: () => string | undefined): string | undefined {
  const stamp = join(folder, '.installed-from');
  const wanted = readFileSync(lockFile, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) {
    return undefined;
  }
  rmSync(folder, { recursive: true, force: true });
  const failure = install();
  if (failure === undefined) {
    writeFileSync(stamp, wanted);
  }
  return failure;
}

/** Returns why a command failed, in a line. */
function run(command: string, args: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync(command, args, {
    cwd: DRIVERS,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    timeout: LONGEST_INSTALL_MS,
  });
  if (status === 0) {
    return undefined;
  }
  const said = error?.message ?? stderr.split('\n').find(line => /^(?:npm )?error/i.test(line)) ?? `exit code ${status}`;
  return `${[basename(command), ...args.slice(0, 3)].join(' ')} failed: ${said}`;
}
