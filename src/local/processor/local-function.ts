import { ExecutionEnvironment, type ExecutionEnvironmentOptions } from './execution-environment';
import { THROTTLED, type InvokeOutcome } from './invoke-outcome';

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
  private readonly environments: readonly ExecutionEnvironment[];

  constructor({ environments = 1, ...options }: LocalFunctionOptions) {
    this.environments = Array.from({ length: environments }, () => new ExecutionEnvironment(options));
  }

  /** Ids of the processes that run now. */
  get pids(): number[] {
    return this.environments.flatMap(({ pid }) => pid ?? []);
  }

  /** Starts every environment; rejects with the reason when the function cannot be loaded. */
  async start(): Promise<void> {
    const starts = await Promise.allSettled(this.environments.map(async environment => environment.start()));
    const failed = starts.find(({ status }) => status === 'rejected') as PromiseRejectedResult | undefined;
    if (failed) {
      await this.stop();
      throw failed.reason;
    }
  }

  /** Invokes the function in the environment that has most room; throttles when none has any. */
  async invoke(payload: unknown): Promise<InvokeOutcome> {
    const roomiest = this.environments.reduce((best, environment) => (environment.freeSlots > best.freeSlots ? environment : best));
    return roomiest.freeSlots > 0 ? roomiest.invoke(payload) : THROTTLED;
  }

  /** Kills the process of every environment, as a fault would; others take their places. */
  kill(): void {
    this.environments.forEach(environment => environment.kill());
  }

  /** Ends every environment; what still runs fails. */
  async stop(): Promise<void> {
    await Promise.all(this.environments.map(async environment => environment.stop()));
  }
}
