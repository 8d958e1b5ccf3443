import { daySections, type SimulatedDay } from './day-sections';
import type { ToldPlan } from './plan-text';
import { money } from '../../economics/cost-report';
import { GUESSES, type GuessName } from '../../economics/plan/guesses';
import { KNOWN_ERRORS_TEXT } from '../../economics/plan/known-errors';
import { planCostTable } from '../../economics/plan/plan-cost';
import { duration } from '../../economics/plan/plan-report';
import type { PageContent, PageSection } from '../html/html-page';

/** The page on what traffic does to a pipeline. */
export function planPage({ title, result, cost, guesses, notes }: ToldPlan, day: SimulatedDay): PageContent {
  const { messages } = result;
  const whole = (value: number) => Math.round(value).toLocaleString('en-US');
  return {
    title: 'What a day of traffic does',
    lead: [title],
    cards: [
      { name: 'deepest queue', figure: whole(result.deepestQueue), remark: `messages, of ${whole(messages.sent)} that came` },
      { name: 'oldest message', figure: duration(result.oldestSeconds), remark: `${duration(result.averageWaitSeconds)} on average` },
      { name: 'throttles', figure: whole(result.throttles), remark: `${whole(result.throttlesInWorstMinute)} in the worst minute` },
      { name: 'dead letters', figure: whole(messages.deadLetters), remark: `${whole(messages.refused)} refused by the door` },
      result.mostInstances > 0
        ? { name: 'most instances', figure: whole(result.mostInstances), remark: `with ${whole(result.mostEnvironments)} environments` }
        : { name: 'most environments', figure: whole(result.mostEnvironments) },
      { name: 'cost', figure: money(cost.usd), remark: 'USD, all parts' },
    ],
    sections: [...daySections(day), costSection(cost), guessesSection(guesses, notes)],
  };
}

function costSection(cost: ToldPlan['cost']): PageSection {
  return {
    title: 'What it costs',
    charts: [{
      kind: 'bars',
      title: 'USD by part',
      categories: cost.parts.map(({ name }) => name),
      y: { title: 'USD', unit: 'usd' },
      series: [{ name: 'USD', colour: 'first', values: cost.parts.map(({ usd }) => usd) }],
    }],
    tables: [{ title: `In figures; prices of ${cost.region}, ${cost.pricesAsOf}; ? marks what is not known for sure`, rows: planCostTable(cost) }],
  };
}

function guessesSection(guesses: ToldPlan['guesses'], notes: readonly string[]): PageSection {
  const rows = Object.entries(guesses).map(([name, value]) => [name, String(value), GUESSES[name as GuessName].reason]);
  return {
    title: 'What to know',
    texts: [KNOWN_ERRORS_TEXT],
    bullets: notes,
    tables: [{ title: 'What is guessed, for AWS does not publish it', isOfWords: true, rows: [['name', 'value', 'what it is'], ...rows] }],
  };
}
