import { setTimeout as sleep } from 'node:timers/promises';
import { LocalArchive } from './archive/local-archive';
import { StoredTotals } from './archive/stored-totals';
import { LocalDoor } from './door/local-door';
import { LocalLogs } from './failures/local-logs';
import type { LocalCounters } from './local-counters';
import type { LocalEndpoints, LocalPipelineOptions } from './local-pipeline-options';
import { EventSourceMapping } from './processor/event-source-mapping';
import { ExecutionEnvironment, type ExecutionEnvironmentOptions } from './processor/execution-environment';
import { LocalFunction } from './processor/local-function';
import { NO_COUNTS } from './processor/mapping-counts';
import { logGroupOf } from './processor/process-environment';
import { LocalQueues } from './queue/local-queues';
import { queuePath } from './queue/queue-address';
import { LocalSecrets } from './secrets/local-secrets';
import { writeKeyStores } from './secrets/write-key-stores';
import { checkWriteKeys } from './secrets/write-keys-file';
import { readSynthesizedPipeline, type SynthesizedPipeline } from './synthesized-pipeline';
import type { SynthesizedFunction } from './template/function';
import { restartReasons } from './template/restart-reasons';
import { ENVIRONMENT } from '../wire/environment';

/** Where the stages of a running pipeline are. */
export interface LocalAddresses extends LocalEndpoints {
  /** URL that clients post below; it ends in a slash, as that of the deployed API does. */
  readonly url: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl?: string;
  /** Bucket that the handler stores objects in; a function of one's own may name none. */
  readonly archiveBucket?: string;
  /** Endpoint of what the handler logs of messages that fail, for a client of CloudWatch Logs. */
  readonly logsEndpoint: string;
  readonly logGroup: string;
}

interface FunctionEndpoints extends LocalEndpoints {
  readonly secretsEndpoint: string;
}

/** How many requests are where. */
export interface LocalDepth {
  readonly visible: number;
  readonly inFlight: number;
  readonly deadLetters: number;
}

/** A synthesized pipeline, running on this machine. */
export class LocalPipeline {
  private readonly pipeline: SynthesizedPipeline;
  private readonly queues: LocalQueues;
  private readonly archive: LocalArchive;
  private readonly stored = new StoredTotals();
  private readonly logs = new LocalLogs();
  private secrets?: LocalSecrets;
  private door?: LocalDoor;
  private function?: LocalFunction;
  private mapping?: EventSourceMapping;
  private endpoints?: FunctionEndpoints;
  private handlerSettings = '';
  private readonly authorizers = new Map<string, ExecutionEnvironment>();

  constructor(private readonly options: LocalPipelineOptions) {
    this.pipeline = readSynthesizedPipeline(options.assembly, { stackName: options.stackName });
    const { queue, deadLetterQueue } = this.pipeline;
    this.queues = new LocalQueues(deadLetterQueue ? [deadLetterQueue, queue] : [queue]);
    this.archive = new LocalArchive({
      folder: options.archiveFolder,
      buckets: this.pipeline.buckets,
      onStored: object => {
        this.stored.add(object);
        options.onStored?.(object);
      },
    });
  }

  /** Name of the stack that runs. */
  get stackName(): string {
    return this.pipeline.stackName;
  }

  /** Starts the stages, the last one first, so that nothing is accepted before it can be processed. */
  async start(): Promise<LocalAddresses> {
    try {
      return await this.startStages();
    } catch (error) {
      await this.stop(); // or what runs already would keep the process alive
      throw error;
    }
  }

  private async startStages(): Promise<LocalAddresses> {
    const { pipeline, queues, options: { port, onNotice, through = async endpoints => endpoints } } = this;
    const [sqsEndpoint, s3Endpoint, logsEndpoint] = await Promise.all([queues.start(), this.archive.start(), this.logs.start()]);
    const secretsEndpoint = await this.startSecrets();
    const used = await through({ sqsEndpoint, s3Endpoint });
    const endpoints = { ...used, secretsEndpoint };
    this.endpoints = endpoints;

    const settings = this.settingsOf(pipeline.function, endpoints);
    this.handlerSettings = JSON.stringify(settings);
    this.function = new LocalFunction(settings);
    await this.function.start();

    this.mapping = new EventSourceMapping({
      ...pipeline.mapping,
      queueUrl: new URL(queuePath(pipeline.queue.name), used.sqsEndpoint).href,
      function: this.function,
      onBatchFailed: (messageIds, reason) => this.logs.failures.failed(messageIds, reason),
      onNotice,
    });
    await this.mapping.start();

    for (const fn of pipeline.authorizers) {
      const authorizer = new ExecutionEnvironment(this.settingsOf(fn, endpoints)); // a request that it is too busy for waits
      this.authorizers.set(fn.name, authorizer);
      await authorizer.start();
    }
    pipeline.differences.forEach(difference => onNotice?.(difference));
    this.door = new LocalDoor({ door: pipeline.door, queueEndpoint: sqsEndpoint, authorizers: this.authorizers, onNotice });
    return {
      url: `${await this.door.start(port)}/`,
      queueUrl: queues.urlOf(pipeline.queue.name),
      deadLetterQueueUrl: pipeline.deadLetterQueue && queues.urlOf(pipeline.deadLetterQueue.name),
      archiveBucket: this.environmentOf(pipeline.function)[ENVIRONMENT.archiveBucket],
      sqsEndpoint,
      s3Endpoint,
      logsEndpoint,
      logGroup: logGroupOf(pipeline.function.name),
    };
  }

