import { request } from 'node:http';
import { SqsRecorder } from './sqs-recorder';
import type { InvokableFunction } from '../../../src/local/door/admission/asked-function';
import { LocalDoor } from '../../../src/local/door/local-door';
import { readSynthesizedPipeline } from '../../../src/local/synthesized-pipeline';
import type { TemplateBody } from '../../../src/local/template/stack-template';
import { removeFolders, writeAssembly } from '../template/assembly';

/** A door of a template in front of a recorder. */
export interface OpenDoor {
  readonly url: string;
  readonly sqs: SqsRecorder;
  readonly notices: string[];
}

const opened: { stop(): Promise<void> }[] = [];

/** Opens the door of a template; {@link closeDoors} closes it. */
export async function openDoor(template: TemplateBody, authorizers?: ReadonlyMap<string, InvokableFunction>): Promise<OpenDoor> {
  const sqs = new SqsRecorder();
  const queueEndpoint = await sqs.start();
  opened.push(sqs);

  const notices: string[] = [];
  const { door: synthesized } = readSynthesizedPipeline(writeAssembly({ Telemetry: template }));
  const door = new LocalDoor({ door: synthesized, queueEndpoint, authorizers, onNotice: notice => notices.push(notice) });
  const url = await door.start();
  opened.push(door);
  return { url, sqs, notices };
}

export async function closeDoors(): Promise<void> {
  await Promise.all(opened.splice(0).map(async one => one.stop()));
  removeFolders();
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Posts with the headers spelled as given and no others, which `fetch` does not do. */
export async function post(url: string, body: string | Buffer, headers: Record<string, string> = {}, method = 'POST'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, headers, agent: false }, incoming => {
      let text = '';
      incoming.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      incoming.on('end', () => resolve({ status: incoming.statusCode!, headers: incoming.headers, body: text }));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
