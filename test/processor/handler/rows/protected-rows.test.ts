import { createHmac } from 'crypto';
import fc from 'fast-check';
import { Privacy } from '../../../../src/processor/handler/privacy/privacy';
import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

const KEY = 'key';
const keyed = (text: string) => createHmac('sha256', KEY).update(text).digest('hex');
const privacy = (settings: Partial<ConstructorParameters<typeof Privacy>[0]>) =>
  new Privacy({ ip: 'keep', dropFields: [], hashFields: [], hashKey: KEY, quarantineRaw: true, ...settings });

test('an address loses its end wherever a row tells it, and where the door saw it', async () => {
  const body = JSON.stringify([{ event: 'A', context: { ip: '203.0.113.9', locale: 'de' } }, { event: 'B' }, 7]);

  const { events, quarantine } = await requestRows(sqsRecord({ body, attributes: { sourceIp: '198.51.100.77' } }), { privacy: privacy({ ip: 'anonymize' }) });

  expect(events).toMatchObject([{ ip: '203.0.113.0', context: '{"ip":"203.0.113.0","locale":"de"}' }, { ip: '198.51.100.0' }]);
  expect(quarantine).toMatchObject([{ ip: '198.51.100.0', raw: '7' }]);
});

test('an address is in no row when it is to be dropped', async () => {
  const body = JSON.stringify({ batch: [{ type: 'page', name: 'Home' }], context: { ip: '203.0.113.9', app: 'shop' } });

  const { lines, events } = await requestRows(sqsRecord({ body, attributes: { path: '/v1/batch', sourceIp: '198.51.100.77' } }), { privacy: privacy({ ip: 'drop' }) });

  expect(events).toMatchObject([{ context: '{"app":"shop"}' }]);
  expect(lines.events[0]).not.toMatch(/203\.0|198\.51/);
});

test('fields are hashed and dropped in each event and in what a batch says of all, and all else stays', async () => {
  const body = {
    context: { traits: { email: 'shared@example.com' }, app: 'shop' },
    sentAt: '2026-11-23T07:59:58.000Z',
    writeKey: 'w',
    batch: [{ type: 'track', event: 'A', userId: 42, phone: '+49 30', properties: { email: 'a@example.com', price: 1.50, items: [{ email: 'b@example.com', n: 1 }] } }],
  };
  const hidden = privacy({ hashFields: ['userId', 'properties.email', 'context.traits.email'], dropFields: ['phone', 'properties.items.*.email'] });

  const { events: [row] } = await requestRows(sqsRecord({ body: JSON.stringify(body), attributes: { path: '/v1/batch' } }), { privacy: hidden });

  expect(row).toMatchObject({
    user_id: keyed('42'),
    properties: `{"email":"${keyed('a@example.com')}","price":1.5,"items":[{"n":1}]}`,
    context: `{"traits":{"email":"${keyed('shared@example.com')}"},"app":"shop"}`,
    write_key: 'w',
    sent_at: '2026-11-23T07:59:58.000Z',
  });
  expect(row.extra).toBeUndefined();
});

test('what was sent stays out of quarantine where it is told to', async () => {
  const { quarantine } = await requestRows(sqsRecord({ body: '[{"event":1,"userId":"secret"}]' }), { privacy: privacy({ quarantineRaw: false }) });

  expect(quarantine).toMatchObject([{ code: 'invalid_field', raw: null }]);
});

test('without such a field a row is the same, byte for byte', async () => {
  const record = sqsRecord({ body: '[{"messageId":"m","event":"A","properties":{"a": 1e400, "b" :[ ]}},{"event":"B","type":"page"}]' });

  const [plain, hidden] = [await requestRows(record), await requestRows(record, { privacy: privacy({ dropFields: ['properties.email'], ip: 'drop' }) })];

  expect(hidden.lines.events).toEqual(plain.lines.events);
});

test('a value to be dropped or hashed is nowhere in the rows, wherever and however often it is sent', async () => {
  const SECRET = 's3cr3t';
  const name = fc.constantFrom('email', '\\u0065mail', 'other', '__proto__');
  const value = fc.constantFrom(`"${SECRET}"`, `["${SECRET}"]`, `{"deep":"${SECRET}"}`, '1', 'null');
  const member = fc.tuple(name, value).map(([key, text]) => ({ key, text: key.includes('mail') ? text : '"plain"' }));
  const object = fc.array(member, { maxLength: 5 }).map(members => `{${members.map(({ key, text }) => `"${key}":${text}`).join(',')}}`);
  const event = fc.tuple(object, object, object).map(([properties, traits, context]) =>
    `{"event":"E","properties":${properties},"traits":{"list":[${traits},${traits}]},"context":{"traits":${context}}}`);

  await fc.assert(fc.asyncProperty(fc.array(event, { minLength: 1, maxLength: 3 }), fc.boolean(), async (events, hashes) => {
    const paths = ['properties.email', 'traits.list.*.email', 'context.traits.email'];
    const settings = hashes ? { hashFields: paths } : { dropFields: paths };
    const { lines } = await requestRows(sqsRecord({ body: `[${events.join(',')}]` }), { privacy: privacy(settings) });

    expect(lines.events).toHaveLength(events.length);
    expect(lines.events.join('')).not.toContain(SECRET);
  }), { numRuns: 2_000, seed: 20261123 });
});

test('a name is found when its client escapes slashes, as PHP does', async () => {
  const { lines } = await requestRows(sqsRecord({ body: '{"event":"A","properties":{"a\\/b":"secret"}}' }), { privacy: privacy({ dropFields: ['properties.a/b'] }) });

  expect(lines.events[0]).not.toContain('secret');
});
