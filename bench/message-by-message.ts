import type { PlannedPipeline } from '../src/economics/plan/planned-pipeline';

/** What a simulation without shortcuts comes to. */
export interface MessageByMessage {
  readonly messages: number;
  readonly batches: number;
  readonly averageWaitSeconds: number;
}

interface Arrival {
  readonly sentAt: number;
  receivedAt: number;
}

/**
 * The same pipeline with an object and an event of its own for every message, so that the plan has something to be compared with.
 *
 * Only for as much as the environments that it starts with can carry: neither scaling nor throttles.
 */
export function messageByMessage(pipeline: PlannedPipeline, messagesPerSecond: number, seconds: number, bytesPerSecond: number): MessageByMessage {
  const full = pipeline.message.mostInBatch;
  const { mapping: { windowSeconds }, message } = pipeline;
  const waiting: Arrival[] = [];
  const arrivals: Arrival[] = [];
  let batches = 0;
  let readyAt = 0;
  for (let now = 0; now < seconds; now -= Math.log(1 - Math.random()) / messagesPerSecond) {
    const arrival = { sentAt: now, receivedAt: NaN };
    arrivals.push(arrival);
    waiting.push(arrival);
    while (now >= readyAt && (waiting.length >= full || (waiting.length > 0 && now >= waiting[0].sentAt + windowSeconds))) {
      const batch = waiting.splice(0, full);
      batch.forEach(it => { it.receivedAt = now; });
      readyAt = Math.max(now, readyAt) + batch.length * message.bytes / bytesPerSecond;
      batches += 1;
    }
  }
  const received = arrivals.filter(({ receivedAt }) => !Number.isNaN(receivedAt));
  const waits = received.reduce((sum, { sentAt, receivedAt }) => sum + receivedAt - sentAt, 0);
  return { messages: arrivals.length, batches, averageWaitSeconds: waits / received.length };
}
