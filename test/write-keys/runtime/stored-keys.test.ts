import { KeyRing } from '../../../src/write-keys/runtime/key-ring';
import { StoredKeys } from '../../../src/write-keys/runtime/stored-keys';

const OLD = 'wk-old-5e77c3';
const NEW = 'wk-new-81d0aa';
const MINUTE = 60_000;

/** Keys in a store that can be changed, by a clock that can be set. */
function keysThat(refreshMs = MINUTE) {
  const store = { text: JSON.stringify({ ios: OLD }), readings: 0, now: 0 };
  const keys = new StoredKeys(async () => {
    store.readings += 1;
    return store.text;
  }, refreshMs, () => store.now);
  return { store, keys };
}

let warned: jest.SpyInstance;
beforeEach(() => {
  warned = jest.spyOn(console, 'warn').mockImplementation();
});
afterEach(() => warned.mockRestore());

test('keys are read once and used until they are a minute old', async () => {
  const { store, keys } = keysThat();

  await keys.idOf(OLD);
  store.now = MINUTE - 1;
  await keys.idOf(OLD);
  expect(store.readings).toBe(1);

  store.now = MINUTE;
  await keys.idOf(OLD);
  expect(store.readings).toBe(2);
});

test('all that ask at once wait for one reading', async () => {
  const { store, keys } = keysThat();

  const ids = await Promise.all(Array.from({ length: 100 }, (_, index) => index % 2 ? keys.idOf(OLD) : keys.current().then(ring => ring.idOf(OLD))));

  expect(new Set(ids)).toEqual(new Set(['ios']));
  expect(store.readings).toBe(1);
});

test('a key that was changed is let in after the refresh, and the old one is refused', async () => {
  const { store, keys } = keysThat();
  await keys.idOf(OLD);
  store.text = JSON.stringify({ ios: NEW });

  store.now = MINUTE;

  expect(await keys.idOf(NEW)).toBe('ios');
  expect(await keys.idOf(OLD)).toBeUndefined();
});

test('while a key is changed, both are let in', async () => {
  const { store, keys } = keysThat();
  store.text = JSON.stringify({ ios: [NEW, OLD] });

  expect(await Promise.all([keys.idOf(NEW), keys.idOf(OLD)])).toEqual(['ios', 'ios']);
});

test('an unknown key is looked for in fresh keys, ten seconds after the last reading at the soonest', async () => {
  const { store, keys } = keysThat();
  await keys.idOf(OLD);
  store.text = JSON.stringify({ ios: [NEW, OLD] });

  store.now = 9_999;
  expect(await keys.idOf(NEW)).toBeUndefined();
  store.now = 10_000;
  expect(await keys.idOf(NEW)).toBe('ios');
});

test('strangers who try keys cause one reading each ten seconds, however many they are', async () => {
  const { store, keys } = keysThat();

  for (store.now = 0; store.now < MINUTE; store.now += 100) {
    await Promise.all(['a', 'b', 'c'].map(key => keys.idOf(key)));
  }

  expect(store.readings).toBe(6);
});

test.each([
  { fault: 'the store is down', break: (store: { text: string }) => Object.defineProperty(store, 'text', { get: () => { throw new Error('down'); } }) },
  { fault: 'somebody spoiled the secret', break: (store: { text: string }) => { store.text = `{"ios": ${NEW}`; } },
])('the last keys stay in use when $fault, with a warning that shows none', async ({ break: breakStore }) => {
  const { store, keys } = keysThat();
  await keys.idOf(OLD);
  breakStore(store);

  store.now = MINUTE;

  expect(await keys.idOf(OLD)).toBe('ios');
  expect(warned).toHaveBeenCalledTimes(1);
  expect(JSON.parse(warned.mock.calls[0][0])).toMatchObject({ level: 'WARN', message: 'write keys could not be read again; the last ones stay in use' });
  expect(warned.mock.calls[0][0]).not.toMatch(/wk-/);
});

test('a store that is down is not asked more often than one that works', async () => {
  const { store, keys } = keysThat();
  await keys.idOf(OLD);
  store.text = 'spoiled';

  store.now = MINUTE;
  await keys.idOf(OLD);
  store.now = 2 * MINUTE - 1;
  await keys.idOf(OLD);

  expect(store.readings).toBe(2);
});

test('keys that mend are used again', async () => {
  const { store, keys } = keysThat();
  await keys.idOf(OLD);
  store.text = 'spoiled';
  store.now = MINUTE;
  await keys.idOf(OLD);

  store.text = JSON.stringify({ ios: NEW });
  store.now = 2 * MINUTE;

  expect(await keys.idOf(NEW)).toBe('ios');
});

test('keys that were never read let nobody in, and are tried again by the next request', async () => {
  const { store, keys } = keysThat();
  store.text = 'spoiled';

  await expect(Promise.all([keys.idOf(OLD), keys.current()])).rejects.toThrow('write keys must be a JSON object');
  store.text = JSON.stringify({ ios: OLD });

  expect(await keys.idOf(OLD)).toBe('ios');
  expect(await keys.current()).toBeInstanceOf(KeyRing);
});
