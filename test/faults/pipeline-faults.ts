import { Deliveries } from './deliveries';
import { DisturbingProxy, type Disturb } from './disturbing-proxy';
import { FaultLog, type FaultKind } from './fault';
import { FaultDeck, seededRandom, type FaultQuota } from './fault-plan';
import { OBJECT_STORE_FAULTS, ObjectStoreFaults } from './object-store-faults';
import { disturbProcess, PROCESS_FAULTS } from './process-faults';
import { DELETE_FAULTS, QueueFaults, RECEIVE_FAULTS } from './queue-faults';
import type { LocalEndpoints } from '../../src/local/local-pipeline-options';

/** Which faults are to come, and what decides when. */
export interface PipelineFaultsOptions {
  readonly seed: number;
  readonly quota: FaultQuota;
  readonly visibilityTimeoutSeconds: number;
  /** Most calls of SQS in a row that pass undisturbed, as long as there are faults left. */
  readonly longestPause: number;
  /** Longest time without a fault of the process. */
  readonly longestCalmMs: number;
}

/** Objects are few: at most so many in a row are stored undisturbed, as long as there are faults left. */
const LONGEST_PAUSE_OF_OBJECTS = 1;

/** All faults of a run: proxies in front of S3 and SQS, and signals to the handler's process. */
export class PipelineFaults {
  readonly log = new FaultLog();
  readonly deliveries = new Deliveries();
  readonly random: () => number;

  private readonly decks: Readonly<Record<'objects' | 'receives' | 'deletes' | 'process', FaultDeck>>;
  private readonly proxies: DisturbingProxy[] = [];
  private readonly ending = new AbortController();

  constructor(private readonly options: PipelineFaultsOptions) {
    this.random = seededRandom(options.seed);
    this.decks = {
      objects: this.deckOf(OBJECT_STORE_FAULTS, LONGEST_PAUSE_OF_OBJECTS),
      receives: this.deckOf(RECEIVE_FAULTS, options.longestPause),
      deletes: this.deckOf(DELETE_FAULTS, options.longestPause),
      process: this.deckOf(PROCESS_FAULTS, 0),
    };
  }

  /** Part of the faults that has come, from 0 to 1, where least has. */
  get done(): number {
    return 1 - Math.max(...Object.values(this.decks).map(({ left }) => left));
  }

  /** Puts proxies in front of queues and archive, and returns where they listen. */
  async between({ sqsEndpoint, s3Endpoint }: LocalEndpoints): Promise<LocalEndpoints> {
    const { objects, receives, deletes } = this.decks;
    const { log, deliveries, random, visibilityTimeoutMs } = this;
    const source = { log, deliveries, random, visibilityTimeoutMs };
    return {
      sqsEndpoint: await this.proxy(sqsEndpoint, new QueueFaults({ ...source, receiveDeck: receives, deleteDeck: deletes }).disturb),
      s3Endpoint: await this.proxy(s3Endpoint, new ObjectStoreFaults({ ...source, deck: objects }).disturb),
    };
  }

  /** Disturbs the processes of these ids; resolves when all those faults have come. */
  async disturbProcess(pids: () => readonly number[]): Promise<void> {
    const { log, deliveries, random, visibilityTimeoutMs, options: { longestCalmMs: longestPauseMs } } = this;
    const deck = this.decks.process;
    await disturbProcess({ deck, random, log, deliveries, visibilityTimeoutMs, longestPauseMs, pids }, this.ending.signal);
  }

  /** Lets no more faults come to the process. */
  end(): void {
    this.ending.abort();
  }

  /** Stops the proxies. */
  async stop(): Promise<void> {
    this.end();
    await Promise.all(this.proxies.map(async proxy => proxy.stop()));
  }

  private get visibilityTimeoutMs(): number {
    return this.options.visibilityTimeoutSeconds * 1_000;
  }

  private deckOf(kinds: readonly FaultKind[], longestPause: number): FaultDeck {
    return new FaultDeck(kinds, this.options.quota, this.random, longestPause);
  }

  private async proxy(target: string, disturb: Disturb): Promise<string> {
    const proxy = new DisturbingProxy(target, disturb);
    this.proxies.push(proxy);
    return proxy.start();
  }
}
