import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SQSClient } from '@aws-sdk/client-sqs';
import { readNumber, understood } from '../command-options';
import { deployedParts, demandOneSubject } from './measured-choice';
import { measurementPage } from './measurement-page';
import { printMeasurement, type MeasuredPipeline } from './measurement-text';
import { PRICE_OPTIONS, PRICE_USAGE, readDiscount, readPrices } from './price-option';
import type { OwnHandler } from '../../economics/cost/load';
import { deployedLimits } from '../../economics/measurement/deployed-limits';
import type { DeployedParts } from '../../economics/measurement/deployed-parts';
import { deployedQueue } from '../../economics/measurement/deployed-queue';
import { lastDays } from '../../economics/measurement/hourly-metrics';
import { measuredConfiguration } from '../../economics/measurement/measured-configuration';
import { measuredCost, subjectOf } from '../../economics/measurement/measured-cost';
import { measuredPlan, planFigures } from '../../economics/measurement/measured-plan';
import { measure } from '../../economics/measurement/measurement';
import { ifPermitted } from '../../economics/measurement/permission';
import { argumentsFor, cheapest } from '../../economics/measurement/verdict';
import type { PlannedQueue, QueueSide } from '../../economics/plan/planned-pipeline';
import { writePage } from '../html/write-page';
import { Progress } from '../terminal/progress';

const USAGE = `telemetry-pipeline measure --stack NAME [options]
telemetry-pipeline measure --function NAME [--queue NAME] [--api NAME] [options]

What a deployed pipeline did, by its metrics, what that costs on managed
instances and on ordinary Lambda, and what its busiest day does to each. Nothing
is changed.

  --stack NAME             stack that has the pipeline
  --function NAME          function that reads a queue, whoever deployed it
  --queue NAME             which queue, when it reads several
  --api NAME               name of the REST API or id of the HTTP API before it
  --days N                 how far back, 1 to 455                   (14)
  --events-per-request N   events of a message, where no metric tells
  --bytes-per-event N      bytes of an event, where no metric tells
  --handler-speed N        events/s and vCPU of a handler of your own
${PRICE_USAGE}  --html FILE              a page with charts
  --json                   figures instead of tables

Region and credentials are found as by the AWS CLI: AWS_REGION, AWS_PROFILE.
`;

const OPTIONS = {
  'stack': { type: 'string' },
  'function': { type: 'string' },
  'queue': { type: 'string' },
  'api': { type: 'string' },
  'days': { type: 'string', default: '14' },
  'events-per-request': { type: 'string' },
  'bytes-per-event': { type: 'string' },
  'handler-speed': { type: 'string' },
  ...PRICE_OPTIONS,
  'html': { type: 'string' },
  'json': { type: 'boolean', default: false },
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

/** Measures a deployed pipeline and compares what it could run on. */
export async function runMeasure(args: string[]): Promise<void> {
  const { values: options } = understood(() => parseArgs({ args, options: OPTIONS }), USAGE);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  demandOneSubject(options, USAGE);
  const days = readNumber('days', options.days, USAGE, 1, 455)!;
  const told = {
    eventsPerRequest: readNumber('events-per-request', options['events-per-request'], USAGE, 1),
    bytesPerEvent: readNumber('bytes-per-event', options['bytes-per-event'], USAGE, 1),
    handlerSpeed: readNumber('handler-speed', options['handler-speed'], USAGE),
    savingsPlanDiscount: readDiscount(options['savings-plan'], USAGE),
  };
  const { prices, notes: priceNotes } = readPrices(options.prices);

  const progress = new Progress();
  const [cloudFormation, cloudWatch, lambda, sqs] = [new CloudFormationClient(), new CloudWatchClient(), new LambdaClient(), new SQSClient()];
  try {
    progress.say(`reading what ${options.stack ?? options.function} consists of ...`);
    const parts = await deployedParts({ cloudFormation, lambda }, cloudWatch, options);
    const limits = await deployedLimits(lambda, parts);
    const queue = await ifPermitted(async () => deployedQueue(sqs, parts));
    const measurement = await measure(cloudWatch, parts, lastDays(days, new Date()), what => progress.say(`reading ${what} ...`));
    progress.say('comparing ...');
    const pipeline = measuredConfiguration(parts, limits, measurement);
    const cost = measuredCost(pipeline, measurement, told, prices);
    const subject = (handler: OwnHandler) => subjectOf(pipeline, cost.traffic!, handler, told, prices);
    const onShare = (share: number) => progress.sayShare('simulating the busiest day', share);
    const plan = cost.cases.length > 0 && 'value' in queue ? measuredPlan(cost, measurement, sideOf(parts, queue.value), subject, onShare) : undefined;

    const { compute } = pipeline;
    const result: MeasuredPipeline = {
      subject: {
        function: parts.functionName,
        queue: parts.queueName,
        compute: compute.kind,
        ...compute.kind === 'onDemand' && compute.provisionedConcurrency > 0 && { provisionedConcurrency: compute.provisionedConcurrency },
        api: parts.door?.dimensions,
      },
      measurement,
      comparison: cost,
      ...cost.cases.length > 0 && { cheapest: cheapest(cost), arguments: argumentsFor(measurement, cost, compute.kind === 'managedInstances') },
      plan,
      prices: { region: prices.region, asOf: prices.asOf },
      notes: [
        ...priceNotes, ...limits.unread, ...cost.notes,
        ...'refused' in queue ? [`the settings of the queue are not known, so no day is simulated: ${queue.refused}`] : [],
      ],
    };
    process.stdout.write(options.json
      ? `${JSON.stringify({ ...result, plan: plan && planFigures(plan) }, undefined, 2)}\n`
      : `${printMeasurement(result).join('\n')}\n`);
    if (options.html !== undefined) {
      progress.say('drawing ...');
      writePage(options.html, measurementPage(result, cost.cases.map(({ handler }) => subject(handler))));
    }
  } finally {
    progress.stop();
    [cloudFormation, cloudWatch, lambda, sqs].forEach(client => client.destroy());
  }
}

/** What decides, besides what has a price, what traffic the pipeline carries. */
function sideOf({ function: { Timeout: timeoutSeconds = 3 }, mapping: { ScalingConfig } }: DeployedParts, queue: PlannedQueue): QueueSide {
  return { queue, timeoutSeconds, maximumConcurrency: ScalingConfig?.MaximumConcurrency };
}
