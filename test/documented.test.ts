import { readFileSync } from 'fs';
import { join } from 'path';
import { QUARANTINE_CODES } from '../src/wire/quarantine-codes';
import { ROUTES } from '../src/wire/routes';

test('the page of quarantine codes has a row for each code, and no other', () => {
  const page = readFileSync(join(__dirname, '..', 'docs', 'quarantine.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);

  expect(rows.sort()).toEqual(Object.values(QUARANTINE_CODES).sort());
});

test('the page of clients has every route, and no other', () => {
  const page = readFileSync(join(__dirname, '..', 'docs', 'clients.md'), 'utf8');
  const [, table] = page.split('\n## ');
  const routes = [...table.matchAll(/`(\/[\w./]+)`/g)].map(([, route]) => route);

  expect(routes.sort()).toEqual([...ROUTES].sort());
});
