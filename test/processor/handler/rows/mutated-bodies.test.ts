import { gzipSync } from 'zlib';
import { EventRow, QuarantineRow } from '../../../../src/wire/archive-columns';
import { ROUTES } from '../../../../src/wire/routes';
import { allRecordedRequests } from '../../../fixtures/recorded-requests';
import { requestRows } from '../../../fixtures/request-rows';
import { sqsRecord } from '../../../fixtures/sqs-record';

/** Bodies that are mutated, in all. */
const BODIES = 100_000;

const event = { messageId: 'm', type: 'track', event: 'Clicked', userId: 'u', timestamp: '2026-11-23T07:59:57.000Z', context: { ip: '1.2.3.4' }, properties: { a: [1, 'ü'] } };
const WHOLE = [
  JSON.stringify(event),
  JSON.stringify([event, { ...event, messageId: 'n' }]),
  `${JSON.stringify(event)}\n${JSON.stringify(event)}\n`,
  JSON.stringify({ batch: [event, { type: 'page', name: 'Home' }], sentAt: '2026-11-23T07:59:58.000Z', writeKey: 'w', context: { app: 'x' } }),
  gzipSync(JSON.stringify([event])).toString('base64'),
];

/** What has broken readers of telemetry before. */
const NASTY = [
  '{', '}', '[', ']', '"', '\\', ',', ':', '\n', '\r\n', '\u0000', '\uFEFF', '\\u0000', '\\ud800', '\\udc00\\ud800', '\\uD83D\\uDE00', '__proto__', 'constructor', 'prototype', 'toString',
  '"__proto__":{"polluted":true},', '"constructor":{"prototype":{"polluted":true}},', '1e400', '-1e400', '12345678901234567890123', '0x10', 'NaN', 'undefined', 'null', 'true', '[[[[', '{"a":',
  '[]', '{}', '""', '"type":1,', '"type":"track",', '"messageId":null,', '"timestamp":"yesterday",', '"timestamp":-62167219200001,', '"timestamp":"+275760-09-13T00:00:00.001Z",',
  '"context":[],', '"properties":"x",', '../../../etc/passwd', '\u2028', '<script>', "'; DROP TABLE events;--", 'H4sI', 'H4sIAAAA', '=', ' ', '\t', '🏴‍☠️', 'ﷺ',
];

/** A generator of the same numbers each time. */
function seeded(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (69_069 * state + 1) % 2 ** 32;
    return Math.floor(state / 2 ** 32 * below);
  };
}

function mutated(body: string, draw: (below: number) => number): string {
  let text = body;
  for (let changes = 1 + draw(4); changes > 0; changes -= 1) {
    const at = draw(text.length + 1);
    const end = Math.min(text.length, at + draw(30));
    switch (draw(7)) {
      case 0: text = text.slice(0, at) + NASTY[draw(NASTY.length)] + text.slice(at); break;
      case 1: text = text.slice(0, at) + NASTY[draw(NASTY.length)] + text.slice(end); break;
      case 2: text = text.slice(0, at) + text.slice(end); break;
      case 3: text = text.slice(0, at); break;
      case 4: text = text.slice(0, at) + text.slice(at, end).repeat(1 + draw(5)) + text.slice(end); break;
      case 5: text = text.slice(0, at) + String.fromCharCode(draw(0xd800)) + text.slice(at + 1); break;
      default: text = text.slice(at) + text.slice(0, at);
    }
  }
  return text;
}

/** An empty array of events, wherever a contract has it, is a request without events; what is no JSON never is. */
function isJsonWithoutEvents(body: string): boolean {
  try {
    return JSON.stringify(JSON.parse(body.replace(/^\uFEFF/, ''))).includes('[]') || /resourceLogs|scopeLogs/.test(body);
  } catch {
    return false;
  }
}

test(`of ${BODIES.toLocaleString('en-US')} mutated bodies none throws, pollutes a prototype, or is lost`, async () => {
  const draw = seeded(20_261_123);
  const bodies = [...WHOLE, ...allRecordedRequests().map(({ body }) => body)];
  const codes = new Map<string, number>();

  for (let index = 0; index < BODIES; index += 1) {
    const body = mutated(bodies[draw(bodies.length)], draw);
    const record = sqsRecord({ body, attributes: { path: ROUTES[draw(ROUTES.length)], contentType: ['application/json', 'application/x-ndjson', 'text/plain'][draw(3)] } });
    const rows = await requestRows(record, { maxEventBytes: 250, maxInflatedBytes: 20_000 });

    rows.events.forEach((row: Partial<EventRow>) => {
      if (!row.message_id || !row.type || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/.test(`${row.timestamp}`)) {
        throw new Error(`a row without what every row has, of ${JSON.stringify(body)}: ${JSON.stringify(row)}`);
      }
    });
    rows.quarantine.forEach(({ code, position, raw }: QuarantineRow) => {
      codes.set(`${code}`, (codes.get(`${code}`) ?? 0) + 1);
      if (position === null && raw !== body && !body.startsWith('H4sI')) {
        throw new Error(`quarantine does not hold the whole body ${JSON.stringify(body)}, but ${JSON.stringify(raw)}`);
      }
    });
    if (rows.lines.events.length + rows.lines.quarantine.length === 0 && !isJsonWithoutEvents(body)) {
      throw new Error(`nothing is left of ${JSON.stringify(body)}`);
    }
  }

  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect([...codes.keys()]).toEqual(expect.arrayContaining(['not_json', 'wrong_shape', 'invalid_field', 'event_too_large', 'inflate_failed']));
}, 300_000);
