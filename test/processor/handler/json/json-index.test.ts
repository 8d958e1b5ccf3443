import fc from 'fast-check';
import { JsonIndex, MAX_DEPTH, NO_VALUE } from '../../../../src/processor/handler/json/json-index';
import { elementsOf, memberOf, textAt, valueOf } from '../../../../src/processor/handler/json/json-values';

function isJson(text: string): boolean {
  return new JsonIndex(Buffer.from(text)).add() !== NO_VALUE;
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const tokens = fc.constantFrom(
  '{', '}', '[', ']', ',', ':', '"', '"a"', '"\\u00e9\\n"', '"\\ud800"', '"\\x"', '"\\u12"', '"\u0001"', '0', '-0', '01', '1.5', '1.', '.5', '-', '1e5', '1E+05', '1e', '1e400',
  'true', 'false', 'null', 'tru', 'nulls', 'NaN', ' ', '\n', '\t', '\r', '\v', '\u00a0', 'é', '😀', '\\',
);

test('takes exactly what JSON.parse takes, out of anything that looks like JSON', () => {
  fc.assert(fc.property(fc.array(tokens, { maxLength: 12 }), parts => {
    const text = parts.join('');
    expect(isJson(text)).toBe(parses(text));
  }), { numRuns: 40_000, seed: 20261123 });
});

test('takes exactly what JSON.parse takes, out of JSON in which a character is another one, missing, or there twice', () => {
  const damaged = fc.tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '\\', '{', ']', ',', ':', '0', 'e', '-', ' ', '\n', 'x'), fc.boolean());

  fc.assert(fc.property(damaged, ([json, position, character, keeps]) => {
    const at = position % (json.length + 1);
    const text = json.slice(0, at) + character + json.slice(keeps ? at : at + 1);
    expect(isJson(text)).toBe(parses(text));
  }), { numRuns: 20_000, seed: 20261123 });
});

test('finds every value where it stands', () => {
  const space = fc.constantFrom('', ' ', '\n\t', '\r\n');
  const written = fc.letrec<{ value: string }>(tie => ({
    value: fc.oneof({ maxDepth: 4 },
      fc.constantFrom('1', '-2.5e3', '"x"', '"\\"]}"', 'true', 'null', '[]', '{}', '[ ]'),
      fc.array(fc.tuple(space, tie('value'), space), { maxLength: 4 }).map(items => `[${items.map(parts => parts.join('')).join(',')}]`),
      fc.array(fc.tuple(space, fc.constantFrom('"a"', '"b"', '"\\u0061"'), space, tie('value')), { maxLength: 4 })
        .map(members => `{${members.map(([before, name, after, value]) => `${before}${name}${after}:${value}`).join(',')}}`)),
  })).value;

  fc.assert(fc.property(written, text => {
    const index = new JsonIndex(Buffer.from(text));
    const found = index.add();
    const parsed: unknown = JSON.parse(text);

    expect(valueOf(index, found)).toEqual(parsed);
    if (Array.isArray(parsed)) {
      expect(elementsOf(index, found).map(element => valueOf(index, element))).toEqual(parsed);
    } else if (typeof parsed === 'object' && parsed !== null) {
      const member = memberOf(index, found, 'a');
      expect(member === undefined ? undefined : valueOf(index, member)).toEqual((parsed as Record<string, unknown>).a);
    }
  }), { numRuns: 5_000, seed: 20261123 });
});

test('reads one part of a text after the other, and forgets a part that is no JSON', () => {
  const index = new JsonIndex(Buffer.from('{"a":1}\n{"a":\n2}\n[3]'));

  expect(index.add(0, 7)).toBe(0);
  expect(index.add(8, 13)).toBe(NO_VALUE);
  const last = index.add(17, 20);

  expect(textAt(index, last)).toBe('[3]');
  expect(elementsOf(index, last).map(element => valueOf(index, element))).toEqual([3]);
});

test.each(['[', '{"a":', '[[],'])('takes a million of %s without overflowing the stack', opening => {
  const text = opening.repeat(1_000_000);

  expect(isJson(text)).toBe(false);
  expect(isJson(`${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}`)).toBe(true);
});

test('tells where a text is nested deeper than Athena reads it', () => {
  const nested = (depth: number) => new JsonIndex(Buffer.from(`${'['.repeat(depth)}${']'.repeat(depth)}`));
  const [fits, tooDeep] = [nested(MAX_DEPTH), nested(MAX_DEPTH + 1)];
  fits.add();
  tooDeep.add();

  expect(fits.tooDeep).toEqual([]);
  expect(tooDeep.tooDeep).toEqual([MAX_DEPTH]);
});
