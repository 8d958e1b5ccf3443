import { DEFAULT_MANAGED_INSTANCES, DEFAULT_ON_DEMAND } from '../../../src/economics/configuration';
import type { PlanResult } from '../../../src/economics/plan/plan-record';
import type { PlannedPipeline } from '../../../src/economics/plan/planned-pipeline';
import { simulate } from '../../../src/economics/plan/simulation';
import { steady } from '../../../src/economics/plan/traffic-shape';

/** One figure that is known, and what the simulation makes of it. */
export interface Comparison {
  readonly figure: string;
  readonly known: number;
  readonly simulated: number;
}

/** How far the simulation is off, as a share of what is known. */
export function errorOf({ known, simulated }: Comparison): number {
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

/** CPU that a message of AWS's sample needs: 100,000 scenarios at 2,100 a second. */
const SCENARIO_CPU = 100_000 / 2_100;

/**
 * The load test of AWS's sample of managed instances: 2,350 messages at once, one a batch, for three environments of 2 vCPUs with
 * 10 batches each, on instances with 8 vCPUs and `maxVCpuCount` 48.
 *
 * @see https://github.com/aws-samples/sample-aws-lambda-managed-instances/tree/main/examples/fsi/sample-retirement-savings-simulator
 */
export function sample(): { readonly result: PlanResult; readonly comparisons: Comparison[] } {
  const pipeline: PlannedPipeline = {
    queue: { visibilitySeconds: 960, retentionSeconds: 86_400, maxReceiveCount: 3 },
    timeoutSeconds: 900,
    mapping: { batchSize: 1, windowSeconds: 0 },
    compute: { ...DEFAULT_MANAGED_INSTANCES, architecture: 'x86_64', vCpus: 2, concurrency: 10, maxVCpuCount: 48 },
    message: { events: 1, bytes: 1_000, mostInBatch: 1, cpuSeconds: SCENARIO_CPU, batchWaitSeconds: 0 },
  };
  const result = simulate(pipeline, { ...steady(0), seconds: 5_400 }, { backlog: 2_350, guesses: { instanceVCpus: 8 } });
  const after = (minute: number) => result.minutes[minute - 1].environments;
  const lastRun = result.minutes.findIndex(({ running, queued }) => running === 0 && queued === 0);
  return {
    result,
    comparisons: [
      { figure: 'environments after 10 minutes', known: 10, simulated: after(10) },
      { figure: 'environments after 15 minutes', known: 16, simulated: after(15) },
      { figure: 'most environments', known: 18, simulated: result.mostEnvironments },
      { figure: 'most instances', known: 7, simulated: result.mostInstances },
      { figure: 'throttles in the worst minute', known: 150, simulated: result.throttlesInWorstMinute },
      { figure: 'minutes until all is done', known: 62, simulated: lastRun + 1 },
    ],
  };
}
