import { computeOf, SPARE, sizeFor, vCpusFor } from './size-for';
import { MOST, type SizedFigures, type SizedProp, type Sizing } from './sizes';
import { POLLER_RATE } from '../assumptions';
import { DEFAULT_CONFIGURATION, type PipelineConfiguration } from '../configuration';
import { messageBytesOf, type OwnHandler } from '../cost/load';
import type { PlanResult, Trouble } from '../plan/plan-record';
import { duration, findings, type Finding } from '../plan/plan-report';
import { DEFAULT_QUEUE_SIDE, plannedPipeline, type QueueSide } from '../plan/planned-pipeline';
import { simulate } from '../plan/simulation';
import type { TrafficShape } from '../plan/traffic-shape';
import type { PriceList } from '../prices/price-list';
import { settleTraffic, type TelemetryTraffic } from '../traffic';

/** Sizes with the day that they were tried on. */
export interface PlannedSizing extends Sizing {
  /** Absent where no sizes would do. */
  readonly day?: PlanResult;
  /** What the day still meets. */
  readonly left: readonly Finding[];
}

/** What is looked for. */
export interface SizingSubject {
  readonly traffic: TelemetryTraffic;
  readonly shape: TrafficShape;
  readonly prices: PriceList;
  readonly ownHandler?: OwnHandler;
  /** Hears which day is simulated, and how far it is, from 0 to 1. */
  readonly onProgress?: (round: number, share: number) => void;
}

/** Days that are tried at most. */
const MOST_ROUNDS = 12;

/** By how much environments are raised at a time. */
const STEP = 1.5;

/** Throttled batches are tried again: no trouble as long as nothing is late for them. */
const BEARABLE: readonly Trouble[] = ['throttles'];
const OF_MAPPING: readonly Trouble[] = ['mappingBytes', 'mappingBatches'];

/** Finds sizes with which a simulated day meets no trouble, or tells what is left of it. */
export function sizeByPlan(subject: SizingSubject): PlannedSizing {
  const { traffic, prices, ownHandler } = subject;
  const sizing = sizeFor(traffic, prices, ownHandler);
  if (sizing.beyond.length > 0) {
    return { ...sizing, left: [] };
  }
  let figures = sizing.figures;
  const reasons = new Map<string, string>();
  for (let round = 1; ; round++) {
    const { result, found } = tryOut(figures, subject, round);
    const left = found.filter(({ trouble }) => !BEARABLE.includes(trouble));
    const raised = left.length === 0 || round === MOST_ROUNDS ? undefined : raise(figures, left, subject);
    if (raised === undefined) {
      return { ...sizing, figures, props: withReasons(sizing.props, figures, reasons), day: result, left };
    }
    for (const name of Object.keys(raised) as (keyof SizedFigures)[]) {
      if (raised[name] !== figures[name] && !reasons.has(name)) {
        reasons.set(name, `by a simulated day: with ${figures[name] ?? 'none'}, ${left[0].says}, the oldest message ${duration(result.oldestSeconds)} old`);
      }
    }
    figures = raised;
  }
}

/** The pipeline of some sizes, everything else as by default. */
export function pipelineOf(figures: SizedFigures): { readonly pipeline: PipelineConfiguration; readonly side: QueueSide } {
  const { batchSize, minimumPollers, maximumPollers, throttlingRateLimit, timeout } = figures;
  const mapping = { ...DEFAULT_CONFIGURATION.mapping, batchSize, minimumPollers, maximumPollers };
  const visibilitySeconds = 6 * timeout + mapping.windowSeconds;
  return {
    pipeline: {
      ...DEFAULT_CONFIGURATION, door: { ...DEFAULT_CONFIGURATION.door!, ratePerSecond: throttlingRateLimit }, mapping, compute: computeOf(figures),
    },
    side: { ...DEFAULT_QUEUE_SIDE, timeoutSeconds: timeout, queue: { ...DEFAULT_QUEUE_SIDE.queue, visibilitySeconds } },
  };
}

function tryOut(figures: SizedFigures, { traffic, shape, prices, ownHandler, onProgress }: SizingSubject, round: number) {
  const { pipeline, side } = pipelineOf(figures);
  const planned = plannedPipeline(pipeline, side, settleTraffic(traffic), prices, ownHandler);
  const result = simulate(planned, shape, { onMinute: seconds => onProgress?.(round, seconds / shape.seconds) });
  return { result, found: findings(result, planned, shape) };
}

/** Larger sizes for what was met, what makes the rest of it first; absent when there are none. */
function raise(figures: SizedFigures, left: readonly Finding[], { traffic, shape, prices }: SizingSubject): SizedFigures | undefined {
  const meets = (troubles: readonly Trouble[]) => left.some(({ trouble }) => troubles.includes(trouble));
  const size = settleTraffic(traffic);
  const requests = shape.most / size.eventsPerRequest;
  if (meets(['doorRefuses'])) {
    return { ...figures, throttlingRateLimit: Math.ceil(requests * SPARE) };
  }
  if (meets(OF_MAPPING)) {
    return withPollers(figures, Math.ceil(requests * messageBytesOf(size) * SPARE / POLLER_RATE));
  }
  const minExecutionEnvironments = Math.min(MOST.environments, Math.ceil(figures.minExecutionEnvironments * STEP));
  if (minExecutionEnvironments === figures.minExecutionEnvironments) {
    return undefined;
  }
  const withSpare = Math.ceil(minExecutionEnvironments * SPARE);
  const maxExecutionEnvironments = Math.min(MOST.environments, Math.max(figures.maxExecutionEnvironments, withSpare));
  const maxVCpuCount = vCpusFor(computeOf(figures), maxExecutionEnvironments, prices);
  return { ...figures, minExecutionEnvironments, maxExecutionEnvironments, maxVCpuCount };
}

/** Pollers for the busiest minute; once there are so many, more of them from the start. */
function withPollers(figures: SizedFigures, wanted: number): SizedFigures | undefined {
  const { minimumPollers = 2, maximumPollers = 0 } = figures;
  const most = Math.min(MOST.pollers, Math.max(2, wanted));
  if (maximumPollers < most) {
    return { ...figures, minimumPollers, maximumPollers: most };
  }
  const least = Math.min(MOST.minimumPollers, maximumPollers, 2 * minimumPollers);
  return least > minimumPollers ? { ...figures, minimumPollers: least } : undefined;
}

/** The props of sizes that were raised, with what raised them. */
function withReasons(props: readonly SizedProp[], figures: SizedFigures, reasons: ReadonlyMap<string, string>): SizedProp[] {
  const { minimumPollers, maximumPollers } = figures;
  return props.map(it => {
    const name = it.prop.split('.')[1];
    if (name === 'provisionedPollers') {
      const reason = reasons.get('minimumPollers') ?? reasons.get('maximumPollers');
      return reason === undefined ? it : { ...it, value: `{ minimumPollers: ${minimumPollers}, maximumPollers: ${maximumPollers} }`, reason };
    }
    const reason = reasons.get(name);
    return reason === undefined ? it : { ...it, value: `${figures[name as keyof SizedFigures]}`, reason };
  });
}
