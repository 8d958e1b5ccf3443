import { readFileSync } from 'fs';
import { join } from 'path';
import {
  ARCHIVE_CASES, INGESTION_CASES, KEY_CASES, MONITORING_CASES, ON_DEMAND_CASES, PROCESSOR_CASES, QUEUE_CASES, RuleCase, TRAFFIC_CASES,
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

const page = readFileSync(join(__dirname, '..', '..', 'docs', 'rules.md'), 'utf8');

interface Shown {
  readonly id: string;
  readonly row: string;
  readonly message: string;
}

function shown<Facts>(rules: readonly Rule<Facts>[], cases: readonly RuleCase<Facts>[]): Shown[] {
  return rules.map(({ id, severity, source, message }) => {
    const [facts] = cases.find(({ rule }) => rule === id)!.breaks;
    const mark = severity === 'error' ? `[${id}]` : `[ack: cdk-telemetry-pipeline:${id}]`;
    return { id, row: `| \`${id}\` | ${severity} | .+ | .+ | \\[\\w+\\]\\(${source}\\) |`.replace(/[|]/g, '\\$&'), message: `${message(facts)} ${mark}` };
  });
}

const all = [
  ...shown(INGESTION_RULES, INGESTION_CASES),
  ...shown([...QUEUE_RULES, ...READER_RULES], QUEUE_CASES),
  ...shown(PROCESSOR_RULES, PROCESSOR_CASES),
  ...shown(ON_DEMAND_RULES, ON_DEMAND_CASES),
  ...shown(ARCHIVE_RULES, ARCHIVE_CASES),
  ...shown(TRAFFIC_RULES, TRAFFIC_CASES),
  ...shown(KEY_RULES, KEY_CASES),
  ...shown(MONITORING_RULES, MONITORING_CASES),
];

test('the page, the rules and the tests know the same ids, each once', () => {
  const ids = all.map(({ id }) => id);
  const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, id]) => id);
  const cases = [INGESTION_CASES, QUEUE_CASES, PROCESSOR_CASES, ON_DEMAND_CASES, ARCHIVE_CASES, KEY_CASES, MONITORING_CASES, TRAFFIC_CASES]
    .flatMap(table => table.map(({ rule }) => rule));

  expect(new Set(ids).size).toBe(ids.length);
  expect(rows.sort()).toEqual([...ids].sort());
  expect(cases.sort()).toEqual([...ids].sort());
});

test.each(all)('the page shows $id with its severity, its source and its message as it appears', ({ row, message }) => {
  expect(page).toMatch(new RegExp(row));
  expect(page.split('\n')).toContain(message);
});

test.each(all)('$id says what must hold and what was found', ({ message }) => {
  expect(message).toMatch(/ must .+, got /);
  expect(message).not.toMatch(/please|undefined|NaN|\. \[/i);
});
