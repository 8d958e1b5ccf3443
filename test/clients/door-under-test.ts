import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CfnQueue } from 'aws-cdk-lib/aws-sqs';
import { LARGEST_REQUEST_BYTES } from './situations';
import { readArchive, type Archive } from '../../demo/reckoning';
import { IngestionAuth, IngestionDoor, TelemetryPipeline, WriteKeys } from '../../src';
import { LocalDoor } from '../../src/local/door/local-door';
import { LocalPipeline } from '../../src/local/local-pipeline';
import { closeServer, listenOnLoopback } from '../../src/local/loopback-server';
import { readSynthesizedPipeline, type SynthesizedDoor } from '../../src/local/synthesized-pipeline';
import { ENVIRONMENT } from '../../src/wire/environment';

/** The doors that our constructs synthesize, by the names that they have on the page. */
export const DOORS = { 'REST API': IngestionDoor.restApi(), 'HTTP API': IngestionDoor.httpApi() };

export type DoorName = keyof typeof DOORS;

export const DOOR_NAMES = Object.keys(DOORS) as readonly DoorName[];

/** How a door answers. */
export type DoorState = 'open' | 'throttled' | 'unavailable';

/** What SQS answers when it cannot take a message. */
const SQS_UNAVAILABLE = '<ErrorResponse><Error><Type>Receiver</Type><Code>ServiceUnavailable</Code></Error></ErrorResponse>';

/** Rows are there soon after a request. */
const LONGEST_WAIT_MS = 250;

/**
 * A pipeline that runs locally as it was synthesized, with its door in three states.
 *
 * The three are made of the same template: one has the queue, one refuses every request with the template's own throttle,
 * and one has a queue that fails. So whatever a client reads is what this library makes API Gateway answer.
 */
export class DoorUnderTest {
  public readonly writeKeys = { known: 'known-write-key', unknown: 'another-write-key' };

  private readonly archiveFolder: string;
  private readonly pipeline: LocalPipeline;
  private readonly door: SynthesizedDoor;
  private readonly failingQueue: Server;
  private readonly refusing: LocalDoor[] = [];
  private readonly urls = new Map<DoorState, URL>();

  constructor(public readonly name: DoorName, folder: string, pagesOrigin: string) {
    const assembly = join(folder, `${name}.out`);
    synthesize(DOORS[name], pagesOrigin, assembly);
    this.archiveFolder = join(folder, `${name}.archive`);
    const writeKeysFile = join(folder, `${name}.keys.json`);
    writeFileSync(writeKeysFile, JSON.stringify({ matrix: this.writeKeys.known }));
    this.pipeline = new LocalPipeline({ assembly, archiveFolder: this.archiveFolder, writeKeysFile });
    this.door = readSynthesizedPipeline(assembly).door;
    this.failingQueue = createServer((_, response) => response.writeHead(503, { 'Content-Type': 'text/xml' }).end(SQS_UNAVAILABLE));
  }

  async open(): Promise<void> {
    const { url } = await this.pipeline.start();
    this.urls.set('open', new URL(url));
    const queueEndpoint = `http://${await listenOnLoopback(this.failingQueue, 0)}`;
    await this.openRefusing('throttled', { door: withoutTokens(this.door), queueEndpoint });
    await this.openRefusing('unavailable', { door: this.door, queueEndpoint });
  }

  /** Address that clients post below, in one of the states. */
  urlOf(state: DoorState): URL {
    return this.urls.get(state)!;
  }

  /** What was stored, once everything that the door took is processed. */
  async archive(withinSeconds: number): Promise<Archive> {
    await this.pipeline.drained(withinSeconds);
    return readArchive(this.archiveFolder);
  }

  async close(): Promise<void> {
    await Promise.all(this.refusing.map(async door => door.stop()));
    await closeServer(this.failingQueue);
    await this.pipeline.stop();
  }

  private async openRefusing(state: DoorState, options: { readonly door: SynthesizedDoor; readonly queueEndpoint: string }): Promise<void> {
    const door = new LocalDoor(options);
    this.refusing.push(door);
    this.urls.set(state, new URL(`${await door.start()}/`));
  }
}

function synthesize(door: IngestionDoor, pagesOrigin: string, outdir: string): void {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Clients');
  const writeKeys = WriteKeys.fromSecret(new Secret(stack, 'WriteKeys'));
  const { queue } = new TelemetryPipeline(stack, 'Telemetry', {
    ingestion: { door, authorization: IngestionAuth.writeKeys(writeKeys, { keysInBodies: true }), cors: { allowOrigins: [pagesOrigin] } },
    processor: { batchSize: 10, maxBatchingWindow: Duration.seconds(0), environment: { [ENVIRONMENT.maxWaitMs]: String(LONGEST_WAIT_MS) } },
  });
  (queue.queue.node.defaultChild as CfnQueue).maximumMessageSize = LARGEST_REQUEST_BYTES;
  app.synth();
}

/** The same door with a throttle that lets nothing through. */
function withoutTokens(door: SynthesizedDoor): SynthesizedDoor {
  const throttle = { ratePerSecond: 0, burst: 0 };
  return door.kind === 'rest'
    ? { ...door, methods: door.methods.map(method => ({ ...method, throttle: method.httpMethod === 'OPTIONS' ? method.throttle : throttle })) }
    : { ...door, routes: door.routes.map(route => ({ ...route, throttle })) };
}
