import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Privacy } from '../../../../src/processor/handler/privacy/privacy';
import { EventSchemas } from '../../../../src/processor/handler/schemas/event-schemas';
import { compileSchemas } from '../../../../src/processor/handler/schemas/schema-compiler';
import { AJV_RUNTIME_FILE, EVENT_SCHEMAS_FILE, WrittenSchema } from '../../../../src/wire/event-schemas';
import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

const folder = mkdtempSync(join(tmpdir(), 'checked-rows-'));
afterAll(() => rmSync(folder, { recursive: true }));

const price = { type: 'object', required: ['price'], properties: { price: { type: 'number' } } };

function schemasOf(...written: WrittenSchema[]): EventSchemas {
  const task = mkdtempSync(join(folder, 'task-'));
  writeFileSync(join(task, EVENT_SCHEMAS_FILE), compileSchemas(written).module);
  copyFileSync(join(__dirname, '..', '..', '..', '..', 'assets', 'processor', 'schema-compiler', AJV_RUNTIME_FILE), join(task, AJV_RUNTIME_FILE));
  return EventSchemas.load(task);
}

const good = { messageId: 'good', event: 'Bought', properties: { price: 1 } };
const bad = { messageId: 'bad', event: 'Bought', properties: { price: 'secret' } };

test('an event that breaks its schema lands with what is wrong with it, and its neighbours without', async () => {
  const schemas = schemasOf({ name: 'Bought', schema: price, quarantines: false });

  const { events, quarantine } = await requestRows(sqsRecord({ body: JSON.stringify([good, bad, { messageId: 'other', event: 'Seen' }]) }), { schemas });

  expect(quarantine).toEqual([]);
  expect(events.map(({ message_id: id, schema_violations: violations }) => [id, violations])).toEqual([
    ['good', undefined], ['bad', 'properties/price must be number'], ['other', undefined],
  ]);
});

test('an event that breaks its schema is quarantined where that is wanted, with what is wrong and as it was sent', async () => {
  const schemas = schemasOf({ name: 'Bought', schema: price, quarantines: true });

  const { events, quarantine } = await requestRows(sqsRecord({ body: JSON.stringify([good, bad]) }), { schemas });

  expect(events.map(({ message_id: id }) => id)).toEqual(['good']);
  expect(quarantine).toMatchObject([{ code: 'schema_violation', detail: 'properties/price must be number', position: 1, raw: JSON.stringify(bad) }]);
});

test.each([
  { title: 'a page by its name', body: { type: 'page', name: 'Bought' }, path: '/events' },
  { title: 'a call whose route tells its type', body: { event: 'Bought' }, path: '/v1/track' },
  { title: 'an event without properties', body: { event: 'Bought', properties: null }, path: '/events' },
  { title: 'traits of an identify call', body: { userId: 'u', traits: {} }, path: '/v1/identify' },
])('describes $title', async ({ body, path }) => {
  const schemas = schemasOf({ name: 'Bought', schema: price, quarantines: true }, { name: 'identify', schema: price, quarantines: true });

  const { quarantine } = await requestRows(sqsRecord({ body: JSON.stringify(body), attributes: { path } }), { schemas });

  expect(quarantine).toMatchObject([{ code: 'schema_violation' }]);
});

test('fields of another kind than they must be are told of as ever', async () => {
  const schemas = schemasOf({ name: 'Bought', schema: price, quarantines: false });

  const { quarantine } = await requestRows(sqsRecord({ body: '[7,{"event":7},{"event":"Bought","properties":[]}]' }), { schemas });

  expect(quarantine.map(({ detail }) => detail)).toEqual([
    'an event must be an object, got a number', 'event must be a string, got a number', 'properties must be an object, got an array',
  ]);
});

test('what is wrong is told without names that stand in a field that is dropped', async () => {
  const numbers = { additionalProperties: { type: 'number' } };
  const schemas = schemasOf(
    { name: 'Bought', schema: { properties: { byEmail: numbers, kept: numbers } }, quarantines: false },
    { name: 'Sold', schema: { properties: { byEmail: { additionalProperties: false } } }, quarantines: true },
  );
  const privacy = new Privacy({ ip: 'keep', dropFields: ['properties.byEmail'], hashFields: [], quarantineRaw: false });
  const properties = { byEmail: { 'a@example.com': 'x' }, kept: { 'a/b': 'x' } };

  const { events, quarantine } = await requestRows(sqsRecord({
    body: JSON.stringify([{ event: 'Bought', properties }, { event: 'Sold', properties }]),
  }), { schemas, privacy });

  expect(events).toMatchObject([{ schema_violations: 'properties/byEmail must be number; properties/kept/a/b must be number', properties: '{"kept":{"a/b":"x"}}' }]);
  expect(quarantine).toMatchObject([{ detail: 'properties/byEmail must NOT have additional properties', raw: null }]);
});
