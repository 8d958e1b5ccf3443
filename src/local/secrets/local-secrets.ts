import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { SECRET_OPERATIONS, SecretsError, type SecretStores } from './secret-operations';
import { closeServer, listenOnLoopback } from '../loopback-server';

/** What a reply of the services' JSON protocol is. */
const JSON_TYPE = 'application/x-amz-json-1.1';

/** Stands for Secrets Manager and Parameter Store, for functions that read write keys. */
export class LocalSecrets {
  private readonly server = createServer((request, response) => {
    this.answer(request).then(fields => reply(response, 200, fields), (error: Error) => refuse(response, error));
  });

  constructor(private readonly stores: SecretStores) {}

  /** Starts to listen and returns the endpoint, for clients of both services. */
  public async start(): Promise<string> {
    return `http://${await listenOnLoopback(this.server, 0)}`;
  }

  public async stop(): Promise<void> {
    await closeServer(this.server);
  }

  private async answer(request: IncomingMessage): Promise<object> {
    const target = String(request.headers['x-amz-target']);
    const body = await text(request);
    if (!Object.hasOwn(SECRET_OPERATIONS, target)) {
      throw new SecretsError('UnknownOperationException', `the local run has no ${target}`);
    }
    return SECRET_OPERATIONS[target](JSON.parse(body) as Record<string, unknown>, this.stores);
  }
}

function refuse(response: ServerResponse, error: Error): void {
  if (error instanceof SecretsError) {
    reply(response, 400, { __type: error.type, Message: error.message });
  } else {
    reply(response, 500, { __type: 'InternalServiceError', Message: error.message });
  }
}

function reply(response: ServerResponse, status: number, fields: object): void {
  response.writeHead(status, { 'Content-Type': JSON_TYPE }).end(JSON.stringify(fields));
}
