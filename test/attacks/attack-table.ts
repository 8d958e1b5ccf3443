import type { Attack, AttackGroup, Outcome } from './attack';
import { BODIES } from './bodies';
import { FALSE_CREDENTIALS } from './credentials';
import { FRAMING } from './framing';
import { HEADERS } from './headers';
import { OTHER_ORIGINS } from './other-origins';
import { PARAMETERS } from './parameters';
import { PATHS_AND_METHODS } from './paths-and-methods';
import { STRICT_DOOR_ATTACKS } from './strict-door';
import { TEMPLATE_CODE } from './template-code';

/** Every attack on a door that anybody may post to, with what comes of it. */
export const ATTACKS: readonly AttackGroup[] = [
  { title: 'parameters of SQS', attacks: PARAMETERS },
  { title: 'template code and JSON', attacks: TEMPLATE_CODE },
  { title: 'headers', attacks: HEADERS },
  { title: 'framing', attacks: FRAMING },
  { title: 'paths and methods', attacks: PATHS_AND_METHODS },
  { title: 'bodies', attacks: BODIES },
];

/** Those on a door that takes requests from pages of two other origins. */
export const ATTACKS_FROM_PAGES: readonly AttackGroup[] = [{ title: 'other origins', attacks: OTHER_ORIGINS }];

/** Those on a door that sets everything that can be set; the local run lets them in as if they were signed. */
export const ATTACKS_ON_STRICT_DOORS: readonly AttackGroup[] = [{ title: 'a strict door', attacks: STRICT_DOOR_ATTACKS }];

/** The attacks as a table in Markdown: those of a kind with the same outcome share a row. */
export function attackTable(): string {
  const rows = [...ATTACKS, ...ATTACKS_FROM_PAGES, ...ATTACKS_ON_STRICT_DOORS].flatMap(({ title, attacks }) => {
    const byOutcome = new Map<string, string[]>();
    for (const attack of attacks) {
      const outcome = `${outcomeOf(attack.rest)} | ${outcomeOf(attack.http)}`;
      byOutcome.set(outcome, [...byOutcome.get(outcome) ?? [], cellOf(attack)]);
    }
    return [...byOutcome].map(([outcome, names]) => `| ${title} | ${names.join('; ')} | ${outcome} |`);
  });
  return ['| kind | attacks | REST API | HTTP API |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

/** The credentials that get nobody in, those with the same verdicts in a row. */
export function credentialsTable(): string {
  const byVerdict = new Map<string, string[]>();
  for (const { name, rest, http } of FALSE_CREDENTIALS) {
    byVerdict.set(`${rest} | ${http}`, [...byVerdict.get(`${rest} | ${http}`) ?? [], name]);
  }
  const rows = [...byVerdict].map(([verdict, names]) => `| ${names.join('; ')} | ${verdict} |`);
  return ['| `Authorization` with | REST API | HTTP API |', '| --- | --- | --- |', ...rows].join('\n');
}

function cellOf({ name }: Attack): string {
  return name.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function outcomeOf({ status, message, kept, readableBy }: Outcome): string {
  const answer = status === 'silence' ? 'waits for the rest' : status;
  const stored = message === undefined ? 'nothing stored' : `stored ${kept ?? 'as sent'}`;
  return [answer, stored, ...readableBy === undefined ? [] : [`readable by ${readableBy}`]].join(', ');
}
