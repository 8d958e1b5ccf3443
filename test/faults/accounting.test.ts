import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { account } from './accounting';
import { Deliveries } from './deliveries';
import { FaultLog } from './fault';

const archiveFolder = mkdtempSync(join(tmpdir(), 'accounting-'));
let deliveries: Deliveries;
let objects = 0;

beforeEach(() => {
  deliveries = new Deliveries();
  deliveries.lend('message', 'first');
});
afterEach(() => rmSync(join(archiveFolder, 'bucket'), { recursive: true, force: true }));
afterAll(() => rmSync(archiveFolder, { recursive: true, force: true }));

function store(table: 'events' | 'quarantine', ...rows: object[]): void {
  objects += 1;
  const folder = join(archiveFolder, 'bucket', table);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${objects}.ndjson.gz`), gzipSync(rows.map(row => `${JSON.stringify(row)}\n`).join('')));
}

const land = (...numbers: number[]) => store('events', ...numbers.map(number => ({ message_id: `event-${number}`, sqs_message_id: 'message' })));
const books = (events: number, deadLetters: string[] = []) =>
  account({ accepted: new Uint8Array(events).fill(1), archiveFolder, deadLetters, deliveries });

test('an event that is nowhere is lost, and one in any place is not', () => {
  land(0);
  store('quarantine', { raw: '[{"messageId":"event-1"', sqs_message_id: 'message' });

  expect(books(4, ['[{"messageId":"event-2"}]'])).toMatchObject({ accepted: 4, landed: 1, quarantined: 1, deadLettered: 1, lost: 1, unexplained: 0 });
});

test('a second row is explained by a fault that met a delivery of its message, once', () => {
  land(0);
  land(0);
  expect(books(1)).toMatchObject({ duplicates: 1, unexplained: 1 });

  deliveries.meetMessages(new FaultLog().inject('s3-answer-lost', 'object'), ['message']);
  expect(books(1)).toMatchObject({ duplicates: 1, explained: new Map([['s3-answer-lost', 1]]), unexplained: 0 });

  land(0);
  expect(books(1)).toMatchObject({ duplicates: 2, unexplained: 1 });
});

test('a second row from another message is never explained', () => {
  land(0);
  store('events', { message_id: 'event-0', sqs_message_id: 'another' });
  deliveries.meetMessages(new FaultLog().inject('delete-lost', 'message'), ['message']);

  expect(books(1)).toMatchObject({ duplicates: 1, unexplained: 1 });
});

test('a row of an event that was not accepted is foreign', () => {
  land(7);

  expect(books(1)).toMatchObject({ foreign: 1, lost: 1 });
});

test('a delivery during a disruption is met by it, and one before that was deleted is not', () => {
  const fault = new FaultLog().inject('process-killed', 'process');
  deliveries.deleted(['first']);
  deliveries.beginDisruption(fault);
  deliveries.lend('other', 'during');
  deliveries.endDisruption(fault);
  deliveries.lend('other', 'after');

  expect(deliveries.of('message').map(({ faults }) => faults.size)).toEqual([0]);
  expect(deliveries.of('other').map(({ faults }) => faults.size)).toEqual([1, 0]);
});
