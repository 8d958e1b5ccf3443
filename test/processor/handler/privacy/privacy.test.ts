import { createHash, createHmac } from 'crypto';
import { anonymizedIp } from '../../../../src/processor/handler/privacy/anonymized-ip';
import { Privacy } from '../../../../src/processor/handler/privacy/privacy';
import { faultOfPath, PRIVACY_ENVIRONMENT, readPrivacySettings } from '../../../../src/wire/privacy-settings';

const privacy = (settings: { ip?: string; drop?: string[]; hash?: string[]; key?: string; raw?: string }) => new Privacy(readPrivacySettings({
  [PRIVACY_ENVIRONMENT.ip]: settings.ip,
  [PRIVACY_ENVIRONMENT.dropFields]: JSON.stringify(settings.drop ?? []),
  [PRIVACY_ENVIRONMENT.hashFields]: JSON.stringify(settings.hash ?? []),
  [PRIVACY_ENVIRONMENT.hashKey]: settings.key,
  [PRIVACY_ENVIRONMENT.quarantineRaw]: settings.raw,
}));
/** A field of an event as it is stored; undefined when it is left out. */
function part(settings: Privacy, field: string, text: string): string | undefined {
  const event = settings.protectEvent(`{"${field}":${text}}`);
  return event === '{}' ? undefined : event.slice(`{"${field}":`.length, -1);
}

const keyed = (text: string) => createHmac('sha256', 'key').update(text).digest('hex');

test.each([
  ['203.0.113.77', '203.0.113.0'],
  ['2001:db8:85a3:1234:5678:8a2e:370:7334', '2001:db8:85a3::'],
  ['2001:db8::1', '2001:db8:0::'],
  ['::1', '0:0:0::'],
  ['fe80::1%eth0', 'fe80:0:0::'],
  ['::ffff:203.0.113.77', '::ffff:203.0.113.0'],
  ['::ffff:cb00:714d', '::ffff:203.0.113.0'],
  ['not an address', null],
])('%s is anonymized to %s', (ip, expected) => {
  expect(anonymizedIp(ip)).toBe(expected);
});

test('an address stays, loses its end, or goes, as it is told, in the context too', () => {
  expect(privacy({}).protectIp('203.0.113.77')).toBe('203.0.113.77');
  expect(privacy({ ip: 'anonymize' }).protectIp('203.0.113.77')).toBe('203.0.113.0');
  expect(privacy({ ip: 'drop' }).protectIp('203.0.113.77')).toBeNull();
  expect(part(privacy({ ip: 'anonymize' }), 'context', '{"ip":"203.0.113.77","a":1}')).toBe('{"ip":"203.0.113.0","a":1}');
  expect(part(privacy({ ip: 'drop' }), 'context', '{"ip":"203.0.113.77","a":1}')).toBe('{"a":1}');
});

test('what no path concerns is given back as it came', () => {
  const text = '{ "a" : 1 }';

  expect(part(privacy({ drop: ['traits.email'] }), 'properties', text)).toBe(text);
  expect(privacy({}).isEmpty).toBe(true);
});

test('fields are left out and all else stays to the letter', () => {
  const text = '{"email":"a","__proto__":{"x":1},"big":12345678901234567890, "s":"\\"}]","last":{"email":"b"}}';

  expect(part(privacy({ drop: ['properties.email', 'properties.none.email'] }), 'properties', text))
    .toBe('{"__proto__":{"x":1},"big":12345678901234567890,"s":"\\"}]","last":{"email":"b"}}');
});

test('fields are found however their names are escaped, and more than once', () => {
  expect(part(privacy({ drop: ['traits.email'] }), 'traits', '{"\\u0065mail":"a","b":[1,{}],"email":"c"}')).toBe('{"b":[1,{}]}');
  expect(part(privacy({ drop: ['traits.__proto__'] }), 'traits', '{"__proto__":1}')).toBe('{}');
});

