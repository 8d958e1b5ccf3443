import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { errorPosition } from './error-position';
import { concurrencyOf, localFunctionArn, type FunctionSettings } from './function-settings';
import { errorText, type InvokeOutcome } from './invoke-outcome';
import { processEnvironment } from './process-environment';
import { RuntimeApi } from './runtime-api';
import { findRuntimeFiles } from './runtime-files';

/** Time that Lambda gives a managed instance to load a function. */
const INIT_TIMEOUT_MS = 130_000;

/** Connections of a process that dies may end before its end is reported. */
const END_REPORT_MS = 100;

/** Where a process comes from, and who hears of it. */
export interface FunctionProcessOptions {
  readonly taskRoot: string;
  readonly nodeBinary: string;
  readonly nodeOptions: readonly string[];
  readonly onLog: (line: string) => void;
  readonly onNotice: (text: string) => void;
  /** Called when the process ends although nobody stopped it, with the number of invocations that it takes along. */
  readonly onDeath: (how: string, invocations: number) => void;
}

/** One process that runs a function with AWS's own runtime interface client, with the Runtime API that it is attached to. */
export class FunctionProcess {
  private readonly api: RuntimeApi;
  private readonly ready: Promise<void>;
  private declareReady!: () => void;
  private declareFailed!: (reason: Error) => void;
  private child?: ChildProcess;
  private state: 'starting' | 'running' | 'ended' = 'starting';

  constructor(private readonly fn: FunctionSettings, private readonly options: FunctionProcessOptions) {
    this.ready = new Promise((resolve, reject) => {
      this.declareReady = resolve;
      this.declareFailed = reject;
    });
    this.api = new RuntimeApi({
      functionArn: localFunctionArn(fn),
      timeoutSeconds: fn.timeoutSeconds,
      maxConcurrency: concurrencyOf(fn),
      positionOf: stack => errorPosition(stack, { copy: options.taskRoot, original: fn.assetFolder }),
      onPoll: () => this.declareReady(),
      onInitError: outcome => this.declareFailed(this.initError(errorText(outcome))),
      onWorkerLost: invocations => setTimeout(() => this.reportLostWorker(invocations), END_REPORT_MS),
    });
  }

  /** Invocations that wait or run. */
  get occupiedSlots(): number {
    return this.api.occupiedSlots;
  }

  /** Id of the process; nothing before it was started. */
  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts the process; resolves when it first asks for work, rejects with the reason when it cannot load the function. */
  async start(): Promise<void> {
    const runtimeApi = await this.api.start();
    const timer = setTimeout(() => this.declareFailed(this.initError(`no end after ${INIT_TIMEOUT_MS / 1000} seconds`)), INIT_TIMEOUT_MS);
    this.child = this.spawn(runtimeApi);
    try {
      await this.ready;
      this.state = 'running';
    } catch (error) {
      await this.stop();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Invokes the function. */
  async invoke(payload: unknown): Promise<InvokeOutcome> {
    return this.api.invoke(JSON.stringify(payload));
  }

  /** Ends the process as a fault would. */
  kill(): void {
    this.child?.kill('SIGKILL');
  }

  /** Ends the process for good; what still runs fails. */
  async stop(): Promise<void> {
    this.state = 'ended';
    await this.api.stop(exitOutcome('the execution environment was shut down'));
    if (this.child?.pid !== undefined && this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, 'exit');
      this.child.kill('SIGKILL'); // as Lambda does: worker threads see no SIGTERM
      await exited;
    }
  }

  private spawn(runtimeApi: string): ChildProcess {
    const { taskRoot, nodeBinary, nodeOptions, onLog } = this.options;
    const child = spawn(nodeBinary, [...nodeOptions, findRuntimeFiles().interfaceClient], {
      cwd: taskRoot,
      env: processEnvironment(this.fn, { taskRoot, runtimeApi }),
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32', // Ctrl-C at the terminal is for the local run, which lets batches end first
    });
    for (const output of [child.stdout, child.stderr]) {
      createInterface(output).on('line', onLog);
    }
    child.once('error', error => this.declareFailed(this.initError(error.message)));
    child.once('exit', (code, signal) => this.end(signal === null ? `exit code ${code}` : `signal ${signal}`));
    return child;
  }

  private end(how: string): void {
    this.declareFailed(this.initError(`the process ended with ${how}`));
    if (this.state !== 'running') {
      return;
    }
    this.state = 'ended';
    const invocations = this.occupiedSlots;
    this.api.stop(exitOutcome(`Runtime exited with ${how}`)).then(() => this.options.onDeath(how, invocations), this.declareFailed);
  }

  private reportLostWorker(invocations: number): void {
    if (this.state === 'running') {
      const lost = `a worker thread of ${this.fn.functionName} ended while it ran ${invocations} invocations`;
      this.options.onNotice(`${lost}: they fail by timeout, and nothing replaces the thread`);
    }
  }

  private initError(reason: string): Error {
    return new Error(`${this.fn.functionName} did not initialize: ${reason}`);
  }
}

function exitOutcome(message: string): InvokeOutcome {
  return { ok: false, errorType: 'Runtime.ExitError', message };
}
