import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { assembledConfiguration } from './assembled-configuration';
import { readNumber, understood } from './command-options';
import { textTable, wrapped } from './text-table';
import { UsageError } from './usage-error';
import { readGuess, settleGuesses, type Guesses } from '../economics/plan/guesses';
import { clock, costOfInstances, findings, summary, timeTable } from '../economics/plan/plan-report';
import { DEFAULT_QUEUE_SIDE, plannedPipeline, type QueueSide } from '../economics/plan/planned-pipeline';
import { simulate } from '../economics/plan/simulation';
import { daily, recorded, spike, steady, type TrafficShape } from '../economics/plan/traffic-shape';
import type { SynthesizedPipeline } from '../local/synthesized-pipeline';

const COLUMNS = 80;

const USAGE = `telemetry-pipeline plan --events-per-second N [options]
telemetry-pipeline plan --traffic FILE [options]

What traffic does to the pipeline that \`cdk synth\` wrote, or else to the default
one, by a simulation of a day: what breaks first, and what to change.

  --events-per-second N    events in a second, in the quiet hours
  --shape SHAPE            steady, daily or spike                   (daily)
  --peak N                 times as many at noon                    (1)
  --spike-minutes N        how long a spike lasts                   (15)
  --traffic FILE           lines of time,events per second instead
  --events-per-request N   events that a client sends at once       (20)
  --bytes-per-event N      bytes of an event as JSON                (500)
  --app FOLDER             what \`cdk synth\` wrote                   (cdk.out)
  --stack NAME             which stack, when several have one
  --handler-speed N        events/s and vCPU of a handler of your own
  --instance-price USD     price of an instance hour, to have their cost
  --guess NAME=VALUE       instead of what is guessed; may be given again
  --seed N                 what chance begins with                  (1)
  --json                   figures instead of tables
`;

const OPTIONS = {
  'events-per-second': { type: 'string' },
  'shape': { type: 'string', default: 'daily' },
  'peak': { type: 'string' },
  'spike-minutes': { type: 'string' },
  'traffic': { type: 'string' },
  'events-per-request': { type: 'string' },
  'bytes-per-event': { type: 'string' },
  'app': { type: 'string' },
  'stack': { type: 'string' },
  'handler-speed': { type: 'string' },
  'instance-price': { type: 'string' },
  'guess': { type: 'string', multiple: true },
  'seed': { type: 'string' },
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
  const traffic = readShape(options, number);
  const guesses = understood(() => (options.guess ?? []).reduce<Partial<Guesses>>((read, text) => ({ ...read, ...readGuess(text) }), {}), USAGE);
  const { pipeline: configuration, subject, synthesized } = assembledConfiguration(options.app, options.stack);
  const size = { eventsPerRequest: number('events-per-request', 1) ?? 20, bytesPerEvent: number('bytes-per-event', 1) ?? 500 };
  const pipeline = plannedPipeline(configuration, synthesized ? queueSide(synthesized) : DEFAULT_QUEUE_SIDE, size, number('handler-speed'));
  const price = number('instance-price', 0);

  const result = simulate(pipeline, traffic, { guesses, seed: number('seed', 0) });
  const found = findings(result, pipeline, traffic);
  if (options.json) {
    const instanceCost = price === undefined ? {} : { instancesUsd: costOfInstances(result, price) };
    const figures = { subject, traffic: traffic.title, findings: found, guesses: settleGuesses(guesses), ...result, ...instanceCost };
    process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
    return;
  }
  const bullets = (texts: readonly string[]) => texts.flatMap(text => wrapped(`- ${text}`, COLUMNS, '  '));
  process.stdout.write(`${[
    ...wrapped(`${subject}: ${traffic.title}; ${size.eventsPerRequest} a request, ${size.bytesPerEvent} bytes each`, COLUMNS),
    '',
    ...textTable(timeTable(result)),
    '',
    ...textTable(summary(result, price)),
    '',
    ...found.length === 0 ? ['Nothing breaks.'] : [
      'What breaks, the first first, and what to change',
      ...bullets(found.map(({ at, says, change }) => `${clock(at)} ${says}: ${change}`)),
    ],
    '',
    'Guessed, for AWS does not publish it; --guess sets another value',
    ...wrapped(`  ${Object.entries(settleGuesses(guesses)).map(([name, value]) => `${name}=${value}`).join(' ')}`, COLUMNS, '  '),
  ].join('\n')}\n`);
}

type ShapeOptions = { readonly shape: string; readonly traffic?: string };

function readShape({ shape, traffic: file }: ShapeOptions, number: (name: string, least?: number) => number | undefined): TrafficShape {
  const eventsPerSecond = number('events-per-second');
  if (file !== undefined) {
    return recorded(readFileSync(file, 'utf8'), file);
  }
  if (eventsPerSecond === undefined) {
    throw new UsageError('--events-per-second or --traffic must be given, got neither', USAGE);
  }
  const peak = number('peak', 1) ?? 1;
  switch (shape) {
    case 'steady': return steady(eventsPerSecond);
    case 'daily': return daily(eventsPerSecond, peak);
    case 'spike': return spike(eventsPerSecond, peak, number('spike-minutes') ?? 15);
    default: throw new UsageError(`--shape must be steady, daily or spike, got '${shape}'`, USAGE);
  }
}

function queueSide({ queue, mapping, function: { timeoutSeconds } }: SynthesizedPipeline): QueueSide {
  const { visibilityTimeoutSeconds: visibilitySeconds, retentionSeconds, redrive } = queue;
  return {
    queue: { visibilitySeconds, retentionSeconds, maxReceiveCount: redrive?.maxReceiveCount },
    maximumConcurrency: mapping.maximumConcurrency,
    timeoutSeconds,
  };
}
