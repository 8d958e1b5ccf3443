import { isoInstant } from '../../../../src/processor/handler/rows/iso-instant';
import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

const MINUTE = 60_000;
const received = new Date('2026-11-23T12:00:00.000Z');
const at = (offsetMs: number) => new Date(received.getTime() + offsetMs).toISOString();

test.each([
  { title: 'keeps a client\'s time when its clock is right', sentAt: at(-200), original: at(-5_000), timestamp: '2026-11-23 11:59:55.000', skew: 200, flag: null },
  { title: 'keeps it up to the dead band', sentAt: at(-5 * MINUTE), original: at(-6 * MINUTE), timestamp: '2026-11-23 11:54:00.000', skew: 5 * MINUTE, flag: null },
  {
    title: 'corrects a clock that is an hour slow',
    sentAt: at(-60 * MINUTE),
    original: at(-61 * MINUTE),
    timestamp: '2026-11-23 11:59:00.000',
    skew: 60 * MINUTE,
    flag: 'skew_corrected',
  },
  {
    title: 'corrects a clock that is a day fast',
    sentAt: at(1_440 * MINUTE),
    original: at(1_439 * MINUTE),
    timestamp: '2026-11-23 11:59:00.000',
    skew: -1_440 * MINUTE,
    flag: 'skew_corrected',
  },
  { title: 'flags a time over a day ahead', sentAt: null, original: at(1_441 * MINUTE), timestamp: '2026-11-24 12:01:00.000', skew: null, flag: 'future' },
  { title: 'flags a time over thirty days ago', sentAt: null, original: at(-43_201 * MINUTE), timestamp: '2026-10-24 11:59:00.000', skew: null, flag: 'late' },
  { title: 'falls back to the time of receipt without a time', sentAt: at(-200), original: null, timestamp: '2026-11-23 12:00:00.000', skew: 200, flag: 'no_timestamp' },
  { title: 'falls back when the time is none', sentAt: null, original: 'yesterday', timestamp: '2026-11-23 12:00:00.000', skew: null, flag: 'invalid_timestamp' },
  {
    title: 'falls back when the year has no four digits, which Athena could not read',
    sentAt: null,
    original: '+123456-01-01T00:00:00Z',
    timestamp: '2026-11-23 12:00:00.000',
    skew: null,
    flag: 'invalid_timestamp',
  },
  { title: 'reads milliseconds since 1970', sentAt: null, original: String(received.getTime() - 1), timestamp: '2026-11-23 11:59:59.999', skew: null, flag: null },
  { title: 'reads a time without a zone as UTC', sentAt: null, original: '2026-11-23 11:59:30.5', timestamp: '2026-11-23 11:59:30.500', skew: null, flag: null },
  { title: 'reads a time in another zone', sentAt: null, original: '2026-11-23T12:59:30+0100', timestamp: '2026-11-23 11:59:30.000', skew: null, flag: null },
  { title: 'reads a day', sentAt: null, original: '2026-11-23', timestamp: '2026-11-23 00:00:00.000', skew: null, flag: null },
  { title: 'takes no year out of a text', sentAt: null, original: 'Version 1', timestamp: '2026-11-23 12:00:00.000', skew: null, flag: 'invalid_timestamp' },
  { title: 'ignores a time of sending that is none', sentAt: 'soon', original: at(-5_000), timestamp: '2026-11-23 11:59:55.000', skew: null, flag: null },
  { title: 'counts on from a day that its month does not have', sentAt: null, original: '2026-09-31T00:00:00.000Z', timestamp: '2026-10-01 00:00:00.000', skew: null, flag: 'late' },
])('$title', async ({ sentAt, original, timestamp, skew, flag }) => {
  const body = JSON.stringify({ event: 'E', sentAt, timestamp: original });
  const { events: [row] } = await requestRows(sqsRecord({ body, sentTimestamp: received.getTime() }));

  expect({ sent_at: null, original_timestamp: null, skew_ms: null, time_flag: null, ...row }).toMatchObject({
    timestamp, received_at: '2026-11-23 12:00:00.000', sent_at: sentAt, original_timestamp: original, skew_ms: skew, time_flag: flag,
  });
});

test('reads the usual form as Date does, on every day of leap years and others', () => {
  for (const year of [0, 1900, 1970, 2000, 2024, 2026, 9999]) {
    for (let day = 0; day < 365; day += 1) {
      const time = new Date(Date.UTC(2000, 0, 1 + day, day % 24, day % 60, (7 * day) % 60, (13 * day) % 1000));
      time.setUTCFullYear(year);
      const text = time.toISOString();

      expect(isoInstant(Buffer.from(text), 0) ?? time.getTime()).toBe(time.getTime());
      expect(isoInstant(Buffer.from(text), 0) === undefined).toBe(time.getUTCDate() > 28);
    }
  }
});
