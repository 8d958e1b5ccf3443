import { FunctionProcess } from './function-process';
import { concurrencyOf, type FunctionSettings } from './function-settings';
import { THROTTLED, type InvokeOutcome } from './invoke-outcome';
import { findRuntimeFiles } from './runtime-files';
import { stageTaskRoot, type TaskRoot } from './task-root';

const FIRST_RESTART_DELAY_MS = 100;
const LONGEST_RESTART_DELAY_MS = 5_000;

/** A process that lived that long did not die of its start. */
const HEALTHY_LIFE_MS = 10_000;

/** A function, and who hears of what its execution environment does. */
export interface ExecutionEnvironmentOptions extends FunctionSettings {
  /** Called with each line that the function logs. */
  readonly onLog?: (line: string) => void;
  /** Called with what the user should know: a worker or a process that died. */
  readonly onNotice?: (text: string) => void;
  /**
   * Node that runs the function.
   *
   * @default - the Node that runs this
   */
  readonly nodeBinary?: string;
}

/**
 * An execution environment: one process that runs many invocations at a time on managed instances, and one as an ordinary function.
 *
 * A process that dies fails what it was at, and is replaced.
 */
export class ExecutionEnvironment {
  private taskRoot?: TaskRoot;
  private process?: FunctionProcess;
  private restart?: NodeJS.Timeout;
  private restarting?: Promise<void>;
  private deaths = 0;
  private stopped = false;

  constructor(private readonly options: ExecutionEnvironmentOptions) {}

  /** Invocations that it can take at once; none while its process is being replaced. */
  get freeSlots(): number {
    return this.process ? Math.max(0, concurrencyOf(this.options) - this.process.occupiedSlots) : 0;
  }

  /** Invocations that wait or run. */
  get occupiedSlots(): number {
    return this.process?.occupiedSlots ?? 0;
  }

  /** Id of the process; nothing while it is being replaced. */
  get pid(): number | undefined {
    return this.process?.pid;
  }

  /** Starts the process; resolves when it first asks for work, rejects with the reason when it cannot load the function. */
  async start(): Promise<void> {
    this.taskRoot = await stageTaskRoot(this.options.assetFolder, findRuntimeFiles().modules);
    try {
      this.process = await this.launch(this.taskRoot);
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  /** Invokes the function; what exceeds its concurrency waits for a free slot. */
  async invoke(payload: unknown): Promise<InvokeOutcome> {
    return this.process?.invoke(payload) ?? THROTTLED;
  }

  /** Kills the process, as a fault would. */
  kill(): void {
    this.process?.kill();
  }

  /** Ends the process; what still runs fails. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.restart);
    await this.restarting;
    await this.process?.stop();
    this.process = undefined;
    await this.taskRoot?.remove();
  }

  private async launch({ folder, hasSourceMaps }: TaskRoot): Promise<FunctionProcess> {
    const startedAt = Date.now();
    const { onLog = () => {}, onNotice = () => {}, nodeBinary = process.execPath } = this.options;
    const launched = new FunctionProcess(this.options, {
      taskRoot: folder,
      nodeBinary,
      nodeOptions: hasSourceMaps ? ['--enable-source-maps'] : [],
      onLog,
      onNotice,
      onDeath: (how, invocations) => {
        this.process = undefined;
        this.deaths = Date.now() - startedAt < HEALTHY_LIFE_MS ? this.deaths + 1 : 1;
        this.replace(`the process of ${this.options.functionName} ended with ${how} while it ran ${invocations} invocations`);
      },
    });
    await launched.start();
    return launched;
  }

  private replace(reason: string): void {
    if (this.stopped) {
      return;
    }
    const delayMs = Math.min(FIRST_RESTART_DELAY_MS * 2 ** (this.deaths - 1), LONGEST_RESTART_DELAY_MS);
    this.options.onNotice?.(`${reason}; another one starts in ${delayMs} ms`);
    this.restart = setTimeout(() => {
      this.restarting = this.launch(this.taskRoot!).then(
        launched => { this.process = launched; },
        (error: Error) => {
          this.deaths += 1;
          this.replace(error.message);
        },
      );
    }, delayMs);
  }
}
