import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An object that was put into the sink. */
export interface SunkObject {
  /** Bucket and key. */
  readonly path: string;
  readonly body: Buffer;
}

/** Takes objects over HTTP as S3 does, and keeps them until they are taken out. */
export class ObjectSink {
  private objects: SunkObject[] = [];
  private readonly server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      this.objects.push({ path: decodeURIComponent(request.url!.split('?')[0].slice(1)), body: Buffer.concat(parts) });
      response.end();
    });
  });

  /** Resolves with the address to send to. */
  public async start(): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Takes out what came in so far. */
  public take(): SunkObject[] {
    return this.objects.splice(0);
  }

  public stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
