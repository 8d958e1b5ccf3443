import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** A request at a door. */
export interface DoorRequest {
  /** Id that the door gives to the request. */
  readonly id: string;
  readonly method: string;
  /** Path with the stage before it, where the stage stands in the URL. */
  readonly path: string;
  readonly query: ReadonlyMap<string, string>;
  /** Headers by the name that the client wrote; of two with one name, the last. */
  readonly headers: ReadonlyMap<string, string>;
  readonly sourceIp: string;
  /** Value of a header, whatever its case. */
  header(name: string): string | undefined;
}

/** A reply of a door. */
export interface DoorReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Reads the body of a request. */
export type ReadBody = () => Promise<Buffer>;

/** Reads what stands in the head of a request. */
export function readHead(message: IncomingMessage): DoorRequest {
  const [path, query] = message.url!.split('?', 2);
  const headers = new Map<string, string>();
  for (let i = 0; i < message.rawHeaders.length; i += 2) {
    headers.set(message.rawHeaders[i], message.rawHeaders[i + 1]);
  }
  return {
    id: randomUUID(),
    method: message.method!,
    path,
    query: new Map(query === undefined ? [] : new URLSearchParams(query)),
    headers,
    sourceIp: message.socket.remoteAddress ?? 'unknown',
    header: name => message.headers[name.toLowerCase()]?.toString(),
  };
}
