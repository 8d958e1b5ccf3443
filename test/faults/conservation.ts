import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { account, type Account } from './accounting';
import type { FaultLog } from './fault';
import { sendPaced } from './paced-sender';
import { PipelineFaults, type PipelineFaultsOptions } from './pipeline-faults';
import { numberedRequests } from './traffic';
import { readBodies } from '../../demo/dead-letters';
import { IngestionAuth, TelemetryPipeline } from '../../src';
import { LocalPipeline, type LocalDepth } from '../../src/local/local-pipeline';
import { ENVIRONMENT } from '../../src/wire/environment';

/** A run: how much is sent through which pipeline, and what happens to it. */
export interface Scenario extends PipelineFaultsOptions {
  readonly events: number;
  readonly eventsPerRequest: number;
  readonly timeoutSeconds: number;
  readonly maxReceiveCount: number;
  /** Time after which the run is given up. */
  readonly withinSeconds: number;
  readonly onProgress?: (line: string) => void;
}

/** What came of a run. */
export interface Result {
  readonly account: Account;
  readonly log: FaultLog;
  readonly seconds: number;
  /** Requests that were not answered with 2xx. */
  readonly refusedRequests: number;
  /** Batches of which some messages failed and others did not, as the handler logged them. */
  readonly partlyFailedBatches: number;
}

const BATCH_SIZE = 10;
const BATCHES_AT_A_TIME = 8;

/** Many small objects have more to meet than few large ones. */
const LONGEST_WAIT_MS = 250;

/** Part of the events that does not wait for any fault. */
const HEAD_START = 0.05;

/** Sends events through a synthesized pipeline while faults of every kind happen to it, and looks for each event afterwards. */
export async function runScenario(scenario: Scenario): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), 'conservation-'));
  try {
    synthesize(scenario, join(folder, 'cdk.out'));
    return await disturbAndReckon(scenario, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function synthesize({ timeoutSeconds, visibilityTimeoutSeconds, maxReceiveCount }: Scenario, outdir: string): void {
  const app = new App({ outdir });
  new TelemetryPipeline(new Stack(app, 'Faults'), 'Telemetry', {
    ingestion: { authorization: IngestionAuth.none(), throttlingRateLimit: 10_000, throttlingBurstLimit: 5_000 },
    queue: { visibilityTimeout: Duration.seconds(visibilityTimeoutSeconds), maxReceiveCount },
    processor: {
      timeout: Duration.seconds(timeoutSeconds),
      batchSize: BATCH_SIZE,
      maxBatchingWindow: Duration.seconds(0),
      maxConcurrency: BATCHES_AT_A_TIME,
      environment: { [ENVIRONMENT.maxWaitMs]: String(LONGEST_WAIT_MS) },
    },
  });
  app.synth();
}

async function disturbAndReckon(scenario: Scenario, folder: string): Promise<Result> {
  const startedAt = Date.now();
  const archiveFolder = join(folder, 'archive');
  const faults = new PipelineFaults(scenario);
  let partlyFailedBatches = 0;
  const local = new LocalPipeline({
    assembly: join(folder, 'cdk.out'),
    archiveFolder,
    through: async endpoints => faults.between(endpoints),
    onLog: line => (partlyFailedBatches += isPartFailure(line) ? 1 : 0),
  });
  const accepted = new Uint8Array(scenario.events);
  const progress = setInterval(() => scenario.onProgress?.(progressLine(startedAt, accepted, faults.log, local.depth())), 5_000);
  try {
    const { url, sqsEndpoint, deadLetterQueueUrl } = await local.start();
    const disturbing = faults.disturbProcess(() => local.handlerPids());
    const refusedRequests = await sendAll(scenario, faults, local, { url, accepted, deadline: startedAt + scenario.withinSeconds * 1_000 });
    await disturbing;
    await local.drained(scenario.withinSeconds - (Date.now() - startedAt) / 1_000);
    const deadLetters = await readBodies(sqsEndpoint, deadLetterQueueUrl!);
    return {
      account: account({ accepted, archiveFolder, deadLetters, deliveries: faults.deliveries }),
      log: faults.log,
      refusedRequests,
      partlyFailedBatches,
      seconds: (Date.now() - startedAt) / 1_000,
    };
  } finally {
    clearInterval(progress);
    faults.end();
    await local.stop();
    await faults.stop();
  }
}

interface Sending {
  readonly url: string;
  /** 1 for each event of which the door said that it has it. */
  readonly accepted: Uint8Array;
  readonly deadline: number;
}

/** Sends all events, as fast as their share of the faults comes, and returns how many requests were refused. */
async function sendAll(scenario: Scenario, faults: PipelineFaults, local: LocalPipeline, { url, accepted, deadline }: Sending): Promise<number> {
  let refused = 0;
  const requests = numberedRequests({ ...scenario, invalidRequests: scenario.quota['invalid-body'], random: faults.random });
  const pace = {
    mayGo: (firstEvent: number) => firstEvent <= scenario.events * (HEAD_START + (1 - HEAD_START) * faults.done),
    isIdle: () => local.depth().visible === 0,
    deadline,
  };
  await sendPaced(url, requests, pace, (request, status) => {
    if (status !== 200) {
      refused += 1;
      return;
    }
    accepted.fill(1, request.first, request.end);
    if (request.invalid) {
      faults.log.inject('invalid-body', `events ${request.first} to ${request.end - 1}`);
    }
  });
  return refused;
}

function isPartFailure(line: string): boolean {
  const received = Number(/"MessagesReceived":(\d+)/.exec(line)?.[1] ?? 0);
  const failed = Number(/"MessagesFailed":(\d+)/.exec(line)?.[1] ?? 0);
  return failed > 0 && failed < received;
}

function progressLine(startedAt: number, accepted: Uint8Array, log: FaultLog, { visible, inFlight, deadLetters }: LocalDepth): string {
  const seconds = Math.round((Date.now() - startedAt) / 1_000);
  const events = accepted.reduce((sum, one) => sum + one, 0);
  return `${seconds} s: ${events} events accepted, ${log.faults.length} faults, requests waiting ${visible}, in flight ${inFlight}, dead ${deadLetters}`;
}
