import crypto from 'node:crypto';
import { KeyRing } from '../../../src/write-keys/runtime/key-ring';

const WEB = 'wk-9f2c51e07a';
const OLD = 'wk-5e77c3aa10';
const NEW = 'wk-81d0aa93bc';

test.each([
  { key: WEB, id: 'web' },
  { key: OLD, id: 'ios' },
  { key: NEW, id: 'ios' },
  { key: 'wk-of-nobody', id: undefined },
  { key: '', id: undefined },
  { key: WEB.slice(0, -1), id: undefined },
  { key: `${WEB} `, id: undefined },
  { key: WEB.toUpperCase(), id: undefined },
  { key: 'web', id: undefined },
])('the key "$key" is that of $id', ({ key, id }) => {
  const ring = KeyRing.parse(JSON.stringify({ web: WEB, ios: [NEW, OLD] }));

  expect(ring.idOf(key)).toBe(id);
});

test('an empty object lets nobody in', () => {
  expect(KeyRing.parse('{}').idOf(WEB)).toBeUndefined();
});

test.each(['a', 'Web.2026:eu@shop_1-x', 'x'.repeat(64)])('an id may be %s', id => {
  expect(KeyRing.parse(JSON.stringify({ [id]: WEB })).idOf(WEB)).toBe(id);
});

test('names that objects have by themselves are ids like any other', () => {
  expect(KeyRing.parse(`{"__proto__":"${WEB}","constructor":"${NEW}"}`).idOf(WEB)).toBe('__proto__');
});

test.each([
  { asked: 'the first key', key: WEB },
  { asked: 'the last key', key: OLD },
  { asked: 'an unknown key', key: 'x' },
  { asked: 'an unknown key of a megabyte', key: 'x'.repeat(1_000_000) },
])('$asked is compared with every key, all of one length, in constant time', ({ key }) => {
  const ring = KeyRing.parse(JSON.stringify({ web: WEB, ios: [NEW, OLD] }));
  const compared = jest.spyOn(crypto, 'timingSafeEqual');

  ring.idOf(key);

  expect(compared.mock.calls.map(([one, other]) => [one.byteLength, other.byteLength])).toEqual([[32, 32], [32, 32], [32, 32]]);
  compared.mockRestore();
});

test('no key is kept as text', () => {
  const ring = KeyRing.parse(JSON.stringify({ web: WEB, ios: [NEW, OLD] }));

  expect(JSON.stringify(ring)).not.toMatch(/wk-/);
});

const shape = 'write keys must be a JSON object of key ids and write keys, such as {"web": "key"} or {"web": ["new key", "old key"]}';

test.each([
  { text: '', says: ', got text that is no JSON' },
  { text: WEB, says: ', got text that is no JSON' },
  { text: `{"web": "${WEB}"`, says: ', got text that is no JSON' },
  { text: `{"web": ${WEB}}`, says: ', got text that is no JSON' },
  { text: JSON.stringify(WEB), says: ', got something else' },
  { text: JSON.stringify([WEB]), says: ', got something else' },
  { text: 'null', says: ', got something else' },
  { text: JSON.stringify({ 'web': WEB, 'my app': NEW }), says: '; an id must be 1 to 64 letters, digits, _ . @ : or -, got another as member 2' },
  { text: JSON.stringify({ '': WEB }), says: '; an id must be 1 to 64 letters, digits, _ . @ : or -, got another as member 1' },
  { text: JSON.stringify({ ['x'.repeat(65)]: WEB }), says: '; an id must be 1 to 64 letters, digits, _ . @ : or -, got another as member 1' },
  { text: JSON.stringify({ 'wk-5e/+77==': 'ios' }), says: '; an id must be 1 to 64 letters, digits, _ . @ : or -, got another as member 1' },
  { text: JSON.stringify({ web: WEB, ios: '' }), says: '; a key must be text, got something else in member 2' },
  { text: JSON.stringify({ web: [WEB, 7] }), says: '; a key must be text, got something else in member 1' },
  { text: JSON.stringify({ web: { key: WEB } }), says: '; a key must be text, got something else in member 1' },
  { text: JSON.stringify({ [WEB]: null }), says: '; a key must be text, got something else in member 1' },
])('$text is refused, and the error shows no key', ({ text, says }) => {
  const parse = () => KeyRing.parse(text);

  expect(parse).toThrow(new Error(`${shape}${says}`));
  expect(parse).not.toThrow(/wk-/);
});
