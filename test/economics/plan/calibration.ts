import { DEFAULT_MANAGED_INSTANCES, DEFAULT_ON_DEMAND } from '../../../src/economics/configuration';
import type { Minute, PlanResult } from '../../../src/economics/plan/plan-record';
import type { PlannedPipeline } from '../../../src/economics/plan/planned-pipeline';
import { simulate } from '../../../src/economics/plan/simulation';
import { steady, type TrafficShape } from '../../../src/economics/plan/traffic-shape';

/** One figure that is known, and what the simulation makes of it. */
export interface Comparison {
  readonly figure: string;
  readonly known: number;
  readonly simulated: number;
}

/** How far the simulation is off, as a share of what is known. */
export function errorOf({ known, simulated }: Pick<Comparison, 'known' | 'simulated'>): number {
  return (simulated - known) / known;
}

/** Longest runs and no ends: so that only the servers count. */
const NO_LIMITS = { queue: { visibilitySeconds: 43_200, retentionSeconds: 1_209_600 }, timeoutSeconds: 43_200 };

/** A queue with Poisson arrivals, exponential service of a second on average, and so many servers. */
function servers(count: number): PlannedPipeline {
  return {
    ...NO_LIMITS,
    mapping: { batchSize: 1, windowSeconds: 0, maximumConcurrency: count },
    compute: { ...DEFAULT_ON_DEMAND, provisionedConcurrency: count },
    message: { events: 1, bytes: 1_000, mostInBatch: 1, cpuSeconds: 0, batchWaitSeconds: 1 },
  };
}

function serve(count: number, messagesPerSecond: number, seconds: number): PlanResult {
  return simulate(servers(count), { ...steady(messagesPerSecond), seconds }, { guesses: { serviceSpread: 1 } });
}

/** Average wait of M/M/c with service times of a second, by Erlang's second formula. */
export function erlangWait(count: number, load: number): number {
  let blocked = 1;
  for (let server = 1; server <= count; server += 1) {
    blocked = load * blocked / (server + load * blocked);
  }
  return blocked / (1 - load / count * (1 - blocked)) / (count - load);
}

/** Against queueing theory: waiting below saturation, growth above it. */
export function theory(): Comparison[] {
  const waits = [[2, 1.6], [5, 3], [5, 4], [5, 4.5]].map(([count, load]) => ({
    figure: `seconds of waiting, ${count} servers ${Math.round(100 * load / count)} % busy`,
    known: erlangWait(count, load),
    simulated: serve(count, load, 60_000).averageWaitSeconds,
  }));
  const { minutes } = serve(5, 20, 7_200);
  const [from, to] = [minutes[9], minutes.at(-1)!];
  return [...waits, {
    figure: 'messages a second by which the queue grows, 20 come and 5 go',
    known: 15,
    simulated: (to.queued - from.queued) / (to.at - from.at),
  }];
}

/** Environments whose batches share their CPU, in one run. */
function shared(vCpus: number, load: number): PlanResult {
  const pipeline: PlannedPipeline = {
    ...NO_LIMITS,
    mapping: { batchSize: 1, windowSeconds: 0, minimumPollers: 100, maximumPollers: 100 },
    compute: { ...DEFAULT_MANAGED_INSTANCES, concurrency: 300, minimumEnvironments: vCpus, maximumEnvironments: vCpus },
    message: { events: 1, bytes: 1_000, mostInBatch: 1, cpuSeconds: 1, batchWaitSeconds: 0 },
  };
  return simulate(pipeline, { ...steady(load), seconds: 60_000 }, { guesses: { serviceSpread: 1 } });
}

/** Against queueing theory, where batches share CPU: as many are there as with servers that take turns, and each second of CPU is used once. */
export function sharedCpu(): Comparison[] {
  return [[3, 1.5], [3, 2.4], [3, 2.7]].flatMap(([vCpus, load]) => {
    const { minutes } = shared(vCpus, load);
    const mean = (of: (minute: Minute) => number) => minutes.reduce((sum, minute) => sum + of(minute), 0) / minutes.length;
    const busy = Math.round(100 * load / vCpus);
    return [
      { figure: `batches at the same time on ${vCpus} vCPUs, ${busy} % busy`, known: load * (1 + erlangWait(vCpus, load)), simulated: mean(it => it.running) },
      { figure: `CPU of ${vCpus} vCPUs, ${busy} % busy`, known: load / vCpus, simulated: mean(it => it.cpuUse) },
    ];
  });
}

