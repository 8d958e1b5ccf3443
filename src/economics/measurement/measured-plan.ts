import { busiestDay } from './busiest-day';
import type { MeasuredCost } from './measured-cost';
import type { Measurement } from './measurement';
import { variantsOf, type Subject } from '../comparison';
import type { PipelineConfiguration } from '../configuration';
import type { OwnHandler } from '../cost/load';
import { nameOf } from '../cost-estimate';
import type { Table } from '../cost-report';
import type { PlanResult } from '../plan/plan-record';
import { count, duration, findings, type Finding } from '../plan/plan-report';
import { plannedPipeline, type PlannedPipeline, type QueueSide } from '../plan/planned-pipeline';
import { simulate } from '../plan/simulation';
import type { TrafficShape } from '../plan/traffic-shape';

/** What the busiest day that was measured does to the pipeline on each kind of compute. */
export interface MeasuredPlan {
  readonly from: Date;
  readonly traffic: TrafficShape;
  /** As many as there are cases of the cost. */
  readonly cases: readonly PlanCase[];
}

/** What that day does if the handler is as supposed. */
export interface PlanCase {
  readonly title: string;
  /** On managed instances, on demand, with provisioned concurrency. */
  readonly days: readonly PlannedDay[];
}

/** The day on one kind of compute. */
export interface PlannedDay {
  readonly compute: string;
  /** Whether that is what the pipeline runs on. */
  readonly isOwn: boolean;
  readonly pipeline: PlannedPipeline;
  readonly result: PlanResult;
  readonly found: readonly Finding[];
}

/** Simulates the busiest day of the measured pipeline. */
export function measuredPlan(
  { cases, traffic }: MeasuredCost, measurement: Measurement, side: QueueSide,
  subjectOf: (handler: OwnHandler) => Subject, onShare: (share: number) => void,
): MeasuredPlan {
  const day = busiestDay(measurement, traffic!.eventsPerRequest);
  const steps = cases.length * 3 * day.traffic.seconds;
  let done = 0;
  const plannedDay = (subject: Subject, variant: PipelineConfiguration, handler: OwnHandler): PlannedDay => {
    const pipeline = plannedPipeline(variant, side, traffic!, subject.prices, handler);
    const result = simulate(pipeline, day.traffic, { onMinute: seconds => onShare((done + seconds) / steps) });
    done += day.traffic.seconds;
    const compute = nameOf(variant.compute);
    return { compute, isOwn: compute === nameOf(subject.pipeline.compute), pipeline, result, found: findings(result, pipeline, day.traffic) };
  };
  return {
    ...day,
    cases: cases.map(({ title, handler }) => {
      const subject = subjectOf(handler);
      const { managed, onDemand, provisioned } = variantsOf(subject);
      return { title, days: [managed, onDemand, provisioned].map(variant => plannedDay(subject, variant, handler)) };
    }),
  };
}

/** The day in figures, side by side. */
export function planTable({ days }: PlanCase): Table {
  const rows: readonly (readonly [string, (result: PlanResult) => string])[] = [
    ['deepest queue', ({ deepestQueue }) => count(deepestQueue)],
    ['oldest message', ({ oldestSeconds }) => duration(oldestSeconds)],
    ['throttles', ({ throttles }) => count(throttles)],
    ['most environments', ({ mostEnvironments }) => count(mostEnvironments)],
    ['most instances', ({ mostInstances }) => mostInstances === 0 ? '' : count(mostInstances)],
    ['dead letters', ({ messages }) => count(messages.deadLetters)],
  ];
  return [
    ['the busiest day', ...days.map(({ compute }) => compute)],
    ...rows.map(([name, cell]) => [name, ...days.map(({ result }) => cell(result))]),
  ];
}

/** The same as figures for programs. */
export function planFigures({ from, traffic, cases }: MeasuredPlan) {
  return {
    from,
    traffic: traffic.title,
    cases: cases.map(({ title, days }) => ({
      title,
      computes: days.map(({ compute, isOwn, found, result }) => ({
        compute,
        isOwn,
        deepestQueue: result.deepestQueue,
        oldestSeconds: result.oldestSeconds,
        throttles: result.throttles,
        mostEnvironments: result.mostEnvironments,
        mostInstances: result.mostInstances,
        deadLetters: result.messages.deadLetters,
        findings: found,
      })),
    })),
  };
}
