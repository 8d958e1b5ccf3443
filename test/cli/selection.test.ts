import { isMeant, Selection, timeOf } from '../../src/cli/quarantine/selection';
import { QuarantineRow } from '../../src/wire/archive-columns';

const selection: Selection = { since: new Date('2026-11-23T10:00Z'), until: new Date('2026-11-23T12:00Z'), codes: [], writeKeys: [], ids: [] };

function meant({ receivedAt, storedAt, replayOf = null }: { receivedAt: string; storedAt: string; replayOf?: string | null }): boolean {
  const row = { received_at: `2026-11-23 ${receivedAt}:00.000`, replay_of: replayOf } as QuarantineRow;
  return isMeant({ id: 'message-1', row, storedAt: new Date(`2026-11-23T${storedAt}Z`) }, selection);
}

test.each([
  { what: 'came within the time', times: { receivedAt: '11:59', storedAt: '12:01' }, is: true },
  { what: 'came before', times: { receivedAt: '09:59', storedAt: '10:01' }, is: false },
  { what: 'came after', times: { receivedAt: '12:00', storedAt: '12:01' }, is: false },
  { what: 'a replay brought back within the time', times: { receivedAt: '01:00', storedAt: '11:00', replayOf: 'message-0' }, is: true },
  { what: 'the replay itself brings back', times: { receivedAt: '11:00', storedAt: '12:01', replayOf: 'message-0' }, is: false },
])('of what $what: $is', ({ times, is }) => {
  expect(meant(times)).toBe(is);
});

test('a row of a handler that knew of no replays is none', () => {
  const row = { received_at: '2026-11-23 11:00:00.000' } as QuarantineRow;

  expect(isMeant({ id: 'message-1', row, storedAt: new Date('2026-11-24') }, selection)).toBe(true);
});

test('times are told as so long ago, or as dates', () => {
  expect(Date.now() - timeOf('since', '2h', '').getTime()).toBeCloseTo(7_200_000, -3);
  expect(timeOf('since', '2026-11-23T10:00Z', '')).toEqual(selection.since);
  expect(() => timeOf('since', '2 weeks', '')).toThrow('--since must be a time such as 30m, 6h, 2d or 2026-11-23T10:00Z, got \'2 weeks\'');
});
