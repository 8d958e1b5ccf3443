import { setTimeout as sleep } from 'node:timers/promises';
import { ExecutionEnvironment, type ExecutionEnvironmentOptions } from './execution-environment';
import { THROTTLED, type InvokeOutcome } from './invoke-outcome';

/** How often an environment that gets no more work is asked whether it is done. */
const RETIREMENT_CHECK_MS = 50;

/** A function, and how many environments run it. */
export interface LocalFunctionOptions extends ExecutionEnvironmentOptions {
  /**
   * Execution environments.
   *
   * @default 1
   */
  readonly environments?: number;
}

/** A function on localhost: its execution environments behind one door. */
export class LocalFunction {
  private environments: readonly ExecutionEnvironment[];
  private readonly retiring = new Map<ExecutionEnvironment, Promise<void>>();
  private stopped = false;

  constructor(private readonly options: LocalFunctionOptions) {
    this.environments = this.made(options);
  }

  /** Ids of the processes that run now. */
  get pids(): number[] {
    return this.environments.flatMap(({ pid }) => pid ?? []);
  }

  /** Invocations that wait or run, those of replaced code included. */
  get invocations(): number {
    return [...this.environments, ...this.retiring.keys()].reduce((sum, { occupiedSlots }) => sum + occupiedSlots, 0);
  }

  /** Starts every environment; rejects with the reason when the function cannot be loaded. */
  async start(): Promise<void> {
    await startAll(this.environments);
  }

  /** Invokes the function in the environment that has most room; throttles when all are full. */
  async invoke(payload: unknown): Promise<InvokeOutcome> {
    const roomiest = this.environments.reduce((best, environment) => (environment.freeSlots > best.freeSlots ? environment : best));
    return roomiest.freeSlots > 0 ? roomiest.invoke(payload) : THROTTLED;
  }

  /**
   * Runs other code or settings from now on; what the former environments are at, they finish.
   *
   * Rejects with the reason when the new code cannot be loaded; then the former goes on.
   */
  async change(options: ExecutionEnvironmentOptions): Promise<void> {
    const environments = this.made(options);
    await startAll(environments);
    if (this.stopped) {
      await stopAll(environments);
      return;
    }
    const former = this.environments;
    this.environments = environments;
    for (const environment of former) {
      this.retiring.set(environment, this.retire(environment).finally(() => this.retiring.delete(environment)));
    }
  }

  /** Kills the process of every environment, as a fault would; others take their places. */
  kill(): void {
    this.environments.forEach(environment => environment.kill());
  }

  /** Ends every environment; what still runs fails. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([stopAll(this.environments), ...this.retiring.values()]);
  }

  private made(options: LocalFunctionOptions): ExecutionEnvironment[] {
    return Array.from({ length: this.options.environments ?? 1 }, () => new ExecutionEnvironment(options));
  }

  private async retire(environment: ExecutionEnvironment): Promise<void> {
    while (environment.occupiedSlots > 0 && !this.stopped) {
      await sleep(RETIREMENT_CHECK_MS);
    }
    await environment.stop();
  }
}

async function startAll(environments: readonly ExecutionEnvironment[]): Promise<void> {
  const starts = await Promise.allSettled(environments.map(async environment => environment.start()));
  const failed = starts.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
  if (failed) {
    await stopAll(environments);
    throw failed.reason;
  }
}

async function stopAll(environments: readonly ExecutionEnvironment[]): Promise<void> {
  await Promise.all(environments.map(async environment => environment.stop()));
}
