import { gzipSync } from 'zlib';
import type { MessageAttributeName } from '../../../../src/wire/message-attributes';
import { KeyRing } from '../../../../src/write-keys/runtime/key-ring';
import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

const WEB = 'wk-9f2c51e07a';
const IOS = 'wk-81d0aa93bc';
const UNKNOWN = 'wk-of-nobody';
const keys = KeyRing.parse(JSON.stringify({ web: WEB, ios: IOS }));

const basic = (user: string) => `Basic ${Buffer.from(`${user}:`).toString('base64')}`;

/** The rows of a request to a pipeline that knows its keys. */
async function rows(body: unknown, attributes: Partial<Record<MessageAttributeName, string>> = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return requestRows(sqsRecord({ body: text, attributes }), { keys });
}

const event = { type: 'track', event: 'Clicked', userId: 'u' };
const posthog = { event: 'Clicked', distinct_id: 'd', uuid: 'i' };
const amplitude = { event_type: 'Clicked', device_id: 'd', insert_id: 'i' };

const bodies: { where: string; path: string; body: (key: string) => object }[] = [
  { where: 'an event of our own', path: '/events', body: key => ({ ...event, writeKey: key }) },
  { where: 'an event of Segment\'s', path: '/v1/track', body: key => ({ ...event, writeKey: key }) },
  { where: 'a batch of Segment\'s', path: '/v1/batch', body: key => ({ batch: [event], writeKey: key }) },
  { where: 'an event of a batch, before that of the batch', path: '/v1/batch', body: key => ({ batch: [{ ...event, writeKey: key }], writeKey: UNKNOWN }) },
  { where: 'a batch of PostHog\'s', path: '/batch', body: key => ({ api_key: key, batch: [posthog] }) },
  { where: 'a batch of PostHog\'s, as token', path: '/batch', body: key => ({ token: key, batch: [posthog] }) },
  { where: 'an event of PostHog\'s', path: '/capture', body: key => ({ ...posthog, api_key: key }) },
  { where: 'an event of PostHog\'s browser', path: '/e', body: key => ({ ...posthog, properties: { token: key, a: 1 } }) },
  { where: 'a batch of PostHog\'s browser', path: '/i/v0/e', body: key => [{ ...posthog, properties: { token: key } }] as object },
  { where: 'a batch of PostHog\'s that repeats it', path: '/batch', body: key => ({ api_key: key, batch: [{ ...posthog, properties: { token: key } }] }) },
  { where: 'a batch of Amplitude\'s', path: '/2/httpapi', body: key => ({ api_key: key, events: [amplitude] }) },
];

test.each(bodies)('a known key in $where becomes its id, and stands nowhere in the row', async ({ path, body }) => {
  const { events, quarantine, lines } = await rows(body(IOS), { path });

  expect(quarantine).toEqual([]);
  expect(events).toMatchObject([{ event: 'Clicked', write_key: 'ios' }]);
  expect(lines.events.join('')).not.toMatch(/wk-/);
});

test.each(bodies)('an unknown key in $where puts the event into quarantine, whole', async ({ path, body }) => {
  const { events, quarantine } = await rows(body(UNKNOWN), { path });

  expect(events).toEqual([]);
  expect(quarantine).toMatchObject([{
    code: 'unknown_write_key', position: 0, write_key: null, detail: 'writeKey must be one that this pipeline knows, got another', path,
  }]);
  expect(quarantine[0].raw).toContain('Clicked');
});

test.each(bodies)('the id from the door goes before a key in $where, which stands nowhere in the row', async ({ path, body }) => {
  for (const key of [IOS, UNKNOWN]) {
    const { events, quarantine, lines } = await rows(body(key), { path, writeKeyId: 'web' });

    expect(quarantine).toEqual([]);
    expect(events).toMatchObject([{ event: 'Clicked', write_key: 'web' }]);
    expect(lines.events.join('')).not.toContain(key);
  }
});

