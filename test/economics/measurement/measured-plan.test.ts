import { toldOf, WORKER } from './measured-worker';
import { planTable } from '../../../src/economics/measurement/measured-plan';

const HOURS = 3;

/** A worker for three hours, to which three messages a second come. */
function plannedFor(secondsPerBatch: number) {
  const messages = 3 * HOURS * 3_600;
  const measurement = { ...WORKER, hours: HOURS, hourlyRates: [3, 3, 3], messages, batches: messages, secondsPerBatch };
  return toldOf(measurement).measured.plan!.cases.at(-1)!; // the function waits all the time
}

test('simulates each kind of compute, and knows which one it is', () => {
  const { days } = plannedFor(0.6);

  expect(days.map(({ compute, isOwn }) => [compute, isOwn])).toEqual([['managed instances', false], ['on demand', true], ['provisioned concurrency', false]]);
  expect(days.map(({ result }) => result.mostInstances)).toEqual([3, 0, 0]);
  expect(days.every(({ found }) => found.length === 0)).toBe(true);
});

test('sends to the dead-letter queue what takes longer than the timeout of the function as often as the queue allows', () => {
  const [, onDemand] = plannedFor(3.5).days; // the timeout is 3 s

  expect(onDemand.found.map(({ trouble }) => trouble)).toEqual(expect.arrayContaining(['timeouts', 'deadLetters']));
  expect(onDemand.found.find(({ trouble }) => trouble === 'deadLetters')!.says).toContain('received 5 times in vain');
});

test('shows the computes side by side', () => {
  const [head, ...rows] = planTable(plannedFor(0.6));

  expect(head).toEqual(['the busiest day', 'managed instances', 'on demand', 'provisioned concurrency']);
  expect(rows.map(([name]) => name)).toEqual(['deepest queue', 'oldest message', 'throttles', 'most environments', 'most instances', 'dead letters']);
  expect(rows[4]).toEqual(['most instances', '3', '', '']);
});
