import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { deduplicatedSql } from '../../src/archive/archive-tables';
import { EVENT_COLUMNS, QUARANTINE_COLUMNS } from '../../src/wire/archive-columns';
import { requestRows } from '../fixtures/request-rows';
import { sqsRecord } from '../fixtures/sqs-record';

const ROOT = join(__dirname, '..', '..');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs')).filter(file => file.endsWith('.md')).map(file => join('docs', file))];

/** Every query of every page. */
const QUERIES = PAGES.flatMap(page => [...readFileSync(join(ROOT, page), 'utf8').matchAll(/```sql\n([^]*?)```/g)]
  .flatMap(([, block]) => block.split(/;\s*\n/)).map(sql => sql.trim()).filter(Boolean).map(sql => ({ page, sql })));

const EVENTS = [
  { type: 'track', event: 'Product Viewed', anonymousId: 'a', timestamp: '2026-11-23T07:00:00Z' },
  { type: 'track', event: 'Order Completed', anonymousId: 'a', userId: 'u', messageId: 'm-1', timestamp: '2026-11-23T07:10:00Z', properties: { total: 12.5 } },
  { type: 'track', event: 'Order Completed', anonymousId: 'b', messageId: 'm-2', timestamp: '2026-11-23T07:20:00Z', properties: { total: '7.25' } },
  { type: 'track', event: 'Signed Up', userId: 'u', properties: { plan: 'free' } },
  { type: 'track', event: 7 },
];

const folder = mkdtempSync(join(tmpdir(), 'telemetry-queries-'));
let athena: DuckDBConnection;

/** DuckDB over rows of the real handler; what Athena calls otherwise has Athena's name here. */
beforeAll(async () => {
  const record = sqsRecord({ body: JSON.stringify(EVENTS), attributes: { path: '/events' } });
  const again = sqsRecord({ body: JSON.stringify(EVENTS.slice(1, 2)), messageId: 'message-2', attributes: { path: '/events' } });
  const [{ lines }, { lines: copies }] = [await requestRows(record), await requestRows(again)];
  store('events', [...lines.events, ...copies.events]);
  store('quarantine', lines.quarantine);

  athena = await (await DuckDBInstance.create(':memory:')).connect();
  await athena.run('CREATE MACRO json_extract_scalar(json, path) AS json_extract_string(json, path)');
  await athena.run('CREATE MACRO approx_percentile(value, part) AS approx_quantile(value, part)');
  for (const [table, columns] of [['events', EVENT_COLUMNS], ['quarantine', QUARANTINE_COLUMNS]] as const) {
    const types = columns.map(({ name, type }) => `'${name}': '${type === 'string' ? 'VARCHAR' : type}'`).join(', ');
    await athena.run(`CREATE VIEW ${table} AS SELECT * FROM read_json('${folder}/${table}/*/*/*.ndjson', format = 'newline_delimited', hive_partitioning = true,
      hive_types = {'dt': VARCHAR, 'hour': VARCHAR}, columns = {${types}})`);
  }
  await athena.run(`CREATE VIEW events_deduplicated AS ${deduplicatedSql('main')}`);
});

afterAll(() => {
  athena.closeSync();
  rmSync(folder, { recursive: true });
});

function store(table: string, lines: readonly string[]): void {
  const partition = join(folder, table, 'dt=2026-11-23', 'hour=07');
  mkdirSync(partition, { recursive: true });
  writeFileSync(join(partition, 'object.ndjson'), lines.join('\n'));
}

async function ask(sql: string): Promise<unknown[]> {
  const withoutFormat = sql.replace(/^WITH \(format[^)]*\)$/m, ''); // how a table is stored is Athena's own to say
  return (await athena.runAndReadAll(withoutFormat)).getRowObjectsJson();
}

function queryOf(page: string, about: string): string {
  return QUERIES.find(query => query.page === page && query.sql.includes(about))!.sql;
}

test.each(QUERIES)('the archive answers what $page asks: $sql', async ({ sql }) => {
  const rows = await ask(sql);

  expect(rows.length).toBeGreaterThan(/LIMIT|button|hour = '09'/.test(sql) ? -1 : 0);
});

test('an event that came twice counts once in the view, and twice in the table', async () => {
  expect(await ask('SELECT count(*) AS n FROM events')).toEqual([{ n: '5' }]);
  expect(await ask('SELECT count(*) AS n FROM events_deduplicated')).toEqual([{ n: '4' }]);
});

test('amounts add up, whether a client sends them as numbers or as text', async () => {
  expect(await ask(queryOf('docs/athena.md', 'revenue'))).toEqual([{ revenue: '19.75' }]);
});

test('the funnel finds who viewed and then bought', async () => {
  expect(await ask(queryOf('docs/athena.md', 'bought'))).toEqual([{ seen: '1', bought: '1' }]);
});

test('quarantine tells what was wrong with what did not become an event', async () => {
  expect(await ask(queryOf('docs/athena.md', 'quarantine'))).toEqual([expect.objectContaining({ code: 'invalid_field', bodies: '1' })]);
});
