import { Allowance } from '../../../../src/processor/handler/commit/allowance';

test('hands out at once what there is room for', () => {
  const allowance = new Allowance(10);

  expect([allowance.tryTake(4), allowance.tryTake(6), allowance.tryTake(1)]).toEqual([true, true, false]);
  expect(allowance.used).toBe(10);
});

test('serves those who wait in their order, and nobody passes them', () => {
  const allowance = new Allowance(10);
  const served: string[] = [];
  allowance.tryTake(10);

  allowance.waitFor(8, () => served.push('large'));
  allowance.waitFor(2, () => served.push('small'));
  allowance.giveBack(5);
  expect([allowance.tryTake(1), allowance.wanted, served]).toEqual([false, 8, []]);
  allowance.giveBack(5);

  expect([served, allowance.used, allowance.wanted]).toEqual([['large', 'small'], 10, undefined]);
});

test('lets in alone what is larger than everything', () => {
  const allowance = new Allowance(10);
  const served: string[] = [];
  allowance.tryTake(1);

  expect(allowance.tryTake(11)).toBe(false);
  allowance.waitFor(11, () => served.push('huge'));
  allowance.giveBack(1);

  expect([served, allowance.used, allowance.tryTake(1)]).toEqual([['huge'], 11, false]);
});

test('who leaves the queue is not served, and lets those behind in', () => {
  const allowance = new Allowance(10);
  const served: string[] = [];
  allowance.tryTake(8);

  const leave = allowance.waitFor(5, () => served.push('leaver'));
  allowance.waitFor(2, () => served.push('next'));
  leave();
  leave();

  expect([served, allowance.used]).toEqual([['next'], 10]);
});

test('leaving after having been served changes nothing', () => {
  const allowance = new Allowance(10);
  allowance.tryTake(10);

  const leave = allowance.waitFor(5, () => undefined);
  allowance.giveBack(10);
  leave();

  expect(allowance.used).toBe(5);
});

test('a negative amount is handed out whether there is room or not', () => {
  const allowance = new Allowance(10);
  allowance.tryTake(10);

  allowance.giveBack(-3);

  expect([allowance.used, allowance.tryTake(1)]).toEqual([13, false]);
});
