import { readFileSync } from 'fs';
import { join } from 'path';
import { Watch } from './watch';

const { repository } = JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8')) as { repository: { url: string } };

/** Where it stands what to do about each alarm. */
export const OPERATIONS_PAGE = `${repository.url.replace(/\.git$/, '')}/blob/main/docs/operations.md`;

/** What an alarm says to whoever it wakes; CloudWatch takes 1,024 characters. */
export function descriptionOf({ alarm, wrong, data, first }: Watch): string {
  return `${wrong} Data: ${data} First: ${first} Read on: ${OPERATIONS_PAGE}#${alarm.toLowerCase()}`;
}
