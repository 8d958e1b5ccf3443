import type { MappingCounts } from './processor/mapping-counts';

/** What the stages of a local run have done since its start, and what they hold now. */
export interface LocalCounters {
  /** The door's replies by status. */
  readonly replies: Readonly<Record<string, number>>;
  readonly queue: {
    readonly visible: number;
    readonly inFlight: number;
    readonly delayed: number;
    /** Age of the oldest request; 0 when there is none. */
    readonly oldestAgeSeconds: number;
    /** Requests that were sent to it, by the door or by others, such as a replay. */
    readonly sent: number;
    /** Requests that were processed, and so deleted. */
    readonly deleted: number;
    /** Seconds until the first hidden request shows again; absent when none is hidden. */
    readonly nextVisibleSeconds?: number;
  };
  readonly deadLetters: {
    readonly held: number;
    /** Dead letters that somebody read and deleted. */
    readonly deleted: number;
  };
  readonly processor: MappingCounts & {
    /** Invocations that run now. */
    readonly invocations: number;
    /** Processes that are ready for work; 0 while a dead one is being replaced. */
    readonly processes: number;
  };
  readonly archive: {
    /** Whether it refuses everything, as told. */
    readonly down: boolean;
    /** Objects stored by this run, by the folder at the start of their keys. */
    readonly tables: Readonly<Record<string, StoredTotal>>;
  };
}

/** How much was stored. */
export interface StoredTotal {
  readonly objects: number;
  readonly bytes: number;
}
