import type { Explanation } from './explanations';
import type { Finding } from './finding';

/** A row of the table: rules that are found at the same resources of the same pipelines, for the same reason. */
interface Row {
  readonly rules: Set<string>;
  readonly where: string;
  readonly reason: string;
}

/** Findings with their reasons as a table in Markdown. */
export function findingsTable(findings: readonly Finding[], explanations: readonly Explanation[], pipelines: readonly string[]): string {
  const rows = new Map<string, Row>();
  for (const [rule, found] of groupedBy(findings, ({ rule: id }) => id)) {
    const row: Row = { rules: new Set([rule]), where: placesOf(found, pipelines), reason: reasonOf(rule, found, explanations) };
    const key = `${row.where} ${row.reason}`;
    rows.set(key, rows.get(key) ?? row);
    rows.get(key)!.rules.add(rule);
  }
  const lines = [...rows.values()].map(({ rules, where, reason }) => `| ${rulesInWords([...rules])} | ${where} | ${reason} |`).sort();
  return ['| rule | resource | reason |', '| --- | --- | --- |', ...lines].join('\n');
}

/** Rules that have a reason, and no scanner finds. */
export function staleRules(findings: readonly Finding[], explanations: readonly Explanation[]): string[] {
  const found = new Set(findings.map(({ rule }) => bareName(rule)));
  return explanations.flatMap(({ rules }) => rules).filter(rule => !found.has(rule));
}

function reasonOf(rule: string, [{ reason }]: readonly Finding[], explanations: readonly Explanation[]): string {
  return reason ?? explanations.find(({ rules }) => rules.includes(bareName(rule)))?.reason ?? 'NOT EXPLAINED';
}

/** Resources, with the pipelines where not all have the finding. */
function placesOf(found: readonly Finding[], pipelines: readonly string[]): string {
  const places = [...groupedBy(found, ({ resource }) => placeOf(resource))].map(([place, here]) => {
    const names = pipelines.filter(name => here.some(({ pipeline }) => pipeline === name));
    const counts = new Set(names.map(name => here.filter(({ pipeline }) => pipeline === name).length));
    const count = Math.max(...counts) > 1 ? [`${[...counts].join(' and ')} routes`] : [];
    const notes = [...count, ...names.length === pipelines.length ? [] : [names.join(', ')]];
    return `\`${place}\`${notes.length > 0 ? ` (${notes.join('; ')})` : ''}`;
  });
  return places.sort().join(', ');
}

/** The routes of an API are told together. */
function placeOf(resource: string): string {
  return resource.replace(/^(Ingestion\/)(?:POST--.*|RestApi\/Default\/.*\/POST)$/, '$1POST');
}

/** `HIPAA.Security-LambdaDLQ`, `PCI.DSS.321-LambdaDLQ` become "`LambdaDLQ` of HIPAA.Security and PCI.DSS.321". */
function rulesInWords(rules: readonly string[]): string {
  return [...groupedBy(rules, rule => rule.slice(packOf(rule).length))].map(([name, ids]) => {
    const packs = ids.map(packOf).filter(pack => pack !== '').map(pack => pack.slice(0, -1));
    return `\`${name}\`${packs.length > 0 ? ` of ${packs.join(', ')}` : ''}`;
  }).join('; ');
}

function bareName(rule: string): string {
  return rule.slice(packOf(rule).length).replace(/\[.*$/, '');
}

/** `NIST.800.53.R5-`, or nothing for rules of scanners without packs. */
function packOf(rule: string): string {
  return /^[\w.]+-/.exec(rule)?.[0] ?? '';
}

function groupedBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    groups.set(keyOf(item), [...groups.get(keyOf(item)) ?? [], item]);
  }
  return groups;
}
