import type { ScannedPipeline } from './scanned-pipelines';
import { templateOf } from '../fixtures/synthesized';
import { rolesIn } from '../least-privilege/permissions';

const TAKEN_BY = 'taken by ';

/** What the roles of pipelines may do, as a table in Markdown. */
export function rolesTable(pipelines: readonly ScannedPipeline[]): string {
  const rows = new Map<string, string[]>();
  for (const { name, stack } of pipelines) {
    for (const [role, lines] of Object.entries(rolesIn(templateOf(stack)))) {
      const takers = lines.filter(line => line.startsWith(TAKEN_BY)).map(line => line.slice(TAKEN_BY.length));
      for (const may of lines.filter(line => !line.startsWith(TAKEN_BY))) {
        const row = [role, takers.join(', '), may].map(cell => `\`${cell}\``).join(' | ');
        rows.set(row, [...rows.get(row) ?? [], name]);
      }
    }
  }
  const lines = [...rows].map(([row, names]) => `| ${row} | ${names.length === pipelines.length ? 'all' : names.join(', ')} |`);
  return ['| role | taken by | may | in |', '| --- | --- | --- | --- |', ...lines.sort()].join('\n');
}
