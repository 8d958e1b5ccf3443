import { twoLevels } from '../../../src/economics/measurement/measured-traffic';
import { eventsPerMonth, settleTraffic } from '../../../src/economics/traffic';

const DAYS = 14;

function days(rateOf: (hour: number) => number): number[] {
  return Array.from({ length: DAYS * 24 }, (_, hour) => rateOf(hour % 24));
}

test('finds the busy hours of a day', () => {
  expect(twoLevels(days(hour => hour < 3 ? 50 : 10))).toEqual({ eventsPerSecond: 10, peakFactor: 5, peakHoursPerDay: 3 });
});

test('takes even traffic for even', () => {
  expect(twoLevels(days(() => 0.7))).toEqual({ eventsPerSecond: expect.closeTo(0.7) });
});

test.each([
  ['a smooth day', days(hour => 100 + 80 * Math.sin(hour / 24 * 2 * Math.PI))],
  ['nights without traffic', days(hour => hour < 8 ? 0 : 30)],
  ['a single hour of two weeks', [...days(() => 0).slice(1), 9_000]],
  ['one hour', [12]],
])('keeps the sum of %s', (_, rates) => {
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;

  expect(eventsPerMonth(settleTraffic(twoLevels(rates)))).toBeCloseTo(mean * 730 * 3_600, 3);
});
