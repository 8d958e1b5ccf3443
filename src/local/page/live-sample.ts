import type { LocalCounters } from '../local-counters';

/** What the page knows of the run from its start on. */
export interface PageFacts {
  readonly stackName: string;
  /** URL that clients post below. */
  readonly url: string;
  readonly queueUrl: string;
  readonly deadLetterQueueUrl?: string;
  readonly archiveFolder: string;
}

/** How the run is at one moment. */
export interface LiveSample {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly counters: LocalCounters;
  readonly rows: RowCounts;
}

/** Rows of the objects that this run stored, as far as they have been read. */
export interface RowCounts {
  readonly events: number;
  readonly quarantine: number;
}

/** A row as it lies in an object. */
export interface ShownRow {
  readonly table: string;
  /** Number in the order in which rows were read. */
  readonly number: number;
  readonly text: string;
}

/** Something that the user was told. */
export interface ShownNotice {
  readonly at: number;
  readonly text: string;
}

/** What became of test events. */
export interface SendReport {
  /** Replies by status; 0 stands for no reply. */
  readonly replies: Readonly<Record<string, number>>;
  /** Body of the last reply. */
  readonly body: string;
  readonly durationMs: number;
}
