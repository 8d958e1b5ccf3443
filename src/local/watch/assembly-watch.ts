import { dirname, resolve, sep } from 'node:path';
import { watch, type FSWatcher } from 'chokidar';

/** Files come one after the other; a synthesis is over when none has come for so long. */
const QUIET_MS = 300;

/** A run that takes up a new assembly. */
export interface ReloadableRun {
  reload(): Promise<boolean>;
}

/** What is watched, and who hears of it. */
export interface AssemblyWatchOptions {
  /** Folder that `cdk synth` writes. */
  readonly assembly: string;
  readonly run: ReloadableRun;
  readonly onNotice: (text: string) => void;
}

/** Makes a run take up what `cdk synth` writes, whoever calls it. What cannot be loaded is told of, and the former code goes on. */
export class AssemblyWatch {
  private watcher?: FSWatcher;
  private quiet?: NodeJS.Timeout;
  private reloading: Promise<void> = Promise.resolve();

  constructor(private readonly options: AssemblyWatchOptions) {}

  /** Begins to watch; resolves when no change can be missed any more. */
  async start(): Promise<void> {
    const assembly = resolve(this.options.assembly);
    const parent = dirname(assembly);
    // The folder itself may be deleted and made anew, so its parent is watched, too. Assets are named by their content: a template changes with them.
    this.watcher = watch(parent, {
      ignoreInitial: true,
      ignored: (path, stats) => path !== parent && path !== assembly
        && (!path.startsWith(assembly + sep) || /[\\/](asset\.|bundling-temp-)/.test(path.slice(assembly.length)) || stats?.isFile() === true && !path.endsWith('.json')),
    });
    this.watcher.on('all', () => this.wait());
    await new Promise<void>(ready => this.watcher!.once('ready', ready));
  }

  async stop(): Promise<void> {
    clearTimeout(this.quiet);
    await this.watcher?.close();
    await this.reloading;
  }

  private wait(): void {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => { this.reloading = this.reloading.then(async () => this.reload()); }, QUIET_MS);
  }

  private async reload(): Promise<void> {
    const { run, onNotice } = this.options;
    try {
      if (await run.reload()) {
        onNotice('the new handler takes over; what the former one is at, it finishes');
      }
    } catch (error) {
      onNotice(`the former handler goes on: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
