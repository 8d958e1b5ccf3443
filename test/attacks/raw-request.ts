import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const PAUSE_MS = 20;

/** Bytes to write at once, or pieces of them with a pause between; null ends what the client sends, as in Node's streams. */
export type Written = string | Buffer | readonly (string | Buffer | null)[];

/** A request, given the part of the path that stands for the stage: `/prod` or nothing. */
export type WrittenRequest = (stage: string) => Written;

/** What came instead of a reply: the end of the connection, or nothing in time. */
export type NoReply = 'closed' | 'silence';

/** A reply as it came over the wire. */
export interface RawReply {
  readonly status: number | NoReply;
  readonly head: string;
  readonly body: string;
}

/** Header lines in their order, in the spelling given. */
export type HeaderLines = readonly (readonly [name: string, value: string])[];

export interface PlainRequest {
  readonly method?: string;
  /** What stands after the stage in the request line. */
  readonly target?: string;
  readonly headers?: HeaderLines;
  readonly body?: string | Buffer;
}

export const JSON_BODY: HeaderLines = [['Content-Type', 'application/json']];

/** A request with a whole body, as JSON unless headers are given. */
export function request({ method = 'POST', target = '/events', headers = JSON_BODY, body = '{}' }: PlainRequest): WrittenRequest {
  const bytes = Buffer.from(body);
  return stage => Buffer.concat([head(`${method} ${stage}${target} HTTP/1.1`, [['Content-Length', `${bytes.length}`], ...headers]), bytes]);
}

/** A request whose body is framed by hand. */
export function framed(headers: HeaderLines, body: string, target = '/events'): WrittenRequest {
  return stage => Buffer.concat([head(`POST ${stage}${target} HTTP/1.1`, headers), Buffer.from(body, 'latin1')]);
}

/** Request line and headers, each character one byte. */
export function head(line: string, headers: HeaderLines): Buffer {
  const lines = [line, 'Host: 127.0.0.1', ...headers.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}

/** Writes to a port of this machine, and reads one reply. */
export async function exchange(port: number, written: Written, withinMs = 10_000): Promise<RawReply> {
  const pieces = Array.isArray(written) ? written : [written];
  const hasBody = !pieces[0].toString('latin1').startsWith('HEAD ');

  return new Promise(resolve => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => void write(socket, pieces));
    const finish = (reply: RawReply) => {
      clearTimeout(deadline);
      socket.destroy();
      resolve(reply);
    };
    const deadline = setTimeout(() => finish({ status: 'silence', head: '', body: received }), withinMs);

    socket.setEncoding('latin1').on('data', (text: string) => {
      received += text;
      const reply = readReply(received, hasBody);
      if (reply) {
        finish(reply);
      }
    });
    socket.on('error', () => undefined); // a reset after the reply; `close` follows
    socket.on('close', () => finish({ status: 'closed', head: '', body: received }));
  });
}

async function write(socket: Socket, pieces: readonly (string | Buffer | null)[]): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) {
      await pause(PAUSE_MS);
    }
    if (piece === null) {
      socket.end();
    } else if (socket.writable) {
      socket.write(piece);
    }
  }
}

/** The first reply that is not a mere "go on", once it is whole. A reply to HEAD announces a body that never comes. */
function readReply(received: string, hasBody: boolean): RawReply | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) {
    return undefined;
  }
  const replyHead = received.slice(0, end);
  const body = received.slice(end + 4);
  const status = Number(replyHead.split(' ', 2)[1]);
  if (status < 200) {
    return readReply(body, hasBody);
  }
  const length = hasBody ? Number(/^content-length: (\d+)/im.exec(replyHead)?.[1] ?? 0) : 0;
  return body.length >= length ? { status, head: replyHead, body: body.slice(0, length) } : undefined;
}
