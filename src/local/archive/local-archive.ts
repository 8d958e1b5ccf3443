import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { ObjectFolder, type StoredObject } from './object-folder';
import { S3Error } from './s3-error';
import { s3Operations, type S3Reply } from './s3-operations';
import { readS3Request } from './s3-request';
import { xmlError } from './s3-xml';
import { closeServer, listenOnLoopback } from '../loopback-server';

/** Where an archive keeps its objects. */
export interface LocalArchiveOptions {
  /** Folder that has a folder for each bucket. */
  readonly folder: string;
  /** Buckets that exist from the start, besides those that the folder has already. */
  readonly buckets?: readonly string[];
  /** Called with each object once it is there. */
  readonly onStored?: (object: StoredObject) => void;
}

/**
 * Stands for S3, with the part of it that storing and reading events needs; objects are plain files.
 *
 * Requests must be signed, but any key will do. What else is asked of it is refused, never passed over.
 */
export class LocalArchive {
  /** Whether every request is refused with 503, as in an outage of S3. */
  down = false;
  private readonly folder: ObjectFolder;
  private readonly operations: ReturnType<typeof s3Operations>;
  private readonly server = createServer((message, response) => void this.serve(message, response));

  constructor(private readonly options: LocalArchiveOptions) {
    this.folder = new ObjectFolder(options.folder, options.onStored);
    this.operations = s3Operations(this.folder);
  }

  /** Listens on 127.0.0.1, on any free port unless told, and returns the endpoint. */
  async start(port = 0): Promise<string> {
    for (const bucket of this.options.buckets ?? []) {
      await this.folder.createBucket(bucket);
    }
    return `http://${await listenOnLoopback(this.server, port)}`;
  }

  /** Cuts the connections; the objects stay. */
  async stop(): Promise<void> {
    await closeServer(this.server);
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-amz-request-id', randomUUID());
    try {
      await send(response, await this.answer(message));
    } catch (error) {
      if (response.headersSent || message.destroyed && !message.complete) {
        response.destroy(); // the client went away, or must not take what it got for the whole
        return;
      }
      refuse(message, response, error instanceof S3Error ? error : new S3Error(500, 'InternalError', String(error)));
    }
  }

  private async answer(message: IncomingMessage): Promise<S3Reply> {
    if (this.down) {
      message.resume(); // or a client that is still sending would not read the refusal
      throw new S3Error(503, 'ServiceUnavailable', 'Service is unable to handle request.');
    }
    const request = readS3Request(message);
    if (request.bucket !== '' && request.action !== 'CreateBucket' && !(await this.folder.buckets()).includes(request.bucket)) {
      throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist');
    }
    return this.operations[request.action](request, message);
  }
}

async function send(response: ServerResponse, { status, headers, body }: S3Reply): Promise<void> {
  response.writeHead(status, headers);
  if (body === undefined || typeof body === 'string') {
    response.end(body);
    return;
  }
  await pipeline(body, response);
}

function refuse(message: IncomingMessage, response: ServerResponse, error: S3Error): void {
  response.writeHead(error.status, { 'Content-Type': 'application/xml' });
  response.end(message.method === 'HEAD' ? undefined : xmlError(error, message.url ?? '/', String(response.getHeader('x-amz-request-id'))));
}
