import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteMessageCommand, GetQueueAttributesCommand, ReceiveMessageCommand, SQSClient, type Message } from '@aws-sdk/client-sqs';
import { App, Stack } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { exchange, type RawReply, type WrittenRequest } from './raw-request';
import { IngestionAuth, TelemetryPipeline, WriteKeys, type TelemetryIngestionApiOptions } from '../../src';
import type { InvokableFunction } from '../../src/local/door/admission/asked-function';
import { LocalDoor } from '../../src/local/door/local-door';
import { LocalQueues } from '../../src/local/queue/local-queues';
import { readSynthesizedPipeline } from '../../src/local/synthesized-pipeline';
import { authorize, type Question } from '../../src/write-keys/runtime/authorize';
import { KeyRing } from '../../src/write-keys/runtime/key-ring';

process.env.CDK_VALIDATION ??= 'false';

/**
 * Door and queues of a synthesized pipeline on localhost; nobody reads the queue but the test.
 *
 * With stored keys the door asks for one of them. Signatures are not looked at.
 */
export class AttackedPipeline {
  public static async start(ingestion: TelemetryIngestionApiOptions, storedKeys?: string): Promise<AttackedPipeline> {
    const assembly = mkdtempSync(join(tmpdir(), 'attacked-pipeline-'));
    const app = new App({ outdir: assembly });
    const stack = new Stack(app, 'Test');
    new TelemetryPipeline(stack, 'Telemetry', { ingestion: storedKeys === undefined ? ingestion : { ...ingestion, authorization: writeKeyHolders(stack) } });
    app.synth();

    const { door: synthesized, queue, deadLetterQueue, authorizers } = readSynthesizedPipeline(assembly);
    rmSync(assembly, { recursive: true });
    const queues = new LocalQueues([deadLetterQueue!, queue]);
    const queueEndpoint = await queues.start();
    const functions = new Map(authorizers.map(({ name }) => [name, authorizerOf(storedKeys!)]));
    const door = new LocalDoor({ door: synthesized, queueEndpoint, authorizers: functions });
    const url = new URL(await door.start());
    return new AttackedPipeline(door, queues, url, queues.urlOf(queue.name), queues.urlOf(deadLetterQueue!.name));
  }

  private readonly sqs: SQSClient;

  private constructor(
    private readonly door: LocalDoor, private readonly queues: LocalQueues, private readonly url: URL,
    private readonly queueUrl: string, private readonly deadLetterQueueUrl: string,
  ) {
    this.sqs = new SQSClient({ endpoint: new URL(queueUrl).origin, region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  }

  public get port(): number {
    return Number(this.url.port);
  }

  /** Part of every path that stands for the stage. */
  public get stage(): string {
    return this.url.pathname.replace(/\/$/, '');
  }

  public async send(request: WrittenRequest, withinMs?: number): Promise<RawReply> {
    return exchange(this.port, request(this.stage), withinMs);
  }

  /** All messages that the queue has, with everything that SQS tells of them; afterwards it has none. */
  public async takeMessages(): Promise<Message[]> {
    const taken: Message[] = [];
    for (let messages = await this.receive(); messages.length > 0; messages = await this.receive()) {
      taken.push(...messages);
      await Promise.all(messages.map(async ({ ReceiptHandle }) => this.sqs.send(
        new DeleteMessageCommand({ QueueUrl: this.queueUrl, ReceiptHandle }))));
    }
    return taken;
  }

  /** Messages that no receive returns: delayed ones, those under way, and dead letters. */
  public async countHidden(): Promise<number> {
    const attributes = await Promise.all([this.queueUrl, this.deadLetterQueueUrl].map(async QueueUrl =>
      (await this.sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))).Attributes!));
    return attributes.flatMap(found => Object.entries(found)).filter(([name]) => name.startsWith('ApproximateNumberOfMessages'))
      .reduce((sum, [, count]) => sum + Number(count), 0);
  }

  public async stop(): Promise<void> {
    this.sqs.destroy();
    await this.door.stop();
    await this.queues.stop();
  }

  private async receive(): Promise<Message[]> {
    const { Messages } = await this.sqs.send(new ReceiveMessageCommand({
      QueueUrl: this.queueUrl, MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['All'], MessageAttributeNames: ['All'],
    }));
    return Messages ?? [];
  }
}

function writeKeyHolders(stack: Stack): IngestionAuth {
  return IngestionAuth.writeKeys(WriteKeys.fromSecret(secretsmanager.Secret.fromSecretNameV2(stack, 'WriteKeys', 'write-keys')));
}

/** The function that comes with the library, given the text that the store would have. */
function authorizerOf(storedKeys: string): InvokableFunction {
  const keys = KeyRing.parse(storedKeys);
  return { invoke: async question => ({ ok: true, value: await authorize(question as Question, async key => keys.idOf(key)) }) };
}
