import {
  ARCHIVE_CASES, INGESTION_CASES, KEY_CASES, MONITORING_CASES, ON_DEMAND_CASES, PROCESSOR_CASES, QUEUE_CASES, REMEDIES, RuleCase,
  TRAFFIC_CASES,
} from './rule-cases';
import { ARCHIVE_RULES } from '../../src/archive/archive-rules';
import { TRAFFIC_RULES } from '../../src/economics/synth/traffic-rules';
import { INGESTION_RULES } from '../../src/ingestion/ingestion-rules';
import { MONITORING_RULES } from '../../src/monitoring/monitoring-rules';
import { KEY_RULES } from '../../src/private/key-rules';
import { Rule } from '../../src/private/rules';
import { PROCESSOR_RULES } from '../../src/processor/processor-rules';
import { ON_DEMAND_RULES } from '../../src/processor/rules/on-demand-rules';
import { QUEUE_RULES, READER_RULES } from '../../src/queue/queue-rules';

interface Sided {
  readonly rule: string;
  readonly facts: string;
  readonly holds: () => boolean;
  readonly expected: boolean;
}

function sides<Facts>(rules: readonly Rule<Facts>[], cases: readonly RuleCase<Facts>[]): Sided[] {
  return cases.flatMap(({ rule: id, breaks, keeps }) => {
    const rule = rules.find(it => it.id === id);
    const side = (facts: Facts, expected: boolean) => ({
      rule: id, facts: JSON.stringify(facts).slice(0, 150), holds: () => rule!.holds(facts), expected,
    });
    return [...breaks.map(facts => side(facts, false)), ...keeps.map(facts => side(facts, true))];
  });
}

test.each([
  ...sides(INGESTION_RULES, INGESTION_CASES),
  ...sides([...QUEUE_RULES, ...READER_RULES], QUEUE_CASES),
  ...sides(PROCESSOR_RULES, PROCESSOR_CASES),
  ...sides(ON_DEMAND_RULES, ON_DEMAND_CASES),
  ...sides(ARCHIVE_RULES, ARCHIVE_CASES),
  ...sides(TRAFFIC_RULES, TRAFFIC_CASES),
  ...sides(KEY_RULES, KEY_CASES),
  ...sides(MONITORING_RULES, MONITORING_CASES),
])('$rule holds for $facts: $expected', ({ holds, expected }) => {
  expect(holds()).toBe(expected);
});

test.each(REMEDIES)('$rule tells for $facts what to do: $remedy', ({ rule, facts, remedy }) => {
  const message = PROCESSOR_RULES.find(({ id }) => id === rule)!.message(facts);

  expect(message.slice(message.indexOf(';'))).toBe(remedy);
});
