import { randomBytes } from 'crypto';
import { replayMessage } from '../../src/cli/quarantine/replay-message';
import { idOf } from '../../src/cli/quarantine/selection';
import { QuarantineRow } from '../../src/wire/archive-columns';
import { MessageAttributeName } from '../../src/wire/message-attributes';
import { AMPLITUDE_ROUTE, OTLP_LOGS_ROUTE, ROUTES, SNOWPLOW_ROUTE } from '../../src/wire/routes';
import { requestRows } from '../fixtures/request-rows';
import { sqsRecord } from '../fixtures/sqs-record';

/** The row as a replay would send it, and as the queue would hand it to the handler. */
function replayed(row: QuarantineRow) {
  const message = replayMessage({ id: idOf(row), row, storedAt: new Date() });
  if (message === undefined) {
    return undefined;
  }
  const attributes = Object.fromEntries(Object.entries(message.MessageAttributes).map(([name, { StringValue: value }]) => [name, value!]));
  return { attributes, record: sqsRecord({ messageId: 'replay-1', body: message.MessageBody, attributes }) };
}

async function quarantined(
  body: string, attributes: Partial<Record<MessageAttributeName, string>> = {}, settings: Parameters<typeof requestRows>[1] = {},
) {
  return requestRows(sqsRecord({ body, attributes }), settings);
}

/** A request of two events, the second of which is too large for the settings of tests. */
function bodyFor(route: string): string {
  const [small, large] = ['x', 'x'.repeat(2_000)].map(text => {
    switch (route) {
      case AMPLITUDE_ROUTE: return { insert_id: text.slice(0, 5), event_type: 'Clicked', event_properties: { text } };
      case SNOWPLOW_ROUTE: return { eid: text.slice(0, 5), e: 'se', se_ac: 'Clicked', se_la: text };
      case OTLP_LOGS_ROUTE: return { eventName: 'Clicked', attributes: [{ key: 'text', value: { stringValue: text } }] };
      default: return { type: 'track', event: 'Clicked', properties: { text } };
    }
  });
  switch (route) {
    case '/events': return JSON.stringify([small, large]);
    case AMPLITUDE_ROUTE: return JSON.stringify({ events: [small, large] });
    case SNOWPLOW_ROUTE: return JSON.stringify({ data: [small, large] });
    case OTLP_LOGS_ROUTE: return JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [small, large] }] }] });
    default: return /^\/v1\/(?!batch|import|b$)/.test(route) ? JSON.stringify(large) : JSON.stringify({ batch: [small, large] });
  }
}

test.each(ROUTES)('an event of %s that was too large lands as it would have, once the limit is raised', async path => {
  const attributes = { path, sourceIp: '198.51.100.1', userAgent: 'Agent/1', requestId: 'request-1' };
  const { quarantine: [row] } = await quarantined(bodyFor(path), attributes);
  const { events: wanted } = await quarantined(bodyFor(path), attributes, { maxEventBytes: 10_000 });

  const { events, quarantine } = await requestRows(replayed(row)!.record, { maxEventBytes: 10_000 });

  expect(quarantine).toEqual([]);
  expect(events).toEqual([{ ...wanted.at(-1), sqs_message_id: 'replay-1' }]);
});

test.each([
  { title: 'a body that was cut off', body: '[{"event":"Cut', attributes: { contentType: 'application/json' } },
  { title: 'an event that is no object', body: '[[{"event":"Hidden"}], 17]', attributes: {} },
  { title: 'a line that would be two events in an array', body: '{"event":"First"}\n{"event":"One"},{"event":"Two"}\n', attributes: {} },
  { title: 'a line of what is declared as lines', body: '{"event":"First"}\n[1]\n', attributes: { contentType: 'application/x-ndjson' } },
  { title: 'a CloudEvent without its id', body: '[{"specversion":"1.0","source":"/s","type":"t"}]', attributes: { contentType: 'application/cloudevents-batch+json' } },
  { title: 'damaged gzip', body: 'H4sIAAAAAAAAA6tWAAAA', attributes: {} },
])('$title comes back as the same, and marked', async ({ body, attributes }) => {
  const { quarantine } = await quarantined(body, attributes);

  for (const row of quarantine) {
    const { events, quarantine: again } = await requestRows(replayed(row)!.record);

    expect(events).toEqual([]);
    expect(again).toMatchObject([{ code: row.code, raw: row.raw, replay_of: idOf(row), received_at: row.received_at }]);
  }
});

test('what is replayed a second time is still marked with where it was quarantined first', async () => {
  const { quarantine: [row] } = await quarantined('[{"event":17}]');
  const { quarantine: [again] } = await requestRows(replayed(row)!.record);

  expect(idOf(again)).not.toBe(idOf(row));
  expect(replayed(again)!.attributes.replayOf).toBe(idOf(row));
});

test('the key that let it in lets it in again', async () => {
  const { quarantine: [row] } = await quarantined('[{"event":17}]', { writeKeyId: 'shop' });

  expect(replayed(row)!.attributes.writeKeyId).toBe('shop');
});

test.each([
  { title: 'larger than a message', raw: 'x'.repeat(1_100_000) },
  { title: 'of characters that SQS does not take', raw: 'broken\u0000' },
])('what is $title travels compressed', async ({ raw }) => {
  const { quarantine: [row] } = await quarantined('broken');
  const { record } = replayed({ ...row, raw })!;

  expect(record.body).toMatch(/^H4sI/);
  expect((await requestRows(record, { maxInflatedBytes: 2_000_000 })).quarantine).toMatchObject([{ code: 'not_json', raw }]);
});

test('what was not kept, or is too large in any form, cannot be sent', async () => {
  const { quarantine: [row] } = await quarantined('broken');
  const noise = randomBytes(1_500_000).toString('hex');

  expect(replayed({ ...row, raw: null })).toBeUndefined();
  expect(replayed({ ...row, raw: noise })).toBeUndefined();
});
