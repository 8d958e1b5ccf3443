import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ReceiveMessageCommand, SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { Ended, start } from './running-pipeline';
import { LocalQueues } from '../../src/local/queue/local-queues';
import { DisturbingProxy, type Disturb, type ProxiedRequest } from '../faults/disturbing-proxy';

const RETENTION = { visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 };

/** A queue whose requests failed, without a processor. */
export class DeadLetterQueue {
  readonly folder = mkdtempSync(join(tmpdir(), 'dead-letter-queue-'));
  readonly queues = new LocalQueues([{ name: 'dead', ...RETENTION }, { name: 'requests', ...RETENTION, redrive: { deadLetterQueue: 'dead', maxReceiveCount: 1 } }]);
  readonly file = join(this.folder, 'letters.ndjson');
  sqs!: SQSClient;
  private proxy!: DisturbingProxy;
  private environment!: Record<string, string>;

  /** What becomes of a request to SQS; each is passed on unless a test sets another. */
  disturb: Disturb = async (request, forward) => forward(request);

  async start(): Promise<void> {
    const endpoint = await this.queues.start();
    this.proxy = new DisturbingProxy(endpoint, async (...request) => this.disturb(...request));
    this.sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'key', secretAccessKey: 'secret' } });
    this.environment = {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_SQS: await this.proxy.start(),
    };
  }

  async stop(): Promise<void> {
    this.sqs.destroy();
    await Promise.all([this.proxy.stop(), this.queues.stop()]);
    rmSync(this.folder, { recursive: true });
  }

  /** Lets so many requests fail. */
  async fail(requests: number): Promise<void> {
    const url = this.queues.urlOf('requests');
    const before = this.depth.visible;
    for (let sent = 0; sent < requests; sent += 10) {
      const entries = Array.from({ length: Math.min(10, requests - sent) }, (_, index) => ({ Id: String(index), MessageBody: `{"messageId":"event-${sent + index}"}` }));
      await this.sqs.send(new SendMessageBatchCommand({ QueueUrl: url, Entries: entries }));
      await this.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }));
    }
    await this.sqs.send(new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: 0 })); // gives the last ones up
    expect(this.depth.visible - before).toBe(requests);
  }

  /** What the dead-letter queue holds. */
  get depth() {
    return this.queues.depthOf('dead');
  }

  /** Lets a command find a log. */
  set logsEndpoint(endpoint: string) {
    this.environment.AWS_ENDPOINT_URL_CLOUDWATCH_LOGS = endpoint;
  }

  /** Starts `dlq` with more words. */
  begin(...args: string[]) {
    return start(['dlq', ...args, '--queue-url', this.queues.urlOf('requests')], this.environment, this.folder);
  }

  async run(...args: string[]): Promise<Ended> {
    return this.begin(...args).ended;
  }

  async ask(...args: string[]): Promise<Record<string, unknown>> {
    const { status, stdout, stderr } = await this.run(...args, '--json');
    return { exit: status, stderr, ...JSON.parse(stdout || '{}') };
  }
}

/** Operation of SQS that a request asks for. */
export function operationOf({ headers }: ProxiedRequest): string {
  return String(headers['x-amz-target']).split('.')[1];
}
