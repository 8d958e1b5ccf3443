import type { JsonObject } from '../json-value';

/** An event as it stands in a request: readable, or with the reason why it is not. */
export interface FoundEvent {
  /** Index in the request. */
  readonly position: number;
  readonly value: unknown;
  /** Text of the event, where it stands by itself. */
  readonly text?: string;
}

/** The events of a request, and what it says of all of them. */
export interface FoundEvents {
  readonly contract: 'events' | 'segment';
  readonly events: readonly FoundEvent[];
  readonly sentAt?: unknown;
  readonly writeKey?: unknown;
  /** Type of an event that names none. */
  readonly type?: string;
  readonly context?: JsonObject;
  readonly integrations?: JsonObject;
}