/** A figure of the load test, in both readings of how its messages came. */
export interface SampleFigure {
  readonly figure: string;
  readonly known: number;
  readonly burst: number;
  readonly scheduled: number;
  /** Why it is no test of the simulation, where it is none. */
  readonly given?: string;
}

/**
 * The load test of AWS's sample of managed instances: messages one a batch, for three environments of 2 vCPUs with 10 batches each, on
 * instances with 8 vCPUs and `maxVCpuCount` 48.
 *
 * Its page says that 2,350 messages came at once, and that four schedulers submitted ten a minute each for an hour. The first cannot be
 * with what else it tells: the queue was deepest after ten minutes, and 70 % of the CPU were enough in the end. Both are simulated.
 *
 * @see https://github.com/aws-samples/sample-aws-lambda-managed-instances/tree/main/examples/fsi/sample-retirement-savings-simulator
 */
export function sample(): { readonly burst: PlanResult; readonly scheduled: PlanResult; readonly figures: readonly SampleFigure[] } {
  const burst = loadTest(SCENARIO_CPU, 0, { ...steady(0), seconds: 5_400 }, 2_350);
  const scheduled = loadTest(STEADY_CPU, USUAL_SECONDS - STEADY_CPU, {
    ...steady(0), seconds: 5_400, most: MESSAGES_A_SECOND, eventsPerSecond: second => second < 3_600 ? MESSAGES_A_SECOND : 0,
  }, 0);
  const figure = (name: string, known: number, of: (result: PlanResult) => number, given?: string) =>
    ({ figure: name, known, burst: of(burst), scheduled: of(scheduled), given });
  return {
    burst,
    scheduled,
    figures: [
      figure('environments after 10 minutes', 10, it => it.minutes[9].environments, 'guesses were chosen by it'),
      figure('environments after 15 minutes', 16, it => it.minutes[14].environments, 'guesses were chosen by it'),
      figure('most environments', 18, it => it.mostEnvironments, 'the cap on vCPUs'),
      figure('most instances', 7, it => it.mostInstances, 'the cap on vCPUs'),
      figure('throttles in the worst minute', 150, it => it.throttlesInWorstMinute, 'guesses were chosen by it'),
      figure('minutes until throttling stops', 15, ({ minutes }) => minutes.reduce((last, { throttles, at }) => throttles > 0 ? at / 60 : last, 0)),
      figure('minutes until the queue is deepest', 10, deepestAt),
      figure('CPU in the end, %', 70, it => 100 * it.minutes.slice(35, 55).reduce((sum, { cpuUse }) => sum + cpuUse / 20, 0), 'scheduled: its CPU follows from it'),
      figure('minutes until all is done', 62, it => 1 + it.minutes.findIndex(({ running, queued }, minute) => minute > 55 && running === 0 && queued === 0), 'scheduled: the hour of the schedule'),
    ],
  };
}

/** CPU of a message: 100,000 scenarios at the 2,100 a second that a worker is said to do. */
const SCENARIO_CPU = 100_000 / 2_100;

/** Four schedulers with a job a minute, ten messages each. */
const MESSAGES_A_SECOND = 40 / 60;

/** CPU of a message that keeps 70 % of 16 environments busy with so many, and how long a run takes when nothing is scarce, in seconds. */
const STEADY_CPU = 0.7 * 16 * 2 / MESSAGES_A_SECOND;
const USUAL_SECONDS = 150;

function loadTest(cpuSeconds: number, batchWaitSeconds: number, traffic: TrafficShape, backlog: number): PlanResult {
  const pipeline: PlannedPipeline = {
    queue: { visibilitySeconds: 960, retentionSeconds: 86_400, maxReceiveCount: 3 },
    timeoutSeconds: 900,
    mapping: { batchSize: 1, windowSeconds: 0 },
    compute: { ...DEFAULT_MANAGED_INSTANCES, architecture: 'x86_64', vCpus: 2, concurrency: 10, maxVCpuCount: 48 },
    message: { events: 1, bytes: 1_000, mostInBatch: 1, cpuSeconds, batchWaitSeconds },
  };
  return simulate(pipeline, traffic, { backlog, guesses: { instanceVCpus: 8 } });
}

function deepestAt({ minutes }: PlanResult): number {
  return minutes.reduce((deepest, { queued, at }) => queued > deepest.queued ? { queued, at } : deepest, { queued: -1, at: 0 }).at / 60;
}
