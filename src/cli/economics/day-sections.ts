import type { Minute, PlanResult } from '../../economics/plan/plan-record';
import { findingText, summary, timeTable, type Finding } from '../../economics/plan/plan-report';
import type { PlannedPipeline } from '../../economics/plan/planned-pipeline';
import type { TrafficShape } from '../../economics/plan/traffic-shape';
import type { Chart, Series } from '../html/chart';
import type { PageSection } from '../html/html-page';

/** A day as it was simulated. */
export interface SimulatedDay {
  readonly pipeline: PlannedPipeline;
  readonly traffic: TrafficShape;
  readonly result: PlanResult;
  readonly found: readonly Finding[];
}

/** What a day of traffic does to the pipeline, and what breaks. */
export function daySections({ pipeline, traffic, result, found }: SimulatedDay): PageSection[] {
  return [
    {
      title: 'What breaks first, and what to change',
      texts: found.length === 0 ? ['Nothing breaks.'] : [],
      bullets: found.map(findingText),
    },
    {
      title: 'The simulated day',
      texts: [`${traffic.title}. Each point is a minute.`],
      charts: dayCharts(result, pipeline.compute.kind === 'managedInstances'),
      areChartsSmall: true,
      tables: [
        { title: 'The day in figures', rows: [['', 'value'], ...summary(result)] },
        { title: 'The day hour by hour, the worst of each', rows: timeTable(result) },
      ],
    },
  ];
}

function dayCharts({ minutes }: PlanResult, isManaged: boolean): Chart[] {
  const values = minutes.map(({ at }) => at - 60); // where each begins
  const chart = (title: string, unit: Chart['y']['unit'], axis: string, series: readonly Omit<Series, 'colour'>[], isStepped = false): Chart => ({
    kind: 'lines',
    title,
    company: 'day',
    isStepped,
    x: { title: 'time', unit: 'clock', values },
    y: { title: axis, unit },
    series: series.map((it, index) => ({ ...it, colour: index === 0 ? 'first' : 'second', isDashed: index > 0 })),
  });
  const of = (name: string, value: (minute: Minute) => number) => ({ name, values: minutes.map(value) });
  return [
    chart('What arrives', 'count', 'events a second', [of('events a second', ({ eventsPerSecond }) => eventsPerSecond)]),
    chart('How deep the queue is', 'count', 'messages', [of('messages waiting', ({ queued }) => queued)]),
    chart('How old its oldest message is', 'seconds', 'age', [of('oldest message', ({ oldestSeconds }) => oldestSeconds)]),
    isManaged
      ? chart('Instances and environments', 'count', 'number', [
        of('instances', ({ instances }) => instances), of('environments', ({ environments }) => environments),
      ], true)
      : chart('Environments', 'count', 'number', [of('environments', ({ environments }) => environments)], true),
    chart('How busy their CPU is', 'percent', 'CPU', [of('CPU', ({ cpuUse }) => 100 * cpuUse)]),
    chart('Batches that are throttled', 'count', 'a minute', [of('throttles a minute', ({ throttles }) => throttles)]),
  ];
}
