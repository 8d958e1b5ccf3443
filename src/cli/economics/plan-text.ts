import { KNOWN_ERRORS_TEXT } from '../../economics/plan/known-errors';
import { planCostTable, type PlanCost } from '../../economics/plan/plan-cost';
import type { PlanResult } from '../../economics/plan/plan-record';
import { findingText, summary, timeTable, type Finding } from '../../economics/plan/plan-report';
import { figureTable } from '../terminal/table';
import { bullets, wrapped } from '../terminal/text';

/** A plan with everything that is told of it. */
export interface ToldPlan {
  readonly title: string;
  readonly result: PlanResult;
  readonly found: readonly Finding[];
  readonly cost: PlanCost;
  readonly guesses: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

/** What traffic does to a pipeline, in lines for a terminal. */
export function printPlan({ title, result, found, cost, guesses, notes }: ToldPlan): string[] {
  return [
    ...wrapped(title),
    '',
    ...figureTable(timeTable(result)),
    '',
    ...figureTable(summary(result)),
    '',
    ...wrapped(`What this costs; prices of ${cost.region}, ${cost.pricesAsOf}`),
    ...figureTable(planCostTable(cost)),
    '',
    ...found.length === 0 ? ['Nothing breaks.'] : [
      'What breaks, the first first, and what to change',
      ...bullets(found.map(findingText)),
    ],
    '',
    'Guessed, for AWS does not publish it; --guess sets another value',
    ...wrapped(`  ${Object.entries(guesses).map(([name, value]) => `${name}=${value}`).join(' ')}`, '  '),
    '',
    ...wrapped(KNOWN_ERRORS_TEXT),
    ...notes.length > 0 ? ['', ...bullets(notes)] : [],
  ];
}
