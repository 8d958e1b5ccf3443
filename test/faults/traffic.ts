/** A request of numbered events. */
export interface NumberedRequest {
  readonly path: string;
  readonly body: Buffer;
  /** Numbers of its events, from the first to before the last. */
  readonly first: number;
  readonly end: number;
  readonly invalid: boolean;
}

/** How much is sent, and how much of it is broken. */
export interface TrafficShape {
  readonly events: number;
  readonly eventsPerRequest: number;
  readonly invalidRequests: number;
  readonly random: () => number;
}

const ID = /event-(\d+)/g;

/** Requests with arrays of events and with Segment's batches in turn; some bodies are cut off, some hold an event that is no object. */
export function* numberedRequests({ events, eventsPerRequest, invalidRequests, random }: TrafficShape): Generator<NumberedRequest> {
  const count = Math.ceil(events / eventsPerRequest);
  const invalid = new Set<number>();
  while (invalid.size < Math.min(invalidRequests, count)) {
    invalid.add(Math.floor(random() * count));
  }

  for (let index = 0; index < count; index += 1) {
    const first = index * eventsPerRequest;
    const end = Math.min(events, first + eventsPerRequest);
    const numbers = Array.from({ length: end - first }, (_, offset) => first + offset);
    const isBatch = index % 2 === 1;
    const form = invalid.has(index) ? index % 3 : undefined;
    const list = `[${numbers.map((number, position) => eventText(number, form === 0 && position % 2 === 1)).join()}]`;
    const whole = isBatch ? `{"batch":${list},"writeKey":"faults"}` : list;
    const body = Buffer.from(form === undefined || form === 0 ? whole : whole.slice(0, -2));
    yield { path: isBatch ? 'v1/batch' : 'events', body, first, end, invalid: form !== undefined };
  }
}

/** Numbers of the events in a text, be it a body or a part of one. */
export function numbersIn(text: string): number[] {
  return Array.from(text.matchAll(ID), ([, number]) => Number(number));
}

function eventText(number: number, isBroken: boolean): string {
  const id = `event-${number}`;
  return JSON.stringify(isBroken
    ? [id]
    : { messageId: id, type: 'track', event: 'Item Viewed', userId: `user-${number % 9973}`, properties: { price: number % 500, text: 'Ψ 検索 "😀"' } });
}
