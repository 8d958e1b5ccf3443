import { randomUUID } from 'node:crypto';
import type { InvokeOutcome } from './invoke-outcome';

/** What a worker is handed when it asks for work. */
export interface Invocation {
  readonly requestId: string;
  readonly payload: string;
  /** When the function runs out of time, in milliseconds since 1970. */
  readonly deadlineMs: number;
}

interface Waiting {
  readonly payload: string;
  readonly settle: (outcome: InvokeOutcome) => void;
  readonly impatience: NodeJS.Timeout;
}

interface Running<Worker> {
  readonly worker: Worker;
  readonly settle: (outcome: InvokeOutcome) => void;
  readonly timeout: NodeJS.Timeout;
  timedOut: boolean;
  /** Whether its worker is gone, so that no answer can come any more. */
  orphaned: boolean;
}

/**
 * Hands invocations to the workers of one execution environment, as many at a time as the function allows.
 *
 * As on Lambda Managed Instances, a timeout is reported but stops nothing: the invocation keeps its slot until it answers.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-execution-environment.html
 */
export class InvocationScheduler<Worker extends object> {
  private readonly waiting = new Set<Waiting>();
  private readonly idle = new Map<Worker, (invocation: Invocation) => void>();
  private readonly running = new Map<string, Running<Worker>>();

  constructor(private readonly limits: { readonly maxConcurrency: number; readonly timeoutSeconds: number }) {}

  /** Invocations that wait or run, those that ran out of time included. */
  get occupiedSlots(): number {
    return this.waiting.size + this.running.size;
  }

  /** Queues an invocation. One that no worker takes within the function's timeout fails. */
  submit(payload: string): Promise<InvokeOutcome> {
    return new Promise(settle => {
      const impatience = setTimeout(() => {
        this.waiting.delete(invocation);
        settle({ ok: false, errorType: 'Runtime.Unavailable', message: 'no worker of the execution environment took the invocation in time' });
      }, this.limits.timeoutSeconds * 1000);
      const invocation: Waiting = { payload, settle, impatience };
      this.waiting.add(invocation);
      this.dispatch();
    });
  }

  /** Takes note of a worker that asks for work; `deliver` is called once, maybe much later. */
  offer(worker: Worker, deliver: (invocation: Invocation) => void): void {
    this.idle.set(worker, deliver);
    this.dispatch();
  }

  /** Reports the outcome of an invocation; false when none of that id runs. */
  answer(requestId: string, outcome: InvokeOutcome): boolean {
    const invocation = this.running.get(requestId);
    if (!invocation) {
      return false;
    }
    this.release(requestId, invocation);
    invocation.settle(outcome);
    return true;
  }

  /** Forgets a worker that is gone, and returns how many of its invocations have lost the hope of an answer. */
  lose(worker: Worker): number {
    this.idle.delete(worker);
    const lost = [...this.running].filter(([, invocation]) => invocation.worker === worker);
    for (const [requestId, invocation] of lost) {
      invocation.orphaned = true;
      if (invocation.timedOut) {
        this.release(requestId, invocation);
      }
    }
    return lost.length;
  }

  /** Fails everything that waits or runs. */
  abandon(outcome: InvokeOutcome): void {
    for (const { impatience, settle } of this.waiting) {
      clearTimeout(impatience);
      settle(outcome);
    }
    for (const { timeout, settle } of this.running.values()) {
      clearTimeout(timeout);
      settle(outcome);
    }
    this.waiting.clear();
    this.running.clear();
    this.idle.clear();
  }

  private dispatch(): void {
    for (const invocation of this.waiting) {
      const worker = this.idle.entries().next();
      if (worker.done || this.running.size >= this.limits.maxConcurrency) {
        return;
      }
      this.waiting.delete(invocation);
      this.idle.delete(worker.value[0]);
      this.run(invocation, ...worker.value);
    }
  }

  private run({ payload, settle, impatience }: Waiting, worker: Worker, deliver: (invocation: Invocation) => void): void {
    clearTimeout(impatience);
    const requestId = randomUUID();
    const timeoutMs = this.limits.timeoutSeconds * 1000;
    const timeout = setTimeout(() => this.timeOut(requestId), timeoutMs);
    this.running.set(requestId, { worker, settle, timeout, timedOut: false, orphaned: false });
    deliver({ requestId, payload, deadlineMs: Date.now() + timeoutMs });
  }

  private timeOut(requestId: string): void {
    const invocation = this.running.get(requestId)!;
    invocation.timedOut = true;
    if (invocation.orphaned) {
      this.release(requestId, invocation);
    }
    const message = `RequestId: ${requestId} Error: Task timed out after ${this.limits.timeoutSeconds.toFixed(2)} seconds`;
    invocation.settle({ ok: false, errorType: 'Sandbox.Timedout', message });
  }

  private release(requestId: string, { timeout }: Running<Worker>): void {
    clearTimeout(timeout);
    this.running.delete(requestId);
    this.dispatch();
  }
}