test('an event without a key goes into quarantine, whole', async () => {
  const { events, quarantine } = await rows(event);

  expect(events).toEqual([]);
  expect(quarantine).toMatchObject([{
    code: 'unknown_write_key', position: 0, detail: 'writeKey must be one that this pipeline knows, got none', raw: JSON.stringify(event),
  }]);
});

test.each([null, '', UNKNOWN, ` ${IOS}`, IOS.toUpperCase(), 'ios'])('the key %j in an event is not known', async writeKey => {
  expect((await rows({ ...event, writeKey })).codes).toEqual(['unknown_write_key']);
});

test('a key that is no text is no field of an event', async () => {
  expect((await rows([{ ...event, writeKey: 7 }, { ...event, writeKey: { key: IOS } }])).codes).toEqual(['invalid_field', 'invalid_field']);
});

test('each event of a request is judged by itself', async () => {
  const request = [{ ...event, writeKey: WEB }, { ...event, writeKey: UNKNOWN }, { ...event, writeKey: IOS }, event, { ...event, writeKey: WEB }];

  const { events, quarantine } = await rows(request);

  expect(events.map(({ write_key: id }) => id)).toEqual(['web', 'ios', 'web']);
  expect(quarantine.map(({ position }) => position)).toEqual([1, 3]);
});

test.each([
  { header: basic(IOS), key: 'known', id: 'ios' },
  { header: basic(IOS).replace('Basic', 'basic'), key: 'known', id: 'ios' },
  { header: basic(UNKNOWN), key: 'unknown', id: undefined },
  { header: `Bearer ${IOS}`, key: 'known to the door alone', id: undefined },
  { header: IOS, key: 'no authorization at all', id: undefined },
])('a header with a key that is $key: $header', async ({ header, id }) => {
  const { events, quarantine, lines } = await rows({ batch: [event] }, { path: '/v1/batch', authorization: header });

  expect(events.map(row => row.write_key)).toEqual(id === undefined ? [] : [id]);
  expect(quarantine.map(({ code }) => code)).toEqual(id === undefined ? ['unknown_write_key'] : []);
  expect([...lines.events, ...lines.quarantine].join('')).not.toMatch(/wk-/);
});

test('the id from the door goes before a known key in the header', async () => {
  expect((await rows(event, { authorization: basic(IOS), writeKeyId: 'web' })).events).toMatchObject([{ write_key: 'web' }]);
});

test('a known key in the header goes before one in the body', async () => {
  const { events } = await rows({ ...event, writeKey: UNKNOWN }, { authorization: basic(WEB) });

  expect(events).toMatchObject([{ write_key: 'web' }]);
});

test('a known key in the body does for an unknown one in the header', async () => {
  const { events } = await rows({ ...event, writeKey: IOS }, { authorization: basic(UNKNOWN) });

  expect(events).toMatchObject([{ write_key: 'ios' }]);
});

test('a compressed request is judged by what it inflates to', async () => {
  const gzip = (body: object) => gzipSync(JSON.stringify(body)).toString('base64');

  expect((await rows(gzip({ ...event, writeKey: IOS }))).events).toMatchObject([{ write_key: 'ios' }]);
  expect((await rows(gzip({ ...event, writeKey: UNKNOWN }))).quarantine).toMatchObject([{ code: 'unknown_write_key', raw: expect.stringContaining('Clicked') }]);
});

test('what cannot be read tells the id of the header in quarantine, and not its key', async () => {
  const { quarantine, lines } = await rows('{"event":', { authorization: basic(IOS) });

  expect(quarantine).toMatchObject([{ code: 'not_json', write_key: 'ios' }]);
  expect(lines.quarantine.join('')).not.toMatch(/wk-/);
});

test('a property that is called token is a property, unless it is the key', async () => {
  const { events } = await rows({ api_key: IOS, batch: [{ ...posthog, properties: { token: 'of a game', a: 1 } }] }, { path: '/batch' });

  expect(events).toMatchObject([{ write_key: 'ios', properties: '{"token":"of a game","a":1}' }]);
});
