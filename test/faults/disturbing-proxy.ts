import { Agent, createServer, request, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { closeServer, listenOnLoopback } from '../../src/local/loopback-server';

/** A request that has arrived at the proxy, whole. */
export interface ProxiedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the server behind the proxy answered. */
export interface ProxiedReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** What the client gets: a reply, a connection that is reset, or no answer at all. */
export type Outcome = ProxiedReply | 'reset' | 'silence';

/** Passes a request on to the server; a signal takes it back. */
export type Forward = (request: ProxiedRequest, takenBack?: AbortSignal) => Promise<ProxiedReply>;

/** Decides what becomes of a request. It may be passed on never, or after the client has gone. */
export type Disturb = (request: ProxiedRequest, forward: Forward, clientGone: AbortSignal) => Promise<Outcome>;

/** An HTTP proxy on loopback that takes requests whole and does with them what it is told. */
export class DisturbingProxy {
  private readonly agent = new Agent({ keepAlive: true });
  private readonly server = createServer((incoming, response) => {
    this.serve(incoming, response).catch(() => response.destroy());
  });

  constructor(private readonly target: string, private readonly disturb: Disturb) {}

  async start(): Promise<string> {
    return `http://${await listenOnLoopback(this.server, 0)}`;
  }

  async stop(): Promise<void> {
    await closeServer(this.server);
    this.agent.destroy();
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const { method = '', url = '', headers } = incoming;
    const outcome = await this.disturb({ method, url, headers, body: await buffer(incoming) }, this.forward, gone.signal);
    if (outcome === 'silence') {
      return;
    }
    if (outcome === 'reset') {
      incoming.socket.resetAndDestroy();
      return;
    }
    response.writeHead(outcome.status, wholeBodyHeaders(outcome.headers, outcome.body)).end(outcome.body);
  }

  private readonly forward: Forward = async ({ method, url, headers, body }, signal) => new Promise((resolve, reject) => {
    const options = { method, headers: wholeBodyHeaders(headers, body), agent: this.agent, signal };
    request(new URL(url, this.target), options, reply => {
      buffer(reply).then(content => resolve({ status: reply.statusCode!, headers: wholeBodyHeaders(reply.headers, content), body: content }), reject);
    }).on('error', reject).end(body);
  });
}

/** Headers that belong to one connection stay there. */
const CONNECTION_HEADERS = ['connection', 'keep-alive', 'transfer-encoding', 'expect', 'content-length'];

function wholeBodyHeaders(headers: IncomingHttpHeaders, body: Buffer): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !CONNECTION_HEADERS.includes(name));
  return { ...Object.fromEntries(kept), 'content-length': String(body.byteLength) };
}
