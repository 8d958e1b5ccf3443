import { busiestDay } from '../../../src/economics/measurement/busiest-day';

/** What a measurement has of hours, the last of which ends at a time. */
function measurement(to: string, hourlyRates: readonly number[]) {
  const end = new Date(to);
  return { period: { from: new Date(0), to: end }, hours: hourlyRates.length, hourlyRates };
}

function hours(count: number, busiest: Readonly<Record<number, number>>): number[] {
  return Array.from({ length: count }, (_, hour) => busiest[hour] ?? 1);
}

test('is the day that has the busiest hour, from midnight to midnight', () => {
  const { from, traffic } = busiestDay(measurement('2026-11-05T12:00:00Z', hours(100, { 30: 7 })), 20); // from 2026-11-01 08:00

  expect(from.toISOString()).toBe('2026-11-02T00:00:00.000Z');
  expect(traffic).toMatchObject({ seconds: 86_400, most: 140, title: '24 hours from 2026-11-02 00:00 UTC as they were measured, up to 7 messages/s' });
  expect([13.9, 14, 14.9, 15].map(hour => traffic.eventsPerSecond(hour * 3_600))).toEqual([20, 140, 140, 20]);
});

test('is a whole one when several hours are as busy', () => {
  const { from } = busiestDay(measurement('2026-11-05T12:00:00Z', hours(100, { 3: 7, 50: 7 })), 1);

  expect(from.toISOString()).toBe('2026-11-03T00:00:00.000Z');
});

test.each([
  { when: 'the first', busiest: 3, from: '2026-11-01T08:00:00.000Z' },
  { when: 'the last', busiest: 98, from: '2026-11-04T12:00:00.000Z' },
])('is the 24 hours next to it on a day that was measured in part, $when', ({ busiest, from }) => {
  const day = busiestDay(measurement('2026-11-05T12:00:00Z', hours(100, { [busiest]: 7 })), 1);

  expect(day.from.toISOString()).toBe(from);
  expect(day.traffic).toMatchObject({ seconds: 86_400, most: 7 });
});

test('is as long as there are hours', () => {
  const { traffic } = busiestDay(measurement('2026-11-05T12:00:00Z', [5, 6, 4]), 1);

  expect(traffic).toMatchObject({ seconds: 3 * 3_600, most: 6 });
  expect(traffic.eventsPerSecond(3 * 3_600)).toBe(4);
});
