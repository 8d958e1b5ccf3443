import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CLIENTS } from './clients';
import type { Matrix } from './matrix';
import { UPDATES } from '../fixtures/generated-part';

const RECORD = join(__dirname, 'outcomes.json');

/**
 * What the last recorded run saw, by client.
 *
 * @param current what a run saw now; recorded by `npm run test:update`, where a client that was skipped keeps what it had
 */
export function recordedOutcomes(current: Matrix): Matrix {
  const recorded = JSON.parse(readFileSync(RECORD, 'utf8')) as Matrix;
  if (!UPDATES) {
    return recorded;
  }
  const all = { ...recorded, ...current };
  const sorted = Object.fromEntries(CLIENTS.filter(({ id }) => id in all).map(({ id }) => [id, all[id]]));
  writeFileSync(RECORD, `${JSON.stringify(sorted, undefined, 2)}\n`);
  return sorted;
}
