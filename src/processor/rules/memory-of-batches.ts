/** Lambda hands a function at most so much of a queue at once, in MB. */
const MOST_PAYLOAD = 6;
/** What a payload grows to: text, parsed events, rows, and the compressed object. */
const GROWTH = 8;
/** What one worker thread holds by itself, in MB: runtime, handler and clients. */
const WORKER_MEMORY = 64;

/** Memory that batches of one environment need at the same time, in MB, by our estimate. */
export function memoryOf(batches: number, workers: number, payload: number): number {
  return workers * WORKER_MEMORY + batches * GROWTH * Math.min(MOST_PAYLOAD, payload);
}