test('a star stands for one level of an array or an object', () => {
  const hiding = privacy({ drop: ['properties.items.*.email'] });

  expect(part(hiding, 'properties', '{"items":[{"email":"a","n":1},{"email":"b"},3]}')).toBe('{"items":[{"n":1},{},3]}');
  expect(part(hiding, 'properties', '{"items":{"x":{"email":"a"},"email":"stays"}}')).toBe('{"items":{"x":{},"email":"stays"}}');
});

test('fields are hashed with the key, text and number alike, and null stays', () => {
  const hashing = privacy({ hash: ['userId', 'traits.email', 'traits.id', 'traits.none'], key: 'key' });

  expect(part(hashing, 'userId', '42')).toBe(JSON.stringify(keyed('42')));
  expect(part(hashing, 'traits', '{"email":"a@b","id":42,"none":null}')).toBe(`{"email":"${keyed('a@b')}","id":"${keyed('42')}","none":null}`);
  expect(part(privacy({ hash: ['userId'] }), 'userId', '"a"')).toBe(JSON.stringify(createHash('sha256').update('a').digest('hex')));
});

test('leaving out goes before hashing', () => {
  expect(part(privacy({ drop: ['userId'], hash: ['userId'] }), 'userId', '"a"')).toBeUndefined();
  expect(privacy({ drop: ['context.userAgent'] }).protectUserAgent('Browser')).toBeNull();
  expect(privacy({ drop: ['context'] }).protectUserAgent('Browser')).toBeNull();
  expect(privacy({ drop: ['userId'] }).protectUserAgent('Browser')).toBe('Browser');
  expect(part(privacy({ drop: ['traits'] }), 'traits', '{"a":1}')).toBeUndefined();
});

test('fields without a column of their own are paths by their name', () => {
  expect(privacy({ drop: ['phone'] }).protectEvent('{"phone":"1","other":2}')).toBe('{"other":2}');
});

test('quarantine holds what was sent unless it is told not to', () => {
  expect(privacy({}).protectRaw('sent')).toBe('sent');
  expect(privacy({ raw: 'omit' }).protectRaw('sent')).toBeNull();
});

test.each(['', 'traits.', 'messageId', 'userId.a', 'context.ip', '*'])('%p is no path', path => {
  expect(faultOfPath(path)).toBeDefined();
});

test('a request is looked at only when it has a name that a path ends in, or one that is written with escapes', () => {
  const hiding = privacy({ ip: 'drop', hash: ['properties.items.*.email'], drop: ['properties.secrets.*'] });

  expect(['{"a":"ip"}', '{"ip":1}', '{"email":1}', '{"secrets":1}', '{"\\u0069p":1}', '{"a\\/b":1}', '{"a":1}'].map(text => hiding.mayConcern(Buffer.from(text))))
    .toEqual([true, true, true, true, true, true, false]);
});

test('a text of megabytes of escapes is passed over', () => {
  const text = `{"email":1,"note":"${'\\n'.repeat(4_500_000)}"}`;

  expect(part(privacy({ drop: ['traits.email'] }), 'traits', text)).toHaveLength(text.length - '"email":1,'.length);
});

test('a place is told as far as its path, and no name that a client made up below it', () => {
  const hiding = privacy({ drop: ['properties.byEmail', 'traits.*'], hash: ['properties.items.*.email'] });

  expect(hiding.protectPlace(['properties', 'byEmail', 'a@example.com', 'n'])).toEqual(['properties', 'byEmail']);
  expect(hiding.protectPlace(['traits', 'a@example.com'])).toEqual(['traits', '*']);
  expect(hiding.protectPlace(['properties', 'items', '0', 'email'])).toEqual(['properties', 'items', '0', 'email']);
  expect(hiding.protectPlace(['properties', 'other', 'n'])).toEqual(['properties', 'other', 'n']);
});
