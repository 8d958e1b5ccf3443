import { gzipSync } from 'zlib';
import { answerEach, decodeRequest } from '../../../../src/processing';
import { sqsRecord } from '../../../fixtures/sqs-record';

const event = { messageId: 'm', event: 'Bought' };

test('events come as values, with what their request says of all of them', async () => {
  const body = { batch: [{ ...event, context: { own: 1 } }, event], context: { shared: 1 }, writeKey: 'w', sentAt: 's' };

  const { contract, request, events, unreadable } = await decodeRequest(sqsRecord({ body: JSON.stringify(body), attributes: { path: '/v1/batch' } }));

  expect({ contract, route: request.route, unreadable }).toEqual({ contract: 'segment', route: '/v1/batch', unreadable: [] });
  expect(events).toEqual([
    { position: 0, event: { ...event, writeKey: 'w', sentAt: 's', context: { own: 1 } } },
    { position: 1, event: { ...event, writeKey: 'w', sentAt: 's', context: { shared: 1 } } },
  ]);
});

test.each([
  { form: 'gzip', body: gzipSync(JSON.stringify([event])).toString('base64'), path: '/events' },
  { form: 'NDJSON', body: `${JSON.stringify(event)}\n`, path: '/events' },
  { form: 'Amplitude', body: JSON.stringify({ events: [{ insert_id: 'm', event_type: 'Bought' }] }), path: '/2/httpapi' },
])('$form is decoded', async ({ body, path }) => {
  const { events } = await decodeRequest(sqsRecord({ body, attributes: { path } }));

  expect(events).toMatchObject([{ position: 0, event }]);
});

test('bad input is told and never thrown, each event alone', async () => {
  const whole = await decodeRequest(sqsRecord({ body: 'no json' }));
  const some = await decodeRequest(sqsRecord({ body: JSON.stringify([event, 7, { ...event, text: 'x'.repeat(200) }]) }), { maxEventBytes: 100 });

  expect(whole).toMatchObject({ events: [], unreadable: [{ position: null, code: 'not_json', raw: 'no json' }] });
  expect(some.events.map(({ position }) => position)).toEqual([0]);
  expect(some.unreadable.map(({ position, code, raw }) => [position, code, raw.length])).toEqual([[1, 'wrong_shape', 1], [2, 'event_too_large', 244]]);
});

test('messages that fail are answered, and told, alone', async () => {
  const told: string[] = [];
  const records = ['a', 'b', 'c'].map(messageId => sqsRecord({ messageId, body: '{}' }));

  const answer = await answerEach(records, async ({ messageId }) => {
    if (messageId === 'b') {
      throw new Error('broken');
    }
  }, (messageId, error) => told.push(`${messageId}: ${String(error)}`));

  expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
  expect(told).toEqual(['b: Error: broken']);
});
