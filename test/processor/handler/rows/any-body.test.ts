import fc from 'fast-check';
import { ROUTES } from '../../../../src/wire/routes';
import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

const settings = { maxEventBytes: 500, maxInflatedBytes: 10_000 };

const field = fc.constantFrom('messageId', 'type', 'event', 'name', 'userId', 'timestamp', 'sentAt', 'context', 'properties', 'batch', '__proto__', 'constructor', 'other');
const looksLikeEvents = fc.letrec(tie => ({
  value: fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null), tie('object'), fc.array(tie('value'), { maxLength: 4 })),
  object: fc.array(fc.tuple(field, tie('value')), { maxLength: 8 })
    .map(entries => Object.fromEntries(entries)),
})).value.map(value => JSON.stringify(value));

const cut = fc.tuple(looksLikeEvents, fc.nat(200)).map(([text, at]) => text.slice(0, at));
const lines = fc.array(fc.oneof(looksLikeEvents, cut), { maxLength: 5 }).map(parts => parts.join('\n'));
const bodies = fc.oneof(looksLikeEvents, cut, lines, fc.string({ unit: 'binary', maxLength: 300 }), fc.base64String().map(text => `H4sI${text}`));

test('whatever a body holds, each of its events is a row in one table or the other, and nothing throws', async () => {
  await fc.assert(fc.asyncProperty(bodies, fc.constantFrom(...ROUTES, '/nowhere'), async (body, path) => {
    const { events, quarantine, codes } = await requestRows(sqsRecord({ body, attributes: { path } }), settings);

    expect(quarantine.map(({ code }) => code)).toEqual(codes);
    events.forEach(({ timestamp, message_id: id }) => {
      expect(timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/);
      expect(id).not.toBe('');
    });
    quarantine.filter(({ position }) => position === null).forEach(({ raw }) => expect(raw).toBe(body));
    if (events.length + quarantine.length === 0) {
      expect(`${path} ${body.trim()}`).toMatch(/^\S+ (\[\s*\]|\{.*"batch":\[\].*\})$|^\/v1\/logs \{\}$/s);
    }
  }), { numRuns: 5_000, seed: 20261123 });

  expect(Object.keys(Object.prototype)).toEqual([]);
});

test('of each array of events, every one is a row, and those in quarantine are as they were written', async () => {
  const written = fc.array(fc.tuple(looksLikeEvents, fc.constantFrom('', ' ', '\n\t')), { maxLength: 8 });

  await fc.assert(fc.asyncProperty(written, fc.boolean(), async (elements, isBatch) => {
    const array = `[${elements.map(([text, space]) => `${space}${text}${space}`).join(',')}]`;
    const record = sqsRecord({ body: isBatch ? `{"batch": ${array} }` : array, attributes: { path: isBatch ? '/v1/import' : '/events' } });
    const { events, quarantine } = await requestRows(record, settings);

    expect(events.length + quarantine.length).toBe(elements.length);
    for (const { position, raw } of quarantine) {
      expect(raw).toBe(elements[position!][0]);
    }
  }), { numRuns: 3_000, seed: 20261123 });
});
