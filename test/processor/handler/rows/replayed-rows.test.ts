import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

const batch = JSON.stringify([{ event: 'Clicked' }, 17]);
const ofEvent = { replayOf: 'message-1/1', firstReceivedAt: '2026-11-23T07:59:58.123Z' };

function replay(body: string, attributes: Parameters<typeof sqsRecord>[0]['attributes']) {
  return requestRows(sqsRecord({ messageId: 'replay-1', sentTimestamp: Date.UTC(2026, 10, 25), body, attributes }));
}

test('a replayed event without an id gets the one that it would have had at first', async () => {
  const { events: [first] } = await requestRows(sqsRecord({ body: '[0, {"event":"Clicked"}]' }));

  const { events } = await replay('[{"event":"Clicked"}]', ofEvent);

  expect(events).toMatchObject([{ message_id: first.message_id, sqs_message_id: 'replay-1' }]);
});

test('so do the events of a body that is replayed whole', async () => {
  const { events: [first] } = await requestRows(sqsRecord({ body: batch }));

  const { events } = await replay(batch, { ...ofEvent, replayOf: 'message-1' });

  expect(events).toMatchObject([{ message_id: first.message_id }]);
});

test('the times of a replay are those of its first receipt, so that clocks are not corrected by how long it lay there', async () => {
  const { events } = await replay('{"event":"Clicked","sentAt":"2026-11-23T07:59:58.000Z","timestamp":"2026-11-23T07:59:57.000Z"}', ofEvent);

  expect(events).toMatchObject([{ received_at: '2026-11-23 07:59:58.123', timestamp: '2026-11-23 07:59:57.000', skew_ms: 123 }]);
});

test('a time of first receipt that is none is left aside', async () => {
  const { events } = await replay('{"event":"Clicked"}', { ...ofEvent, firstReceivedAt: 'yesterday' });

  expect(events).toMatchObject([{ received_at: '2026-11-25 00:00:00.000' }]);
});

test.each([
  { what: 'an event', body: '[17]', replayOf: 'message-1/1', origin: 'message-1/1' },
  { what: 'an event of a body that was replayed whole', body: batch, replayOf: 'message-1', origin: 'message-1/1' },
  { what: 'a body', body: 'broken', replayOf: 'message-1', origin: 'message-1' },
])('quarantined again, $what tells where it was quarantined first', async ({ body, replayOf, origin }) => {
  const { quarantine } = await replay(body, { ...ofEvent, replayOf });

  expect(quarantine).toMatchObject([{ replay_of: origin, sqs_message_id: 'replay-1', received_at: '2026-11-23 07:59:58.123' }]);
});

test('what is quarantined for the first time is no replay', async () => {
  expect((await requestRows(sqsRecord({ body: 'broken' }))).quarantine).toMatchObject([{ replay_of: null }]);
});
