import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** An answer in the form that AWS documents. */
export interface FrontAnswer {
  readonly status?: number;
  readonly body: unknown;
}

/** Stands before a server, answers what that cannot, and hands on everything else. */
export class FrontServer {
  private readonly server: Server;

  /** @param answers by method and path, such as `GET /a/b`; `*` answers everything */
  constructor(private readonly behind: string, private readonly answers: Readonly<Record<string, FrontAnswer>>) {
    this.server = createServer((request, response) => {
      void this.answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(body);
      }, (error: Error) => response.writeHead(502).end(error.message));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>(resolve => { this.server.listen(0, '127.0.0.1', resolve); });
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => { this.server.close(resolve); });
  }

  private async answer(request: IncomingMessage): Promise<{ status: number; body: string }> {
    const { method = '', url = '', headers } = request;
    const sent = await buffer(request);
    const own = this.answers[`${method} ${url.split('?')[0].replace(/\/$/, '')}`] ?? this.answers['*'];
    if (own !== undefined) {
      return { status: own.status ?? 200, body: JSON.stringify(own.body) };
    }
    const { host: _, connection: __, 'content-length': ___, ...others } = headers;
    const answer = await fetch(`${this.behind}${url}`, { method, headers: others as Record<string, string>, ...sent.length > 0 && { body: sent } });
    return { status: answer.status, body: await answer.text() };
  }
}
