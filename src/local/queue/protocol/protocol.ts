import type { IncomingHttpHeaders } from 'node:http';
import type { Fields } from '../operations/request-fields';
import type { QueueError } from '../queue-error';

/** What came in over HTTP. */
export interface HttpRequest {
  /** Path and query string. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What goes back over HTTP. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An action to perform, free of the protocol that it came in. */
export interface Call {
  readonly action: string;
  readonly fields: Fields;
}

/** A way to write the calls of SQS and their results. */
export interface Protocol {
  /** Reads a call; throws a `QueueError` when there is none in the request. */
  read(request: HttpRequest): Call;
  reply(action: string, result: Fields, requestId: string): HttpReply;
  refuse(error: QueueError, requestId: string): HttpReply;
}
