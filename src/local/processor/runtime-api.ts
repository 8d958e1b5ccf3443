import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { InvocationScheduler, type Invocation } from './invocation-scheduler';
import type { InvokeOutcome } from './invoke-outcome';
import { closeServer, listenOnLoopback } from '../loopback-server';

const VERSION = '/2018-06-01/runtime';
const ANSWER = new RegExp(`^${VERSION}/invocation/([^/]+)/(response|error)$`);

/** Settings of a Runtime API, and who hears of what happens on it. */
export interface RuntimeApiOptions {
  readonly functionArn: string;
  readonly timeoutSeconds: number;
  readonly maxConcurrency: number;
  /** Reads from a stack where in the function's code an error comes from. */
  readonly positionOf?: (stack: readonly string[]) => string | undefined;
  /** Called each time a worker asks for work. */
  readonly onPoll: () => void;
  /** Called when a worker could not load the function. */
  readonly onInitError: (error: InvokeOutcome & { ok: false }) => void;
  /** Called when the connection of a worker ends, with the number of invocations that it was at. */
  readonly onWorkerLost: (invocations: number) => void;
}

/**
 * Lambda's Runtime API for one process of a function, on a free port of 127.0.0.1.
 *
 * Each worker polls on a connection of its own, so a connection that ends tells of a worker that is gone; that of one which
 * computes for a while only rests.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
export class RuntimeApi {
  private readonly scheduler: InvocationScheduler<Socket>;
  private readonly workers = new WeakSet<Socket>();
  private readonly server = createServer((request, response) => {
    this.route(request, response).catch(error => reply(response, 400, { errorType: 'InvalidRequest', errorMessage: String(error) }));
  });

  constructor(private readonly options: RuntimeApiOptions) {
    this.scheduler = new InvocationScheduler(options);
  }

  /** Invocations that wait or run. */
  get occupiedSlots(): number {
    return this.scheduler.occupiedSlots;
  }

  /** Listens, and returns the host and port. */
  async start(): Promise<string> {
    return listenOnLoopback(this.server, 0);
  }

  /** Invokes the function with a payload, which is JSON text. */
  async invoke(payload: string): Promise<InvokeOutcome> {
    return this.scheduler.submit(payload);
  }

  /** Closes every connection; what waits or runs gets the outcome that is given. */
  async stop(outcome: InvokeOutcome): Promise<void> {
    this.scheduler.abandon(outcome);
    await closeServer(this.server);
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url = '' } = request;
    if (method === 'GET' && url === `${VERSION}/invocation/next`) {
      return this.next(request.socket, response);
    }
    const body = await text(request);
    if (method === 'POST' && url === `${VERSION}/init/error`) {
      this.options.onInitError(this.errorOutcome(body));
      return reply(response, 202, { status: 'OK' });
    }
    const [, requestId, kind] = (method === 'POST' && ANSWER.exec(url)) || [];
    if (requestId === undefined) {
      return reply(response, 404, { errorType: 'NotFound', errorMessage: `${method} ${url} is no call of the Runtime API` });
    }
    const outcome = kind === 'response' ? { ok: true, value: JSON.parse(body) } as const : this.errorOutcome(body);
    if (!this.scheduler.answer(decodeURIComponent(requestId), outcome)) {
      return reply(response, 400, { errorType: 'InvalidRequestID', errorMessage: 'Invalid request ID' });
    }
    reply(response, 202, { status: 'OK' });
  }

  private next(worker: Socket, response: ServerResponse): void {
    if (!this.workers.has(worker)) {
      this.workers.add(worker);
      worker.once('close', () => this.options.onWorkerLost(this.scheduler.lose(worker)));
    }
    this.scheduler.offer(worker, invocation => this.deliver(invocation, response));
    this.options.onPoll();
  }

  private errorOutcome(body: string): InvokeOutcome & { ok: false } {
    const { errorType, errorMessage, trace } = JSON.parse(body) as { errorType?: string; errorMessage?: string; trace?: readonly string[] };
    const position = this.options.positionOf?.(trace ?? []);
    return { ok: false, errorType: errorType ?? 'Error', message: errorMessage ?? '', ...position !== undefined && { position } };
  }

  private deliver({ requestId, payload, deadlineMs }: Invocation, response: ServerResponse): void {
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Lambda-Runtime-Aws-Request-Id': requestId,
      'Lambda-Runtime-Deadline-Ms': String(deadlineMs),
      'Lambda-Runtime-Invoked-Function-Arn': this.options.functionArn,
    }).end(payload);
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
