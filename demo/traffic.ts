import { gzipSync } from 'node:zlib';

/** A request of the demo, and the ids of the events that it carries. */
export interface DemoRequest {
  readonly title: string;
  readonly path: string;
  readonly contentType: string;
  readonly contentEncoding?: string;
  readonly body: Uint8Array;
  readonly ids: readonly string[];
}

const PAGES = ['/', '/prices', '/docs/getting-started', '/blog/größer-als-gedacht', '/検索', '/checkout'];
const SCREENS = ['Home', 'Cart', 'Search', 'Settings'];

/** Events of a shop, as its devices report them: clicks, page and screen views, purchases, metrics. */
export function shopEvent(messageId: string, index: number): Record<string, unknown> {
  const at = new Date(Date.now() - (index % 90) * 1_000).toISOString();
  const who = { userId: `user-${index % 997}`, anonymousId: `device-${index % 1_499}` };
  const context = {
    userAgent: 'Mozilla/5.0 (demo)',
    locale: 'de-AT',
    page: { path: PAGES[index % PAGES.length], referrer: 'https://example.com/?a=1&b=2%20+3' },
  };

  const common = { messageId, timestamp: at, ...who, context };

  switch (index % 4) {
    case 0: return { ...common, type: 'track', event: 'Button Clicked', properties: { button: 'buy "now" & pay = later', x: index % 1_280 } };
    case 1: return { ...common, type: 'page', name: PAGES[index % PAGES.length], properties: { title: 'Straße, Ψ & 😀' } };
    case 2: return { ...common, type: 'screen', name: SCREENS[index % SCREENS.length] };
    default: return { ...common, type: 'track', event: 'Frame Time', properties: { milliseconds: 16.7 + index % 7, unit: 'ms' } };
  }
}

/** How many requests of each form. */
export interface PlainCounts {
  readonly objects: number;
  readonly arrays: number;
  readonly lines: number;
  readonly zipped: number;
}

/** Plain HTTP posts in every form that `/events` takes. */
export function* plainRequests(counts: PlainCounts): Generator<DemoRequest> {
  let next = 0;
  const take = (kind: string, count: number) => Array.from({ length: count }, () => shopEvent(`${kind}-${next}`, next++));

  for (let i = 0; i < counts.objects; i += 1) {
    yield request('a JSON object', 'application/json', take('object', 1), ([event]) => JSON.stringify(event));
  }
  for (let i = 0; i < counts.arrays; i += 1) {
    yield request('an array', 'application/json', take('array', 20), JSON.stringify);
  }
  for (let i = 0; i < counts.lines; i += 1) {
    yield request('NDJSON', 'application/x-ndjson', take('line', 20), events => events.map(event => JSON.stringify(event)).join('\n'));
  }
  for (let i = 0; i < counts.zipped; i += 1) {
    const plain = request('an array, gzip', 'application/json', take('gzip', 40), JSON.stringify);
    yield { ...plain, contentEncoding: 'gzip', body: gzipSync(plain.body) };
  }
}

type Events = Record<string, unknown>[];

function request(title: string, contentType: string, events: Events, write: (events: Events) => string): DemoRequest {
  return { title, path: 'events', contentType, body: Buffer.from(write(events)), ids: events.map(({ messageId }) => String(messageId)) };
}

/** Fifty bodies that no event can be read from. Each holds its id, so that it can be found again wherever it ends up. */
export function brokenRequests(): DemoRequest[] {
  const forms: { title: string; body: (id: string) => string; path?: string }[] = [
    { title: 'not JSON', body: id => `<event id="${id}"/>` },
    { title: 'truncated', body: id => `{"messageId":"${id}","type":"track","event":"Cut off","properties":{"a":` },
    { title: 'a bare string', body: id => JSON.stringify(id) },
    { title: 'a number', body: id => id },
    { title: 'an array of arrays', body: id => JSON.stringify([[id]]) },
    { title: 'an object without type or event', body: id => JSON.stringify({ messageId: id, hello: 'world' }) },
    { title: 'an event that is a number', body: id => JSON.stringify({ messageId: id, type: 'track', event: { name: 1 } }) },
    { title: 'a batch that is no array', body: id => JSON.stringify({ batch: id, writeKey: 'demo' }), path: 'v1/batch' },
    { title: 'over 32 kB', body: id => JSON.stringify({ messageId: id, type: 'track', event: 'Big', properties: { text: 'x'.repeat(40_000) } }) },
    { title: 'empty', body: () => '' },
  ];

  return Array.from({ length: 50 }, (_, index) => {
    const form = forms[index % forms.length];
    const id = form.title === 'a number' ? `4711${String(index).padStart(4, '0')}` : `broken-${index}-`;
    return { title: form.title, path: form.path ?? 'events', contentType: 'application/json', body: Buffer.from(form.body(id)), ids: [id] };
  });
}
