/** What the first request of a run meets: a door, or the loss of the reply. */
export type FirstRequest = 'open' | 'throttled' | 'unavailable' | 'replyLost';

/** Something that happens to a client. */
export interface Situation {
  /** What the page calls it. */
  readonly title: string;
  /** All later requests reach the open door, and their replies arrive. */
  readonly first: FirstRequest;
  readonly events: number;
  /** Bytes of text in each event. */
  readonly eventBytes: number;
  readonly writeKey: 'known' | 'unknown';
  /** How it may end, besides that every event arrives once. */
  readonly ends: readonly string[];
}

/** Most bytes of a request that the queue under test takes; a small one shows with little data what happens above SQS's 1 MiB. */
export const LARGEST_REQUEST_BYTES = 16_384;

const CALM: Omit<Situation, 'title'> = { first: 'open', events: 3, eventBytes: 10, writeKey: 'known', ends: [] };

/** Every client goes through all of them, before each kind of door. */
export const SITUATIONS = {
  normal: { ...CALM, title: 'normal' },
  throttled: { ...CALM, title: '429, then 200', first: 'throttled' },
  unavailable: { ...CALM, title: '503, then 200', first: 'unavailable' },
  replyLost: { ...CALM, title: 'stored, reply lost', first: 'replyLost', ends: ['twice, same id'] },
  largeBatch: { ...CALM, title: 'too many events for a request', events: 12, eventBytes: 3_000, ends: ['refused'] },
  largeEvent: { ...CALM, title: 'an event too large', events: 1, eventBytes: 20_000, ends: ['refused'] },
  unknownKey: { ...CALM, title: 'unknown write key', writeKey: 'unknown', ends: ['refused', 'quarantined'] },
} as const satisfies Record<string, Situation>;

export type SituationId = keyof typeof SITUATIONS;

export const SITUATION_IDS = Object.keys(SITUATIONS) as readonly SituationId[];
