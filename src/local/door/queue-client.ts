import { Agent, request } from 'node:http';
import { Refusal } from './refusal';
import { queuePath } from '../queue/queue-address';

/** What SQS answered. */
export interface QueueReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Posts to the query API of a queue server. */
export class QueueClient {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 256 });

  private readonly hostname: string;
  private readonly port: string;

  constructor(endpoint: string) {
    ({ hostname: this.hostname, port: this.port } = new URL(endpoint));
  }

  public async post(queueName: string, headers: Readonly<Record<string, string>>, body: string, timeoutMs: number): Promise<QueueReply> {
    return new Promise((resolve, reject) => {
      const outgoing = request({
        hostname: this.hostname,
        port: this.port,
        path: queuePath(queueName),
        method: 'POST',
        agent: this.agent,
        headers: { ...headers, 'Content-Length': Buffer.byteLength(body) },
        timeout: timeoutMs,
      }, incoming => {
        let text = '';
        incoming.setEncoding('utf8');
        incoming.on('data', (chunk: string) => (text += chunk));
        incoming.on('end', () => resolve({ status: incoming.statusCode!, headers: incoming.headers, body: text }));
        incoming.on('error', error => reject(new Refusal('INTEGRATION_FAILURE', error.message)));
      });
      outgoing.on('timeout', () => {
        reject(new Refusal('INTEGRATION_TIMEOUT', `the queue server did not answer within ${timeoutMs} ms`));
        outgoing.destroy();
      });
      outgoing.on('error', error => reject(new Refusal('INTEGRATION_FAILURE', error.message)));
      outgoing.end(body);
    });
  }

  public close(): void {
    this.agent.destroy();
  }
}
