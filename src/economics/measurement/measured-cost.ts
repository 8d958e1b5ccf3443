import { leftOut } from './left-out';
import { twoLevels } from './measured-traffic';
import type { Measurement } from './measurement';
import { HANDLER, MEMORY_OF_VCPU } from '../assumptions';
import { compareComputes, type Subject } from '../comparison';
import type { PipelineConfiguration } from '../configuration';
import type { OwnHandler } from '../cost/load';
import type { DetailedEstimate } from '../cost-estimate';
import type { PriceList } from '../prices/price-list';
import { settleTraffic, type SettledTraffic } from '../traffic';

/** What the measured traffic costs on each kind of compute. */
export interface MeasuredCost {
  readonly traffic?: SettledTraffic;
  /** One, or the two between which the truth lies. */
  readonly cases: readonly CostCase[];
  /** Why nothing is compared. */
  readonly unknown: readonly string[];
  readonly notes: readonly string[];
}

/** What it costs if the handler is as supposed. */
export interface CostCase {
  readonly title: string;
  readonly handler: OwnHandler;
  /** On managed instances, on demand, with provisioned concurrency. */
  readonly computes: readonly DetailedEstimate[];
}

/** What the user tells and no metric does. */
export interface ToldFigures {
  readonly eventsPerRequest?: number;
  readonly bytesPerEvent?: number;
  /** Events that one vCPU handles in a second. */
  readonly handlerSpeed?: number;
  readonly savingsPlanDiscount?: number;
}

/** Prices what was measured; what is not known is named and nothing is put in its place. */
export function measuredCost(pipeline: PipelineConfiguration, measured: Measurement, told: ToldFigures, prices: PriceList): MeasuredCost {
  const eventsPerRequest = told.eventsPerRequest ?? measured.eventsPerMessage;
  const events = Math.max(1, eventsPerRequest ?? 1);
  const bytesPerEvent = told.bytesPerEvent ?? (measured.bytesPerMessage === undefined ? undefined : measured.bytesPerMessage / events);
  const notes = [
    ...eventsPerRequest === undefined ? ['no metric tells how many events a message has, so each counts as one event; --events-per-request tells it'] : [],
    ...leftOut(pipeline),
  ];
  const unknown = [
    ...bytesPerEvent === undefined ? ['how large messages are is not known; --bytes-per-event tells it'] : [],
    ...measured.batches ? [] : ['how many batches there were is not known'],
    ...measured.secondsPerBatch === undefined ? ['how long a batch takes is not known'] : [],
  ];
  if (unknown.length > 0) {
    return { cases: [], unknown, notes };
  }

  const levels = twoLevels(measured.hourlyRates);
  const traffic = settleTraffic({ ...levels, eventsPerSecond: levels.eventsPerSecond * events, eventsPerRequest: events, bytesPerEvent });
  const messagesPerBatch = measured.messages / measured.batches!;
  const supposed = handlersOf(pipeline, measured, traffic, told.handlerSpeed);
  if (supposed.length === 0) {
    return { traffic, cases: [], unknown: ['how much CPU the function needs is not known; --handler-speed tells it'], notes };
  }
  return {
    traffic,
    cases: supposed.map(({ title, handler }) => {
      const seen = { ...handler, messagesPerBatch };
      const { managed, onDemand, provisioned } = compareComputes(subjectOf(pipeline, traffic, seen, told, prices));
      return { title, handler: seen, computes: [managed, onDemand, provisioned] };
    }),
    unknown: [],
    notes: [...notes, ...pipeline.compute.kind === 'managedInstances'
      && pipeline.handler !== undefined ? ['how long a batch waits for S3 on ordinary Lambda is assumed'] : []],
  };
}

/** What is compared if the handler is as supposed. */
export function subjectOf(
  pipeline: PipelineConfiguration, traffic: SettledTraffic, ownHandler: OwnHandler, { savingsPlanDiscount }: ToldFigures, prices: PriceList,
): Subject {
  return { pipeline, traffic, prices, options: { savingsPlanDiscount, ownHandler } };
}

/** What the handler does: as measured, or the two ends between which it lies. */
function handlersOf(
  { compute, handler }: PipelineConfiguration,
  { secondsPerBatch, batches, messages, hours, busyVCpus }: Measurement,
  { eventsPerRequest, bytesPerEvent }: SettledTraffic, handlerSpeed: number | undefined,
): { readonly title: string; readonly handler: OwnHandler }[] {
  const eventsPerBatch = messages * eventsPerRequest / batches!;
  const ownSpeed = handler && HANDLER.eventsPerSecond[handler.compression] * HANDLER.bytesPerEvent / bytesPerEvent;
  if (compute.kind === 'managedInstances') {
    const seen = busyVCpus ? messages * eventsPerRequest / (hours * 3_600) / busyVCpus : undefined;
    const eventsPerSecond = handlerSpeed ?? seen ?? ownSpeed;
    if (eventsPerSecond === undefined) {
      return [];
    }
    const waitSeconds = handler === undefined ? Math.max(0, secondsPerBatch! - eventsPerBatch / eventsPerSecond) : undefined; // the library's waits there for others
    return [{ title: 'as measured', handler: { eventsPerSecond, waitSeconds } }];
  }

  const share = Math.min(1, compute.memoryMiB / MEMORY_OF_VCPU);
  const fastest = eventsPerBatch / (secondsPerBatch! * share);
  const speed = handlerSpeed ?? ownSpeed;
  if (speed !== undefined) {
    const eventsPerSecond = Math.max(speed, fastest); // it cannot have computed longer than it ran
    return [{ title: 'as measured', handler: { eventsPerSecond, waitSeconds: secondsPerBatch! - eventsPerBatch / (eventsPerSecond * share) } }];
  }
  return [
    { title: 'if the function computes all the time', handler: { eventsPerSecond: fastest, waitSeconds: 0 } },
    { title: 'if the function waits all the time', handler: { eventsPerSecond: Infinity, waitSeconds: secondsPerBatch! } },
  ];
}
