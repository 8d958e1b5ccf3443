import type { JsonObject } from '../json-value';

/** The events of a request, and what it says of all of them. */
export interface FoundEvents {
  readonly contract: 'events' | 'segment';
  /** The events in their order; undefined stands for a text that is not JSON, which has no such value. */
  readonly values: readonly unknown[];
  /** Each event as the client wrote it; asked for only where it matters, since finding them takes time. */
  readonly texts: () => readonly string[];
  readonly sentAt?: unknown;
  readonly writeKey?: unknown;
  /** Type of an event that names none. */
  readonly type?: string;
  readonly context?: JsonObject;
  readonly integrations?: JsonObject;
}