  /** How many requests wait, are being processed, and failed again and again. */
  depth(): LocalDepth {
    const { queue, deadLetterQueue } = this.pipeline;
    const { visible, inFlight } = this.queues.depthOf(queue.name);
    return { visible, inFlight, deadLetters: deadLetterQueue ? this.queues.depthOf(deadLetterQueue.name).visible : 0 };
  }

  /** What the stages have done since the start, and what they hold now. */
  counters(): LocalCounters {
    const { queues, archive, mapping, stored, pipeline: { queue, deadLetterQueue } } = this;
    const deadLetters = deadLetterQueue && queues.depthOf(deadLetterQueue.name);
    return {
      replies: Object.fromEntries(this.door?.replies ?? []),
      queue: { ...queues.depthOf(queue.name), ...queues.outcomeOf(queue.name) },
      deadLetters: {
        held: deadLetters ? deadLetters.visible + deadLetters.inFlight + deadLetters.delayed : 0,
        deleted: deadLetterQueue ? queues.outcomeOf(deadLetterQueue.name).deleted : 0,
      },
      processor: { ...mapping?.counts ?? NO_COUNTS, invocations: this.function?.invocations ?? 0, processes: this.handlerPids().length },
      archive: { down: archive.down, tables: stored.read() },
    };
  }

  /** Resolves when no request waits and none is being processed; rejects when that takes longer than it may. */
  async drained(timeoutSeconds: number): Promise<void> {
    const deadline = Date.now() + timeoutSeconds * 1_000;
    for (let { visible, inFlight } = this.depth(); visible + inFlight > 0; { visible, inFlight } = this.depth()) {
      if (Date.now() > deadline) {
        throw new Error(`the queue must be empty within ${timeoutSeconds} seconds, got ${visible} requests waiting and ${inFlight} being processed`);
      }
      await sleep(100);
    }
  }

  /** Ids of the handler's processes that run now: for a debugger, a profiler or a signal. */
  handlerPids(): number[] {
    return this.function?.pids ?? [];
  }

  /** Kills the handler's process in the middle of whatever it does, as a fault would. */
  killHandler(): void {
    this.function?.kill();
  }

  /** Makes the archive refuse everything with 503, as in an outage of S3, or ends that. */
  setArchiveDown(down: boolean): void {
    this.archive.down = down;
  }

  /**
   * Reads the assembly again and runs the handler that it has now; what the former one is at, it finishes.
   *
   * Rejects with the reason when that cannot be loaded; then the former goes on. Resolves to false when it is the same one.
   */
  async reload(): Promise<boolean> {
    const { assembly, stackName, onNotice } = this.options;
    const synthesized = readSynthesizedPipeline(assembly, { stackName });
    const changed = restartReasons(this.pipeline, synthesized);
    if (changed.length > 0) {
      onNotice?.(`changed in the template, and taken up only by another start: ${changed.join(', ')}`);
    }
    const settings = this.settingsOf(synthesized.function, this.endpoints!);
    if (JSON.stringify(settings) === this.handlerSettings) {
      return false;
    }
    await this.function!.change(settings);
    this.handlerSettings = JSON.stringify(settings);
    return true;
  }

  /** Stops the stages, the first one first; batches under way are finished. */
  async stop(): Promise<void> {
    await this.door?.stop();
    await this.mapping?.stop();
    await Promise.all([this.function, ...this.authorizers.values()].map(async fn => fn?.stop()));
    await Promise.all([this.queues.stop(), this.archive.stop(), this.logs.stop(), this.secrets?.stop()]);
  }

  private async startSecrets(): Promise<string> {
    const { pipeline, options: { writeKeysFile, onNotice } } = this;
    if (writeKeysFile !== undefined) {
      await checkWriteKeys(writeKeysFile);
    }
    const { notices, ...stores } = writeKeyStores([pipeline.function, ...pipeline.authorizers].map(fn => this.environmentOf(fn)), writeKeysFile);
    notices.forEach(notice => onNotice?.(notice));
    this.secrets = new LocalSecrets(stores);
    return this.secrets.start();
  }

  private environmentOf(fn: SynthesizedFunction): Record<string, string> {
    return fn.environment(name => this.queues.urlOf(name));
  }

  private settingsOf(fn: SynthesizedFunction, { s3Endpoint, sqsEndpoint, secretsEndpoint }: FunctionEndpoints): ExecutionEnvironmentOptions {
    const { onLog, onNotice } = this.options;
    return {
      assetFolder: fn.codeFolder,
      handler: fn.handler,
      functionName: fn.name,
      memorySizeMb: fn.memoryMiB,
      timeoutSeconds: fn.timeoutSeconds,
      maxConcurrency: fn.managedInstances && (fn.managedInstances.maxConcurrencyPerEnvironment ?? 1),
      environment: {
        ...this.environmentOf(fn),
        AWS_ENDPOINT_URL_S3: s3Endpoint,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secretsEndpoint,
        AWS_ENDPOINT_URL_SQS: sqsEndpoint,
        AWS_ENDPOINT_URL_SSM: secretsEndpoint,
      },
      onLog: line => {
        this.logs.failures.take(line);
        onLog?.(line);
      },
      onNotice,
    };
  }
}
