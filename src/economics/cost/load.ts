import {
  ATTRIBUTE_BYTES, BATCH_BYTES, HANDLER, LONG_POLL_SECONDS, MESSAGES_PER_RECEIVE, POLLER_RATE, RECORD_BYTES, STANDARD_MAPPING_RATE, STORE_SECONDS,
  USUAL_GATHERERS,
} from '../assumptions';
import type { HandlerConfiguration, MappingConfiguration } from '../configuration';
import type { SettledTraffic, TrafficPhase } from '../traffic';

/** What a phase of the traffic does to a pipeline, a second. */
export interface Load {
  readonly hours: number;
  readonly events: number;
  readonly requests: number;
  /** Bytes of the messages. */
  readonly bytes: number;
  readonly storedBytes: number;
  readonly batches: number;
  /** Seconds of CPU that the handler needs. */
  readonly cpu: number;
  readonly receives: number;
  /** Bytes of one message in the queue. */
  readonly messageBytes: number;
  /** How long a batch waits for others, in seconds. */
  readonly waitSeconds: number;
  /** Pollers that the mapping has or needs for itself; 0 when it shares those of Lambda. */
  readonly pollers: number;
}

/** What a client sends at once. */
export type RequestSize = Pick<SettledTraffic, 'eventsPerRequest' | 'bytesPerEvent'>;

/** A handler of one's own. */
export interface OwnHandler {
  /** Events a second and vCPU. */
  readonly eventsPerSecond?: number;
  /** How long a batch waits for others: for S3, for services that it calls. */
  readonly waitSeconds?: number;
  /** Messages that a batch has on average; reckoned from the mapping when absent. */
  readonly messagesPerBatch?: number;
}

/** Where a load comes from. */
export interface LoadSource {
  readonly traffic: SettledTraffic;
  readonly mapping: MappingConfiguration;
  /** Absent for a handler of somebody else. */
  readonly handler?: HandlerConfiguration;
  /** What the handler does, when it is not the library's. */
  readonly ownHandler?: OwnHandler;
  /** Whether one mapping hands over 5 MB/s at most, as to managed instances. */
  readonly isCapped: boolean;
}

/** Bytes of one message in the queue, with its attributes. */
export function messageBytesOf({ eventsPerRequest, bytesPerEvent }: RequestSize): number {
  return eventsPerRequest * bytesPerEvent + ATTRIBUTE_BYTES;
}

/** Messages of a full batch, by their bytes in the event of the function. */
export function mostMessagesPerBatch({ eventsPerRequest, bytesPerEvent }: RequestSize, { batchSize }: Pick<MappingConfiguration, 'batchSize'>): number {
  return Math.max(1, Math.min(batchSize, Math.floor(BATCH_BYTES / (eventsPerRequest * bytesPerEvent + RECORD_BYTES))));
}

/** Works out the load of one phase. */
export function loadOf({ hours, eventsPerSecond: events }: TrafficPhase, source: LoadSource): Load {
  const { traffic, traffic: { eventsPerRequest, bytesPerEvent }, mapping, handler, ownHandler } = source;
  const requests = events / eventsPerRequest;
  const messageBytes = messageBytesOf(traffic);
  const bytes = requests * messageBytes;
  const pollers = pollersFor(bytes, mapping, source.isCapped);
  const gatherers = pollers || USUAL_GATHERERS;
  const most = mostMessagesPerBatch(traffic, mapping);
  const measured = bytesPerEvent / HANDLER.bytesPerEvent;

  return {
    hours,
    events,
    requests,
    bytes,
    storedBytes: handler === undefined ? 0 : events * measured * HANDLER.storedBytesPerEvent[handler.compression],
    batches: ownHandler?.messagesPerBatch ? requests / ownHandler.messagesPerBatch : batchesOf(requests, most, gatherers, mapping),
    cpu: events / (ownHandler?.eventsPerSecond ?? HANDLER.eventsPerSecond[handler?.compression ?? 'gzip'] / measured),
    receives: Math.max(requests / MESSAGES_PER_RECEIVE, gatherers / LONG_POLL_SECONDS),
    messageBytes,
    waitSeconds: ownHandler?.waitSeconds ?? STORE_SECONDS,
    pollers,
  };
}

/** Bytes a second that a mapping hands over at most. */
export function mostBytesOf({ minimumPollers, maximumPollers }: MappingConfiguration, isCapped: boolean): number {
  if (minimumPollers !== undefined) {
    return (maximumPollers ?? 200) * POLLER_RATE;
  }
  return isCapped ? STANDARD_MAPPING_RATE : Infinity;
}

/** A mapping that could not hand over the load gets the pollers that it needs. */
function pollersFor(bytes: number, mapping: MappingConfiguration, isCapped: boolean): number {
  const needed = Math.ceil(bytes / POLLER_RATE);
  if (mapping.minimumPollers !== undefined) {
    return Math.max(mapping.minimumPollers, needed);
  }
  return bytes > mostBytesOf(mapping, isCapped) ? needed : 0;
}

/** A batch ends when it is full or its window is over, and has one message at least. */
function batchesOf(requests: number, mostMessages: number, gatherers: number, { windowSeconds }: MappingConfiguration): number {
  const full = requests / mostMessages;
  const timed = windowSeconds === 0 ? requests : gatherers / windowSeconds;
  return Math.min(requests, Math.max(full, timed));
}
