import { MoveTaskOperations } from './operations/move-task-operations';
import { queueOperations } from './operations/queue-operations';
import { QueueRegistry } from './operations/queue-registry';
import { receiveOperations } from './operations/receive-operations';
import { sendOperations } from './operations/send-operations';
import { SqsServer } from './protocol/sqs-server';
import { queueArn } from './queue-address';
import { SYSTEM_CLOCK } from './store/clock';
import { DEFAULT_SETTINGS, type Redrive } from './store/queue-settings';
import type { QueueDepth, QueueOutcome, QueueStore } from './store/queue-store';

/** A queue to run locally. */
export interface QueueDefinition {
  readonly name: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
  readonly delaySeconds?: number;
  readonly receiveWaitSeconds?: number;
  readonly redrive?: Redrive;
}

/**
 * Queues in the memory of this process that speak as SQS does, on a port of this machine only.
 *
 * Nothing is checked about who calls; nothing outlives `stop`.
 */
export class LocalQueues {
  private readonly queues = new QueueRegistry(SYSTEM_CLOCK);
  private readonly moveTasks = new MoveTaskOperations(this.queues, SYSTEM_CLOCK);
  private readonly server: SqsServer;

  constructor(definitions: readonly QueueDefinition[]) {
    for (const { name, delaySeconds = 0, receiveWaitSeconds = 0, ...settings } of definitions) {
      this.queues.create(name, { ...DEFAULT_SETTINGS, ...settings, delaySeconds, receiveWaitSeconds });
    }
    this.server = new SqsServer({
      ...sendOperations(this.queues),
      ...receiveOperations(this.queues),
      ...queueOperations(this.queues),
      ...this.moveTasks.operations(),
    });
  }

  /** Starts to listen, on any free port unless told, and returns the endpoint. */
  async start(port = 0): Promise<string> {
    const endpoint = await this.server.listen(port);
    this.queues.endpoint = endpoint;
    return endpoint;
  }

  /** Ends long polls with nothing, cuts the connections and forgets the timers. */
  async stop(): Promise<void> {
    this.moveTasks.stop();
    for (const queue of this.queues.all()) {
      queue.close();
    }
    await this.server.close();
  }

  urlOf(name: string): string {
    return this.queues.urlOf(this.named(name));
  }

  arnOf(name: string): string {
    return queueArn(this.named(name).name);
  }

  /** What a queue holds now. Costs no more than a look. */
  depthOf(name: string): QueueDepth {
    return this.named(name).depth();
  }

  /** What has come of a queue's messages so far. */
  outcomeOf(name: string): QueueOutcome {
    return this.named(name).outcome();
  }

  private named(name: string): QueueStore {
    const queue = this.queues.named(name);
    if (!queue) {
      throw new Error(`there is no local queue named ${name}`);
    }
    return queue;
  }
}
