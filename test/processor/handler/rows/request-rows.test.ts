import { gzipSync } from 'zlib';
import { EVENT_COLUMNS, QUARANTINE_COLUMNS } from '../../../../src/wire/archive-columns';
import { QUARANTINE_CODES } from '../../../../src/wire/quarantine-codes';
import { SEGMENT_CALLS } from '../../../../src/wire/routes';
import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

async function rows(body: string, attributes: Parameters<typeof sqsRecord>[0]['attributes'] = {}, settings: Parameters<typeof requestRows>[1] = {}) {
  return requestRows(sqsRecord({ body, attributes }), settings);
}

const click = { messageId: 'click-1', event: 'Clicked' };

describe('the own contract', () => {
  test.each([
    { form: 'an object', body: JSON.stringify(click), ids: ['click-1'] },
    { form: 'an array', body: JSON.stringify([click, { ...click, messageId: 'click-2' }]), ids: ['click-1', 'click-2'] },
    { form: 'an object over several lines', body: JSON.stringify(click, undefined, 2), ids: ['click-1'] },
    { form: 'NDJSON', body: `${JSON.stringify(click)}\n${JSON.stringify({ ...click, messageId: 'click-2' })}\n`, ids: ['click-1', 'click-2'] },
    { form: 'NDJSON with Windows line ends and blank lines', body: `${JSON.stringify(click)}\r\n\r\n${JSON.stringify(click)}\r\n`, ids: ['click-1', 'click-1'] },
    { form: 'a byte order mark before it', body: `\uFEFF${JSON.stringify(click)}`, ids: ['click-1'] },
    { form: 'gzip in base64', body: gzipSync(JSON.stringify([click])).toString('base64'), ids: ['click-1'] },
    { form: 'an object in base64', body: Buffer.from(JSON.stringify(click)).toString('base64'), ids: ['click-1'] },
    { form: 'an array in base64', body: Buffer.from(JSON.stringify([click], undefined, 1)).toString('base64'), ids: ['click-1'] },
    { form: 'an empty array', body: '[]', ids: [] },
  ])('reads $form', async ({ body, ids }) => {
    const { events, quarantine } = await rows(body);

    expect(events.map(({ message_id: id }) => id)).toEqual(ids);
    expect(quarantine).toEqual([]);
  });

  test('fills every column from the event and from what the door knows', async () => {
    const event = {
      messageId: 'm-1',
      type: 'track',
      event: 'Bought',
      userId: 17,
      anonymousId: 'a-1',
      groupId: 'g-1',
      previousId: 'p-1',
      timestamp: '2026-11-23T07:59:57.000Z',
      sentAt: '2026-11-23T07:59:57.500Z',
      writeKey: 'key-1',
      context: { ip: '203.0.113.9', userAgent: 'Agent/1', locale: 'de' },
      properties: { price: 1.5 },
      traits: { plan: 'pro' },
      integrations: { All: false },
      channel: 'server',
    };

    const { events: [row] } = await rows(JSON.stringify(event), { sourceIp: '198.51.100.1', requestId: 'r-1', userAgent: 'curl' });

    expect(row).toEqual({
      message_id: 'm-1',
      type: 'track',
      event: 'Bought',
      user_id: '17',
      anonymous_id: 'a-1',
      group_id: 'g-1',
      previous_id: 'p-1',
      timestamp: '2026-11-23 07:59:57.000',
      received_at: '2026-11-23 07:59:58.123',
      sent_at: '2026-11-23T07:59:57.500Z',
      original_timestamp: '2026-11-23T07:59:57.000Z',
      skew_ms: 623,
      source_contract: 'events',
      write_key: 'key-1',
      ip: '203.0.113.9',
      user_agent: 'Agent/1',
      context: '{"ip":"203.0.113.9","userAgent":"Agent/1","locale":"de"}',
      properties: '{"price":1.5}',
      traits: '{"plan":"pro"}',
      integrations: '{"All":false}',
      extra: '{"channel":"server"}',
      request_id: 'r-1',
      sqs_message_id: 'message-1',
      ingest_id: 'invocation-1',
    });
    expect(EVENT_COLUMNS.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(row)));
  });

  test('leaves out the columns that have no value, which are null in Athena', async () => {
    const { events: [row] } = await rows('{"messageId":"m","type":"page","event":null,"userId":"","context":{},"properties":{}}');

    expect(Object.keys(row).sort()).toEqual([
      'ingest_id', 'message_id', 'received_at', 'source_contract', 'sqs_message_id', 'time_flag', 'timestamp', 'type',
    ]);
  });

  test('keeps nested values, numbers among them, as the client wrote them', async () => {
    const { events: [row] } = await rows('{"event":"E","userId":12345678901234567890,"properties": {"big": 1e400, "2":1, "1" :12345678901234567890,\n"a":1,"a":2}}');

    expect(row.user_id).toBe('12345678901234567890');
    expect(row.properties).toBe('{"big": 1e400, "2":1, "1" :12345678901234567890,\n"a":1,"a":2}');
  });

  test('reads names of fields that are written with escapes', async () => {
    const { events: [row] } = await rows('{"\\u0065vent":"E","user\\u0049d":"u","\\u0078":1}');

    expect(row).toMatchObject({ event: 'E', user_id: 'u', extra: '{"\\u0078":1}' });
  });

  test('takes address and user agent from the door when the client sends none', async () => {
    const { events: [row] } = await rows(JSON.stringify(click), { sourceIp: '198.51.100.1', userAgent: 'curl' });

    expect(row).toMatchObject({ ip: '198.51.100.1', user_agent: 'curl' });
  });

  test('makes up the same id for every delivery of an event that has none, and another for its neighbour', async () => {
    const body = JSON.stringify([{ event: 'A' }, { event: 'A' }]);

    const first = (await rows(body)).events.map(({ message_id: id }) => id);
    const second = (await rows(body)).events.map(({ message_id: id }) => id);

    expect(first).toEqual(second);
    expect(first[0]).not.toBe(first[1]);
  });

  test('keeps a second name and a second time of an event among its extra fields', async () => {
    const { events: [row] } = await rows('{"event":"Clicked","name":"Buy","timestamp":"2026-11-23T07:59:58Z","originalTimestamp":"2026-11-23T07:59:50Z"}');

    expect(row).toMatchObject({ event: 'Clicked', original_timestamp: '2026-11-23T07:59:50Z', extra: '{"name":"Buy","timestamp":"2026-11-23T07:59:58Z"}' });
  });

  test('keeps keys that would change a prototype elsewhere as the data that they are', async () => {
    const { events: [row] } = await rows('{"event":"E","__proto__":{"polluted":1},"constructor":2,"context":{"__proto__":{"polluted":1}}}');

    expect(row.extra).toBe('{"__proto__":{"polluted":1},"constructor":2}');
    expect(row.context).toBe('{"__proto__":{"polluted":1}}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('Segment\'s contract', () => {
  test('reads a batch, with what it says of all its events', async () => {
    const body = {
      sentAt: '2026-11-23T07:59:58.000Z',
      writeKey: 'shared',
      context: { app: 'shop', locale: 'en' },
      integrations: { All: true },
      batch: [
        { type: 'track', event: 'Clicked', messageId: '1', context: { locale: 'de' }, timestamp: '2026-11-23T07:59:50.000Z' },
        { type: 'screen', name: 'Home', messageId: '2', integrations: { Other: false } },
      ],
    };

    const { events } = await rows(JSON.stringify(body), { path: '/v1/batch' });

    expect(events).toMatchObject([
      { source_contract: 'segment', type: 'track', event: 'Clicked', write_key: 'shared', sent_at: body.sentAt, context: '{"app":"shop","locale":"de"}' }, // its own locale goes first
      { source_contract: 'segment', type: 'screen', event: 'Home', write_key: 'shared', integrations: '{"All":true,"Other":false}' },
    ]);
  });

  test.each(Object.entries(SEGMENT_CALLS).filter(([, type]) => type !== undefined))('reads a call to /v1/%s as %s', async (call, type) => {
    const { events } = await rows(JSON.stringify({ event: 'Clicked', userId: 'u' }), { path: `POST /v1/${call}` });

    expect(events).toMatchObject([{ type, source_contract: 'segment' }]);
  });

  test.each([
    { header: `Basic ${Buffer.from('key-9:').toString('base64')}`, key: 'key-9' },
    { header: `basic ${Buffer.from('key-9').toString('base64')}`, key: 'key-9' },
    { header: `Basic ${Buffer.from(':secret').toString('base64')}`, key: null },
    { header: 'Bearer abc', key: null },
    { header: 'Basic %%%', key: null },
  ])('takes the write key $key from the header $header', async ({ header, key }) => {
    const { events } = await rows(JSON.stringify({ batch: [{ type: 'page', userId: 'u' }] }), { path: '/v1/batch', authorization: header });

    expect(events[0].write_key ?? null).toBe(key);
  });
});

describe('quarantine', () => {
  const gzipOf = (text: string | Buffer) => gzipSync(text).toString('base64');
  const deep = `{"event":"Deep","properties":{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`;

  test.each([
    { code: QUARANTINE_CODES.emptyBody, title: 'blanks', body: ' \n ' },
    { code: QUARANTINE_CODES.notJson, title: 'a truncated object', body: '{"event":"Cut' },
    { code: QUARANTINE_CODES.notJson, title: 'XML', body: '<event/>' },
    { code: QUARANTINE_CODES.notText, title: 'gzip of bytes that are no text', body: gzipOf(Buffer.from([0xff, 0xfe, 0x00])) },
    { code: QUARANTINE_CODES.notText, title: 'base64 of bytes that are no text', body: Buffer.from([0x7b, 0x22, 0xff]).toString('base64') },
    { code: QUARANTINE_CODES.notJson, title: 'a word of base64 letters', body: 'event' },
    { code: QUARANTINE_CODES.inflateFailed, title: 'half a gzip body', body: gzipOf('x'.repeat(99)).slice(0, 24) },
    { code: QUARANTINE_CODES.inflatedTooLarge, title: 'a gzip bomb', body: gzipOf(Buffer.alloc(100_001)) },
    { code: QUARANTINE_CODES.unknownRoute, title: 'a route that nobody serves', body: '{}', path: '/v2/else' },
    { code: QUARANTINE_CODES.unknownRoute, title: 'a Segment call that there is not', body: '{}', path: '/v1/constructor' },
    { code: QUARANTINE_CODES.wrongShape, title: 'a number', body: '4711' },
    { code: QUARANTINE_CODES.wrongShape, title: 'a string', body: '"event"' },
    { code: QUARANTINE_CODES.wrongShape, title: 'null', body: 'null' },
    { code: QUARANTINE_CODES.wrongShape, title: 'a batch that is no array', body: '{"batch":{}}', path: '/v1/batch' },
    { code: QUARANTINE_CODES.wrongShape, title: 'a Segment body that is no object', body: '[]', path: '/v1/batch' },
    { code: QUARANTINE_CODES.invalidField, title: 'a batch whose shared context is text', body: '{"context":"x","batch":[]}', path: '/v1/batch' },
    {
      code: QUARANTINE_CODES.rowsTooLarge,
      title: 'a shared context that its many events would repeat',
      body: `{"context":{"text":"${'x'.repeat(300_000)}"},"batch":[${Array(150).fill('{"type":"page"}').join(',')}]}`,
      path: '/v1/batch',
    },
  ])('keeps $title whole, as $code', async ({ code, body, path }) => {
    const { events, quarantine } = await rows(body, path ? { path } : {});

    expect(events).toEqual([]);
    expect(quarantine).toMatchObject([{ code, position: null, raw: body }]);
  });

  test.each([
    { code: QUARANTINE_CODES.wrongShape, title: 'an event that is a number', event: 1, detail: 'an event must be an object, got a number' },
    { code: QUARANTINE_CODES.wrongShape, title: 'an event that is an array', event: [click], detail: 'an event must be an object, got an array' },
    { code: QUARANTINE_CODES.invalidField, title: 'no type and no name', event: { hello: 1 }, detail: 'type or event must be a string, got neither' },
    { code: QUARANTINE_CODES.invalidField, title: 'a track call without event', event: { type: 'track' }, detail: 'event must be a string in a track call, got nothing' },
    { code: QUARANTINE_CODES.invalidField, title: 'a type that is an object', event: { type: {} }, detail: 'type must be a string, got an object' },
    { code: QUARANTINE_CODES.invalidField, title: 'an id that is an array', event: { ...click, userId: [] }, detail: 'userId must be a string or a number, got an array' },
    { code: QUARANTINE_CODES.invalidField, title: 'a context that is text', event: { ...click, context: 'x' }, detail: 'context must be an object, got a string' },
    { code: QUARANTINE_CODES.invalidField, title: 'a time that is a flag', event: { ...click, timestamp: true }, detail: 'timestamp must be a string or a number, got a boolean' },
    {
      code: QUARANTINE_CODES.eventTooLarge,
      title: 'one that is too large',
      event: { ...click, properties: { text: 'ü'.repeat(500) } },
      detail: 'an event must be at most 1000 bytes of JSON, got 1066',
    },
  ])('takes $title alone, and lets its neighbours land', async ({ code, event, detail }) => {
    const { events, quarantine } = await rows(JSON.stringify([click, event, { ...click, messageId: 'click-3' }]), { requestId: 'r-1', sourceIp: '198.51.100.1' });

    expect(events.map(({ message_id: id }) => id)).toEqual(['click-1', 'click-3']);
    expect(quarantine).toEqual([{
      received_at: '2026-11-23 07:59:58.123',
      code,
      detail,
      path: '/events',
      position: 1,
      content_type: null,
      write_key: null,
      ip: '198.51.100.1',
      user_agent: null,
      request_id: 'r-1',
      sqs_message_id: 'message-1',
      ingest_id: 'invocation-1',
      replay_of: null,
      raw: JSON.stringify(event),
    }]);
    expect(Object.keys(quarantine[0])).toEqual(QUARANTINE_COLUMNS.map(({ name }) => name));
  });

  test('takes a bad line of NDJSON alone', async () => {
    const { events, quarantine } = await rows(`${JSON.stringify(click)}\n{"event":\n${JSON.stringify(click)}`);

    expect(events).toHaveLength(2);
    expect(quarantine).toMatchObject([{ code: QUARANTINE_CODES.notJson, position: 1, raw: '{"event":' }]);
  });

  test('keeps an event whole that is nested too deep to be written', async () => {
    const { events, quarantine } = await rows(deep, {}, { maxEventBytes: 1_000_000 });

    expect(events).toEqual([]);
    expect(quarantine).toMatchObject([{ code: QUARANTINE_CODES.wrongShape, detail: 'an event must be nested at most 1000 levels deep', raw: deep }]);
  });

  test.each([
    { place: 'an array', body: '[ {"event":"Fine"} , {"event":1, "n":1e400, "q":"\\"]},\\\\"} ,7 ]', path: '/events' },
    { place: 'a batch', body: '{"batch":[],"b\\u0061tch": [{"event":"Fine"},{"event":1, "n":1e400, "q":"\\"]},\\\\"},\n7]}', path: '/v1/batch' },
  ])('keeps an event of $place as the client wrote it', async ({ body, path }) => {
    const { quarantine } = await rows(body, { path });

    expect(quarantine).toMatchObject([{ position: 1, raw: '{"event":1, "n":1e400, "q":"\\"]},\\\\"}' }, { position: 2, raw: '7' }]);
  });

  test('keeps each of many events that are nested too deep, and no more than it', async () => {
    const event = `{"event":"Deep","properties":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`;

    const { quarantine } = await rows(`[${event},${event}]`, {}, { maxEventBytes: 1_000_000 });

    expect(quarantine.map(({ raw }) => raw)).toEqual([event, event]);
  });

  test('takes a body of a million brackets', async () => {
    const body = '['.repeat(1_000_000);

    expect((await rows(body)).quarantine).toMatchObject([{ code: QUARANTINE_CODES.notJson, raw: body }]);
  });

  test('keeps lone surrogates, NUL and emoji as they came', async () => {
    const body = '\uD800 \u0000 😀';

    expect((await rows(body)).quarantine[0].raw).toBe(body);
  });
});
