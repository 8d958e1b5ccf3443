import { judgeBatch } from '../../../src/local/processor/batch-verdict';

const IDS = ['a', 'b', 'c'];

test.each([
  ['null', null],
  ['an empty object', {}],
  ['a list of null', { batchItemFailures: null }],
  ['an empty list', { batchItemFailures: [] }],
])('a function that returns %s is done with every message', (_answer, value) => {
  expect(judgeBatch({ ok: true, value }, IDS, true)).toEqual({ failed: new Set() });
});

test('only the messages that the function names failed', () => {
  expect(judgeBatch({ ok: true, value: { batchItemFailures: [{ itemIdentifier: 'b' }] } }, IDS, true)).toEqual({ failed: new Set(['b']) });
});

test.each([
  ['an id that is not in the batch', { batchItemFailures: [{ itemIdentifier: 'a' }, { itemIdentifier: 'z' }] }],
  ['an empty id', { batchItemFailures: [{ itemIdentifier: '' }] }],
  ['no id', { batchItemFailures: [{ itemIdentifier: null }] }],
  ['an id under another name', { batchItemFailures: [{ messageId: 'a' }] }],
  ['nothing in the list', { batchItemFailures: [null] }],
  ['no list', { batchItemFailures: 'a' }],
  ['text', 'done'],
])('a function that returns %s failed with the whole batch', (_answer, value) => {
  const verdict = judgeBatch({ ok: true, value }, IDS, true);

  expect(verdict.failed).toEqual(new Set(IDS));
  expect(verdict.reason).toContain('must');
});

test('a function that ends with an error failed with the whole batch', () => {
  expect(judgeBatch({ ok: false, errorType: 'Error', message: 'no' }, IDS, true)).toEqual({ failed: new Set(IDS), reason: 'Error: no' });
});

test('a mapping that does not ask for failures takes any answer for success', () => {
  expect(judgeBatch({ ok: true, value: { batchItemFailures: [{ itemIdentifier: 'b' }] } }, IDS, false)).toEqual({ failed: new Set() });
});
