import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { watch, type FSWatcher } from 'chokidar';
import { telling } from './failed-build';

const QUIET_MS = 200;

/** How often files that were edited before are looked at besides: a machine under load was seen to miss an event. */
const LOOK_MS = 1_500;

/** What is built, and when. */
export interface RebuildOptions {
  /** Command and its arguments. */
  readonly command: readonly string[];
  /** Folder of the sources; the command runs there, too. */
  readonly folder: string;
  /** Folders below it that the command or the run writes to. */
  readonly outputs: readonly string[];
  readonly onLog: (line: string) => void;
  readonly onNotice: (text: string) => void;
}

/** Runs a build whenever a source has changed, one at a time. A file written again as it was is no change, or a build that writes beside its sources had no end. */
export class Rebuild {
  private watcher?: FSWatcher;
  private quiet?: NodeJS.Timeout;
  private look?: NodeJS.Timeout;
  private build?: ChildProcess;
  private turn: Promise<void> = Promise.resolve();
  private readonly touched = new Set<string>();
  private readonly fingerprints = new Map<string, string>();
  private readonly times = new Map<string, number | undefined>();
  private stopped = false;

  constructor(private readonly options: RebuildOptions) {}

  /** Begins to watch; resolves when no change can be missed any more. */
  async start(): Promise<void> {
    const outputs = this.options.outputs.map(output => resolve(output));
    this.watcher = watch(this.options.folder, {
      ignoreInitial: true,
      ignored: path => outputs.includes(resolve(path)) || /[\\/](node_modules|\.[^\\/]+|[^\\/]+\.log)$/.test(relativeTo(this.options.folder, path)),
    });
    this.watcher.on('all', (event, path) => {
      if (!event.endsWith('Dir')) {
        this.touched.add(path);
        this.wait();
      }
    });
    await new Promise<void>(ready => this.watcher!.once('ready', ready));
    this.look = setInterval(() => this.lookAgain(), LOOK_MS).unref();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearInterval(this.look);
    clearTimeout(this.quiet);
    await this.watcher?.close();
    if (this.build?.exitCode === null && this.build.signalCode === null) {
      this.build.kill();
      await once(this.build, 'exit');
    }
  }

  private wait(): void {
    clearTimeout(this.quiet);
    if (this.stopped) {
      return;
    }
    this.quiet = setTimeout(() => { this.turn = this.turn.then(async () => this.run()); }, QUIET_MS);
  }

  /** A file that is as it was is no change, so that looking once too often does no harm. */
  private lookAgain(): void {
    for (const path of this.fingerprints.keys()) {
      if (statSync(path, { throwIfNoEntry: false })?.mtimeMs !== this.times.get(path)) {
        this.touched.add(path);
        this.wait();
      }
    }
  }

  private async run(): Promise<void> {
    if (await this.hasChanged() && !this.stopped) {
      await this.runBuild();
    }
  }

  private async hasChanged(): Promise<boolean> {
    const paths = [...this.touched];
    this.touched.clear();
    const changes = await Promise.all(paths.map(async path => {
      this.times.set(path, statSync(path, { throwIfNoEntry: false })?.mtimeMs);
      const content = await readFile(path).catch(() => undefined);
      const fingerprint = content === undefined ? 'absent' : createHash('sha256').update(content).digest('hex');
      const changed = this.fingerprints.get(path) !== fingerprint;
      this.fingerprints.set(path, fingerprint);
      return changed;
    }));
    return changes.includes(true);
  }

  private async runBuild(): Promise<void> {
    const { command: [program, ...args], folder, onLog, onNotice } = this.options;
    const lines: string[] = [];
    this.build = spawn(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    for (const output of [this.build.stdout!, this.build.stderr!]) {
      createInterface(output).on('line', line => {
        onLog(line);
        lines.push(line);
      });
    }
    const how = await new Promise<string>(end => {
      this.build!.once('error', error => end(error.message));
      this.build!.once('close', (code, signal) => end(code === 0 ? '' : signal ?? `exit code ${code}`));
    });
    this.build = undefined;
    if (how !== '' && !this.stopped) {
      onNotice(`the build failed with ${how}; the former handler goes on\n${telling(lines).join('\n')}`);
    }
  }
}

function relativeTo(folder: string, path: string): string {
  return `/${relative(folder, path)}`;
}
