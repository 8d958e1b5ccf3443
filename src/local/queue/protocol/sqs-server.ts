import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback } from '../../loopback-server';
import type { Operations } from '../operations/operation';
import { QueueError } from '../queue-error';
import { JSON_PROTOCOL, TARGET_HEADER } from './json-protocol';
import type { HttpReply, HttpRequest, Protocol } from './protocol';
import { QUERY_PROTOCOL, QUERY_PROTOCOL_WITH_JSON_REPLIES } from './query-protocol';
import type { OnCallerGone } from '../store/receive-waiters';

/** A batch of 1 MiB takes at most thrice as much in a form, six times as much in JSON. */
const MAXIMUM_REQUEST_BYTES = 8 * 1024 * 1024;

const TOO_LARGE: HttpReply = { status: 413, headers: { Connection: 'close' }, body: '' };

/** HTTP side of the queues: takes calls in both protocols on one port of this machine. */
export class SqsServer {
  private readonly server: Server;

  constructor(private readonly operations: Operations) {
    this.server = createServer((request, response) => void this.serve(request, response));
  }

  /** Starts to listen and returns the endpoint. */
  async listen(port: number): Promise<string> {
    return `http://${await listenOnLoopback(this.server, port)}`;
  }

  async close(): Promise<void> {
    // Long polls that have just been ended get their answers out first.
    await new Promise(resolve => setImmediate(resolve));
    await closeServer(this.server);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    try {
      const body = await readBody(request);
      const reply = body === undefined
        ? TOO_LARGE
        : await this.answer({ url: request.url ?? '/', headers: request.headers, body }, requestId, action => response.once('close', action));
      response.writeHead(reply.status, { ...reply.headers, 'Content-Length': Buffer.byteLength(reply.body), 'x-amzn-RequestId': requestId });
      response.end(reply.body);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  }

  private async answer(request: HttpRequest, requestId: string, onCallerGone: OnCallerGone): Promise<HttpReply> {
    const protocol = protocolOf(request);
    try {
      const { action, fields } = protocol.read(request);
      if (!Object.hasOwn(this.operations, action)) {
        throw new QueueError('InvalidAction', `The action ${action} is not valid for this endpoint.`);
      }
      return protocol.reply(action, await this.operations[action](fields, onCallerGone), requestId);
    } catch (error) {
      if (!(error instanceof QueueError)) {
        throw error;
      }
      return protocol.refuse(error, requestId);
    }
  }
}

function protocolOf({ headers }: HttpRequest): Protocol {
  if (TARGET_HEADER in headers) {
    return JSON_PROTOCOL;
  }
  return headers.accept?.startsWith('application/json') ? QUERY_PROTOCOL_WITH_JSON_REPLIES : QUERY_PROTOCOL;
}

/** Text of a request, nothing when it is larger than any call. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAXIMUM_REQUEST_BYTES) {
        chunks.push(chunk);
      } else {
        resolve(undefined);
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}
