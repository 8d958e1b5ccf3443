import fc from 'fast-check';
import { AMPLITUDE_ROUTE, OTLP_LOGS_ROUTE, POSTHOG_ROUTES, SNOWPLOW_ROUTE } from '../../../../src/wire/routes';
import { allRecordedRequests } from '../../../fixtures/recorded-requests';
import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

const rows = async (body: unknown, path: string, contentType = 'application/json') =>
  requestRows(sqsRecord({ body: typeof body === 'string' ? body : JSON.stringify(body), attributes: { path, contentType } }));

const cloudEvent = { specversion: '1.0', id: '1', source: '/s', type: 't' };

describe('CloudEvents', () => {
  test('are known by what is in them where the door does not tell their type', async () => {
    const { events } = await requestRows(sqsRecord({ body: JSON.stringify([cloudEvent, cloudEvent]), attributes: { path: 'POST /events' } }));

    expect(events).toMatchObject([{ source_contract: 'cloudevents', message_id: '/s 1' }, { source_contract: 'cloudevents' }]);
  });

  test.each([
    { title: 'an event with one of their attributes missing', body: { ...cloudEvent, source: undefined, event: 'E' } },
    { title: 'an array with one other among them', body: [cloudEvent, { event: 'E' }] },
    { title: 'an event that speaks of them', body: { event: 'E', properties: cloudEvent } },
  ])('are not $title', async ({ body }) => {
    const { events } = await rows(body, '/events');

    events.forEach(row => expect(row.source_contract).toBe('events'));
  });

  test('without what they must have are quarantined alone', async () => {
    const { events, quarantine } = await rows([cloudEvent, { ...cloudEvent, id: 7 }, { ...cloudEvent, source: '' }, 3], '/events', 'application/cloudevents-batch+json');

    expect(events).toHaveLength(1);
    expect(quarantine.map(({ position, detail, raw }) => [position, detail, raw])).toEqual([
      [1, 'id must be a string, got a number', JSON.stringify({ ...cloudEvent, id: 7 })],
      [2, 'source must be a string, got nothing', JSON.stringify({ ...cloudEvent, source: '' })],
      [3, 'an event must be an object, got a number', '3'],
    ]);
  });

  test('keep extensions that are words of ours, under the name of their contract', async () => {
    const { events: [row] } = await rows({ ...cloudEvent, context: 'x', name: 'y' }, '/events', 'application/cloudevents+json');

    expect(JSON.parse(row.extra!)).toMatchObject({ 'cloudevents.context': 'x', 'cloudevents.name': 'y' });
  });
});

describe('PostHog', () => {
  test.each([
    { form: 'one event', body: { api_key: 'k', event: 'E', distinct_id: 'd', properties: {} } },
    { form: 'an array', body: [{ token: 'k', event: 'E', distinct_id: 'd' }] },
    { form: 'a batch', body: { api_key: 'k', batch: [{ event: 'E', distinct_id: 'd' }] } },
  ])('is read as $form on each of its routes, with a slash at the end or none', async ({ body }) => {
    for (const path of POSTHOG_ROUTES.flatMap(route => [route, `${route}/`, `POST ${route}`])) {
      const { events } = await rows(body, path);
      expect(events).toMatchObject([{ event: 'E', user_id: 'd', write_key: 'k', source_contract: 'posthog' }]);
    }
  });
});

test.each([
  { path: '/batch', body: { batch: {} }, detail: 'batch must be an array of events, got an object' },
  { path: '/batch', body: 7, detail: 'the body must be an object, got a number' },
  { path: AMPLITUDE_ROUTE, body: {}, detail: 'events must be an array of events, got nothing' },
  { path: AMPLITUDE_ROUTE, body: [], detail: 'the body must be an object, got an array' },
  { path: SNOWPLOW_ROUTE, body: { data: 'x' }, detail: 'data must be an array of events, got a string' },
  { path: OTLP_LOGS_ROUTE, body: { resourceLogs: {} }, detail: 'resourceLogs must be an array, got an object' },
  { path: OTLP_LOGS_ROUTE, body: { logs: [] }, detail: 'resourceLogs must be an array, got nothing' },
  { path: OTLP_LOGS_ROUTE, body: { resourceLogs: [1] }, detail: 'resourceLogs must be an array of objects, got one of a number' },
])('a body of $path that is no such request is quarantined whole: $detail', async ({ path, body, detail }) => {
  const { events, quarantine } = await rows(body, path);

  expect(events).toEqual([]);
  expect(quarantine).toMatchObject([{ detail, position: null, raw: JSON.stringify(body) }]);
});

