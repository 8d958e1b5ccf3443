import { createHash } from 'node:crypto';
import type { Situation } from './situations';

/** What a driver is asked to send. Everything else in a driver is what a user of that client writes. */
export interface Assignment {
  /** Address of the endpoint, without a slash at its end. */
  readonly url: string;
  readonly writeKey: string;
  /** The write key as the user of Basic authorization. */
  readonly authorization: string;
  /** Names of the events. */
  readonly events: readonly string[];
  /** Properties of each event. */
  readonly properties: { readonly plan: string; readonly texts: readonly string[] };
}

/** Amplitude's clients cut longer texts off. */
const TEXT_LENGTH = 500;

/** Writes an assignment; the events have the name of the run, and a number. */
export function assignmentFor(run: string, { events, eventBytes }: Situation, url: string, writeKey: string): Assignment {
  return {
    url,
    writeKey,
    authorization: `Basic ${Buffer.from(`${writeKey}:`).toString('base64')}`,
    events: Array.from({ length: events }, (_, index) => `${run} ${index + 1}`),
    properties: { plan: 'pro', texts: Array.from({ length: Math.ceil(eventBytes / TEXT_LENGTH) }, (_, index) => textOf(`${run} ${index}`)) },
  };
}

/** Text that gzip hardly makes smaller. */
function textOf(seed: string): string {
  return Array.from({ length: 12 }, (_, part) => createHash('sha256').update(`${seed} ${part}`).digest('base64')).join('').slice(0, TEXT_LENGTH);
}
