import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Recorded {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: URLSearchParams;
}

export interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

const STORED: Answer = { status: 200, body: '<SendMessageResponse><SendMessageResult><MessageId>1</MessageId></SendMessageResult></SendMessageResponse>' };

/** Stands where SQS stands, writes down what it is sent, and answers as told. */
export class SqsRecorder {
  public readonly received: Recorded[] = [];
  public answer: Answer | 'none' = STORED;

  private readonly server: Server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => {
      this.received.push({ path: request.url!, headers: request.headers, form: new URLSearchParams(text) });
      if (this.answer !== 'none') {
        response.writeHead(this.answer.status, { 'Content-Type': this.answer.type ?? 'text/xml' }).end(this.answer.body);
      }
    });
  });

  public async start(): Promise<string> {
    await new Promise<void>(resolve => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  public async stop(): Promise<void> {
    await new Promise<void>(resolve => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  public reset(): void {
    this.received.length = 0;
    this.answer = STORED;
  }

  public get last(): URLSearchParams {
    return this.received.at(-1)!.form;
  }
}

/** Message attributes of a form by name; fails when their numbers have gaps. */
export function attributesIn(form: URLSearchParams): Record<string, string> {
  const attributes: Record<string, string> = {};
  let number = 1;
  for (; form.has(`MessageAttribute.${number}.Name`); number++) {
    attributes[form.get(`MessageAttribute.${number}.Name`)!] = form.get(`MessageAttribute.${number}.Value.StringValue`)!;
    expect(form.get(`MessageAttribute.${number}.Value.DataType`)).toBe('String');
  }
  expect([...form.keys()].filter(key => key.startsWith('MessageAttribute'))).toHaveLength((number - 1) * 3);
  return attributes;
}