test.each([
  { path: AMPLITUDE_ROUTE, body: { events: [{ event_type: 'E' }, { event_type: 7 }] }, detail: 'event_type must be a string, got a number' },
  { path: SNOWPLOW_ROUTE, body: { data: [{ e: 'pv' }, { e: 'ue', ue_px: '%%%' }] }, detail: 'ue_px must be a JSON object in base64, got something else' },
  { path: SNOWPLOW_ROUTE, body: { data: [{ e: 'pv' }, { e: 'ue', ue_pr: '[]' }] }, detail: 'ue_pr must be a JSON object, got something else' },
  { path: '/batch', body: { batch: [{ event: 'E' }, { event: 'F', properties: [] }] }, detail: 'properties must be an object, got an array' },
])('one bad event of $path is quarantined alone: $detail', async ({ path, body, detail }) => {
  const { events, quarantine } = await rows(body, path);

  expect(events).toHaveLength(1);
  expect(quarantine).toMatchObject([{ code: 'invalid_field', detail, position: 1 }]);
});

test('a log record that is quarantined can be sent again as it stands there', async () => {
  const record = (eventName: unknown) => ({ timeUnixNano: '1', eventName });
  const around = { resource: { attributes: [] }, scopeLogs: [{ scope: { name: 's' }, logRecords: [record('a'), record(7)] }] };

  const { quarantine: [{ raw }] } = await rows({ resourceLogs: [around] }, OTLP_LOGS_ROUTE);

  expect(JSON.parse(raw!)).toEqual({ resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ scope: { name: 's' }, logRecords: [record(7)] }] }] });
});

test('log records have the id that their attributes say', async () => {
  const record = (uid: string) => ({ eventName: 'E', attributes: [{ key: 'log.record.uid', value: { stringValue: uid } }] });

  const { events } = await rows({ resourceLogs: [{ scopeLogs: [{ logRecords: [record('01J'), record('01K'), { eventName: 'E' }] }] }] }, OTLP_LOGS_ROUTE);

  expect(events.map(({ message_id: id }) => id)).toEqual(['01J', '01K', expect.stringMatching(/^.{8,}$/)]);
});

test('nanoseconds of 64 bits become milliseconds, and zero is no time', async () => {
  const body = { resourceLogs: [{ scopeLogs: [{ logRecords: [{ timeUnixNano: '18446744073709551615' }, { timeUnixNano: 0, observedTimeUnixNano: '1795420797123456789' }] }] }] };

  const { events } = await rows(body, OTLP_LOGS_ROUTE);

  expect(events.map(({ original_timestamp: written }) => written)).toEqual(['18446744073709', '1795420797123']);
});

test('keys that would change a prototype elsewhere are data in every contract', async () => {
  const evil = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}';

  for (const [path, body] of [
    ['/batch', `{"batch":[{"event":"E",${evil},"properties":{${evil}}}],${evil}}`],
    [AMPLITUDE_ROUTE, `{"events":[{"event_type":"E",${evil}}],${evil}}`],
    [SNOWPLOW_ROUTE, `{"data":[{"e":"pv",${evil}}],${evil}}`],
    [OTLP_LOGS_ROUTE, `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"eventName":"E",${evil},"attributes":[{"key":"__proto__","value":{"stringValue":"x"}}]}]}]}]}`],
  ]) {
    const { events } = await rows(body, path);
    expect(events).toHaveLength(1);
    expect(events[0].extra).toContain('"__proto__":{"polluted":1}');
  }
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('whatever is changed in what SDKs send, nothing throws and nothing is lost', async () => {
  const requests = allRecordedRequests().filter(({ body }) => body.startsWith('{') || body.startsWith('['));
  const token = fc.constantFrom('null', '7', '"x"', '[]', '{}', '[[]]', '{"a":{}}', 'true', '"__proto__"', '1e400');

  await fc.assert(fc.asyncProperty(fc.constantFrom(...requests), fc.nat(), token, async ({ path, contentType, body }, place, replacement) => {
    const values = [...body.matchAll(/(?<=:)("(?:[^"\\]|\\.)*"|[\d.]+|\{\}|true)/g)];
    const { 0: value, index } = values[place % values.length];
    const changed = body.slice(0, index) + replacement + body.slice(index + value.length);
    const { lines } = await requestRows(sqsRecord({ body: changed, attributes: { path, contentType } }), { maxEventBytes: 32_768 });

    expect(lines.events.length + lines.quarantine.length).toBeGreaterThan(0);
  }), { numRuns: 2_000, seed: 20261123 });
});
