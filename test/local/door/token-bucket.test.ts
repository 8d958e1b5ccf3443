import { TokenBucket } from '../../../src/local/door/token-bucket';

test('lets a burst through, then the rate, and never more than a burst at once', () => {
  let now = 0;
  const bucket = new TokenBucket({ ratePerSecond: 2, burst: 3 }, () => now);
  const taken = (requests: number) => Array.from({ length: requests }, () => bucket.take()).filter(Boolean).length;

  expect(taken(5)).toBe(3);

  now += 499;
  expect(taken(5)).toBe(0);

  now += 1;
  expect(taken(5)).toBe(1);

  now += 60_000;
  expect(taken(5)).toBe(3);
});

test('a burst of nothing lets nothing through', () => {
  expect(new TokenBucket({ ratePerSecond: 100, burst: 0 }).take()).toBe(false);
});
