import type { JsonIndex } from '../json/json-index';
import type { Unreadable } from '../request/unreadable';
import type { EventFields } from '../rows/event-fields';

/** Formats of requests that are understood, as the column `source_contract` names them. */
export type ContractName = 'events' | 'segment' | 'cloudevents' | 'posthog' | 'amplitude' | 'snowplow' | 'otlp';

/** An event that cannot be a row, as was seen when it was looked for. */
export interface BrokenEvent {
  readonly fault: Unreadable;
  /** The event as its client wrote it. */
  readonly raw: string;
}

/** The events of a request. */
export interface FoundEvents {
  readonly contract: ContractName;
  /** The events in the vocabulary of Segment: what the client sent, or a translation of it. */
  readonly index: JsonIndex;
  /** Each event's value. */
  readonly events: readonly number[];
  /** Events that have no value, by their position. */
  readonly broken?: ReadonlyMap<number, BrokenEvent>;
  /** The event at a position as its client wrote it, where the index is of a translation. */
  readonly raw?: (position: number) => string;
  /** What holds for all events: `sentAt`, `writeKey`, `context` and `integrations`. */
  readonly shared?: EventFields;
  /** Type of an event that names none. */
  readonly type?: string;
}
