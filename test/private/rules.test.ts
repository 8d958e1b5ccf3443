import { Lazy } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { enforce, Rule, within } from '../../src/private/rules';
import { stackForTest, warningsOf } from '../fixtures/synthesized';

interface Facts {
  readonly size: number;
  readonly colour: string;
}

const RULES: readonly Rule<Facts>[] = [
  { id: 'Size', severity: 'error', holds: ({ size }) => within(size, 1, 10), message: ({ size }) => `size must be 1 to 10, got ${size}`, source: '' },
  { id: 'Colour', severity: 'error', holds: ({ colour }) => colour === 'red', message: ({ colour }) => `colour must be red, got ${colour}`, source: '' },
  { id: 'SizeSmall', severity: 'warning', holds: ({ size }) => size > 5, message: ({ size }) => `size should be above 5, got ${size}`, source: '' },
];

test('reports every broken rule at once, with the path of the construct and the id of the rule', () => {
  const construct = new Construct(stackForTest(), 'Thing');

  expect(() => enforce(construct, RULES, { size: 11, colour: 'blue' })).toThrow(
    'Test/Thing cannot be deployed:\n  - size must be 1 to 10, got 11 [Size]\n  - colour must be red, got blue [Colour]',
  );
});

test('warns of what is legal but risky, under an id that can be acknowledged', () => {
  const stack = stackForTest();

  enforce(new Construct(stack, 'Thing'), RULES, { size: 3, colour: 'red' });

  expect(warningsOf(stack)).toEqual(['size should be above 5, got 3 [ack: cdk-telemetry-pipeline:SizeSmall]']);
});

test('lets facts that keep all rules pass in silence', () => {
  const stack = stackForTest();

  enforce(new Construct(stack, 'Thing'), RULES, { size: 7, colour: 'red' });

  expect(warningsOf(stack)).toEqual([]);
});

test.each([
  { value: 0, holds: false },
  { value: 1, holds: true },
  { value: 10, holds: true },
  { value: 11, holds: false },
  { value: undefined, holds: true },
  { value: Lazy.number({ produce: () => 99 }), holds: true },
])('a range from 1 to 10 holds for $value: $holds', ({ value, holds }) => {
  expect(within(value, 1, 10)).toBe(holds);
});
