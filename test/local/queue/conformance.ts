import { BATCHES } from './conformance/batches';
import type { Behaviour } from './conformance/behaviour';
import { QUERY_PROTOCOL } from './conformance/query-protocol';
import { QUEUES } from './conformance/queues';
import { RECEIVE_SELECTION } from './conformance/receive-selection';
import { RECEIVING } from './conformance/receiving';
import { REDRIVE } from './conformance/redrive';
import { SENDING } from './conformance/sending';

/** What a standard queue of SQS does, as far as a local run needs it. FIFO queues are no part of it. */
export const CONFORMANCE: Readonly<Record<string, Behaviour[]>> = {
  'sending': SENDING,
  'sending in batches': BATCHES,
  'receiving': RECEIVING,
  'choosing what to receive': RECEIVE_SELECTION,
  'redrive': REDRIVE,
  'query protocol': QUERY_PROTOCOL,
  'queues': QUEUES,
};
