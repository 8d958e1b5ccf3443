import { readFileSync } from 'fs';
import { join } from 'path';
import { QUARANTINE_CODES } from '../src/wire/quarantine-codes';

test('the page of quarantine codes has a row for each code, and no other', () => {
  const page = readFileSync(join(__dirname, '..', 'docs', 'quarantine.md'), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \|/gm)].map(([, code]) => code);

  expect(rows.sort()).toEqual(Object.values(QUARANTINE_CODES).sort());
});
