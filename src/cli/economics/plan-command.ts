import { parseArgs } from 'node:util';
import { assembledConfiguration } from './assembled-configuration';
import { planPage } from './plan-page';
import { printPlan } from './plan-text';
import { PRICE_OPTIONS, PRICE_USAGE, readDiscount, readPrices } from './price-option';
import { readShape, SHAPE_OPTIONS, SHAPE_USAGE } from './traffic-options';
import { readGuess, settleGuesses, type Guesses } from '../../economics/plan/guesses';
import { KNOWN_ERRORS } from '../../economics/plan/known-errors';
import { costOfPlan } from '../../economics/plan/plan-cost';
import { findings } from '../../economics/plan/plan-report';
import { plannedPipeline } from '../../economics/plan/planned-pipeline';
import { simulate } from '../../economics/plan/simulation';
import { HANDLER_OPTIONS, HANDLER_USAGE, readHandler, readNumber, readSize, understood } from '../command-options';
import { writePage } from '../html/write-page';
import { Progress } from '../terminal/progress';

const USAGE = `telemetry-pipeline plan --events-per-second N [options]
telemetry-pipeline plan --traffic FILE [options]

What traffic does to the pipeline that \`cdk synth\` wrote, or else to the default
one, by a simulation of a day: what breaks first, what to change, what it costs.

${SHAPE_USAGE}  --events-per-request N   events that a client sends at once       (20)
  --bytes-per-event N      bytes of an event as JSON                (500)
  --app FOLDER             what \`cdk synth\` wrote                   (cdk.out)
  --stack NAME             which stack, or path of one of its pipelines
${PRICE_USAGE}${HANDLER_USAGE}  --guess NAME=VALUE       instead of what is guessed; may be given again
  --seed N                 what chance begins with                  (1)
  --html FILE              a page with charts
  --json                   figures instead of tables
`;

const OPTIONS = {
  ...HANDLER_OPTIONS,
  ...SHAPE_OPTIONS,
  'events-per-request': { type: 'string' },
  'bytes-per-event': { type: 'string' },
  'app': { type: 'string' },
  'stack': { type: 'string' },
  ...PRICE_OPTIONS,
  'guess': { type: 'string', multiple: true },
  'seed': { type: 'string' },
  'html': { type: 'string' },
  'json': { type: 'boolean', default: false },
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

/** Tells what traffic does to a pipeline. */
export function runPlan(args: string[]): void {
  const { values: options } = understood(() => parseArgs({ args, options: OPTIONS }), USAGE);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  const number = (name: string, least?: number) => readNumber(name, options[name as keyof typeof options] as string | undefined, USAGE, least);
  const traffic = readShape(options, USAGE);
  const given = understood(() => (options.guess ?? []).reduce<Partial<Guesses>>((read, text) => ({ ...read, ...readGuess(text) }), {}), USAGE);
  const ownHandler = readHandler(options, USAGE);
  const savingsPlanDiscount = readDiscount(options['savings-plan'], USAGE);
  const { prices, notes } = readPrices(options.prices);
  const { pipeline: configuration, subject, queueSide } = assembledConfiguration(options.app, options.stack);
  const size = readSize(options, USAGE);
  const pipeline = plannedPipeline(configuration, queueSide, size, prices, ownHandler);

  const progress = new Progress();
  const onMinute = (seconds: number) => progress.sayShare('simulating', seconds / traffic.seconds);
  const result = simulate(pipeline, traffic, { guesses: given, seed: number('seed', 0), onMinute });
  progress.stop();
  const found = findings(result, pipeline, traffic);
  const cost = costOfPlan(result, configuration, size, prices, { savingsPlanDiscount, ownHandler });
  const guesses = settleGuesses(given);
  const title = `${subject}: ${traffic.title}; ${size.eventsPerRequest} a request, ${size.bytesPerEvent} bytes each`;
  const told = { title, result, found, cost, guesses, notes };
  process.stdout.write(options.json
    ? `${JSON.stringify({ subject, traffic: traffic.title, findings: found, cost, guesses, knownErrorsPercent: KNOWN_ERRORS, notes, ...result }, undefined, 2)}\n`
    : `${printPlan(told).join('\n')}\n`);
  if (options.html !== undefined) {
    writePage(options.html, planPage(told, { pipeline, traffic, result, found }));
  }
}
