/**
 * How long the plan of a day at 100,000 events a second takes, and how much faster that is than message by message, measured in the
 * same run on a shorter span; and how far the plan is from what is known. `npx tsx bench/plan.ts` runs it.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from './median';
import { messageByMessage } from './message-by-message';
import { DEFAULT_CONFIGURATION } from '../src/economics/configuration';
import { DEFAULT_QUEUE_SIDE, plannedPipeline } from '../src/economics/plan/planned-pipeline';
import { simulate } from '../src/economics/plan/simulation';
import { steady } from '../src/economics/plan/traffic-shape';
import { PriceList } from '../src/economics/prices/price-list';
import { US_EAST_1 } from '../src/economics/prices/us-east-1';
import { errorOf, sample, sharedCpu, theory } from '../test/economics/plan/calibration';

const EVENTS_PER_SECOND = 100_000;
const DAY = 86_400;
const SHORT_SPAN = 120;
const POLLERS = 80;
const ROUNDS = 3;
const GOALS = { secondsOfDay: 10 };

const pipeline = plannedPipeline(
  {
    ...DEFAULT_CONFIGURATION,
    door: { kind: 'rest', accessLogBytes: 0 },
    mapping: { ...DEFAULT_CONFIGURATION.mapping, minimumPollers: POLLERS, maximumPollers: POLLERS },
  },
  DEFAULT_QUEUE_SIDE,
  { eventsPerRequest: 20, bytesPerEvent: 500 },
  new PriceList(US_EAST_1),
);

function secondsOf<Result>(work: () => Result): { readonly seconds: number; readonly result: Result } {
  const started = performance.now();
  const result = work();
  return { result, seconds: (performance.now() - started) / 1_000 };
}

const rounds = Array.from({ length: ROUNDS }, () => ({
  day: secondsOf(() => simulate(pipeline, steady(EVENTS_PER_SECOND))),
  short: secondsOf(() => messageByMessage(pipeline, EVENTS_PER_SECOND / pipeline.message.events, SHORT_SPAN, POLLERS * 1_000_000)),
}));
const [{ day, short }] = rounds;
const secondsOfDay = median(rounds.map(round => round.day.seconds));
const ratio = median(rounds.map(round => round.short.seconds / SHORT_SPAN / (round.day.seconds / DAY)));
const results = {
  node: process.version,
  eventsPerSecond: EVENTS_PER_SECOND,
  secondsOfDay,
  messages: day.result.messages.sent,
  ratioToMessageByMessage: ratio,
  averageWaitSeconds: {
    plan: Number(day.result.averageWaitSeconds.toFixed(3)),
    messageByMessage: Number(short.result.averageWaitSeconds.toFixed(3)),
  },
  errors: Object.fromEntries([
    ...[...theory(), ...sharedCpu()].map(it => [it.figure, Number(errorOf(it).toFixed(3))]),
    ...sample().figures.flatMap(({ figure, known, burst, scheduled }) => [
      [`${figure}, one burst`, Number(errorOf({ known, simulated: burst }).toFixed(3))],
      [`${figure}, scheduled`, Number(errorOf({ known, simulated: scheduled }).toFixed(3))],
    ]),
  ]),
  goals: GOALS,
};

process.stdout.write(`${JSON.stringify(results, undefined, 2)}\n`);
const folder = join(__dirname, 'results');
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'plan.json'), `${JSON.stringify(results, undefined, 2)}\n`);
if (secondsOfDay > GOALS.secondsOfDay) {
  process.exitCode = 1;
}
