import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { closeServer, listenOnLoopback } from '../loopback-server';
import type { SynthesizedDoor } from '../synthesized-pipeline';
import type { InvokableFunction } from './admission/asked-function';
import { readHead, type DoorReply, type DoorRequest } from './door-request';
import { HttpApi } from './http-api';
import { QueueClient } from './queue-client';
import { asRefusal, Refusal } from './refusal';
import { readBody } from './request-body';
import { RestApi } from './rest-api';

/** What a local door is made of. */
export interface LocalDoorOptions {
  readonly door: SynthesizedDoor;
  /** Address of the queue server, such as `http://127.0.0.1:9324`. */
  readonly queueEndpoint: string;
  /**
   * Functions of authorizers by name.
   *
   * @default - none: requests that they would decide on are let in
   */
  readonly authorizers?: ReadonlyMap<string, InvokableFunction>;
  /** Told of faults in a template or an authorizer. */
  readonly onNotice?: (notice: string) => void;
}

/**
 * Most bytes that the line and the headers of a request may have.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
 */
const MAX_HEADER_BYTES = 10_240;

const REQUEST_ID_HEADERS = { rest: 'x-amzn-RequestId', http: 'apigw-requestid' } as const;

/** The API of a synthesized template on localhost: evaluates the mappings that stand there and hands the messages to a queue server. */
export class LocalDoor {
  private readonly door: SynthesizedDoor;
  private readonly queue: QueueClient;
  private readonly api: RestApi | HttpApi;
  private readonly stagePrefix: string;
  private readonly notify: (notice: string) => void;
  private readonly server: Server;
  private readonly replyCounts = new Map<number, number>();

  constructor({ door, queueEndpoint, authorizers = new Map(), onNotice = () => {} }: LocalDoorOptions) {
    this.door = door;
    this.queue = new QueueClient(queueEndpoint);
    this.stagePrefix = door.stageName === '$default' ? '' : `/${door.stageName}`;
    this.api = door.kind === 'rest'
      ? new RestApi(door, this.queue, this.stagePrefix, authorizers)
      : new HttpApi(door, this.queue, this.stagePrefix, authorizers);
    this.notify = onNotice;
    this.server = createServer({ maxHeaderSize: MAX_HEADER_BYTES, noDelay: true }, (message, response) => {
      this.answer(message).then(reply => send(response, reply)).catch((error: Error) => {
        this.notify(`${message.method} ${message.url}: ${error.message}`);
        response.destroy();
      });
    });
  }

  /** Replies so far by their status. */
  public get replies(): ReadonlyMap<number, number> {
    return this.replyCounts;
  }

  /** Listens on 127.0.0.1, by default on a free port, and returns the URL that clients post below. */
  public async start(port = 0): Promise<string> {
    const address = await listenOnLoopback(this.server, port);
    return `http://${address}${this.stagePrefix}`;
  }

  public async stop(): Promise<void> {
    await closeServer(this.server);
    this.queue.close();
  }

  private async answer(message: IncomingMessage): Promise<DoorReply> {
    const request = readHead(message);
    const reply = await this.handle(message, request).catch((error: unknown) => this.refuse(asRefusal(error), request));
    this.replyCounts.set(reply.status, (this.replyCounts.get(reply.status) ?? 0) + 1);
    return { ...reply, headers: { ...reply.headers, [REQUEST_ID_HEADERS[this.door.kind]]: request.id } };
  }

  private async handle(message: IncomingMessage, request: DoorRequest): Promise<DoorReply> {
    if (message.httpVersionMajor < 1) {
      throw new Refusal('BAD_REQUEST_BODY'); // Node takes HTTP/0.9, which no client of today speaks
    }
    return this.api.handle(request, async () => readBody(message));
  }

  private refuse(refusal: Refusal, request: DoorRequest): DoorReply {
    if (refusal.reason !== undefined) {
      this.notify(`${request.method} ${request.path}: ${refusal.reason}`);
    }
    return this.api.refuse(refusal, request);
  }
}

function send(response: ServerResponse, { status, headers, body }: DoorReply): void {
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) });
  response.end(body);
}
