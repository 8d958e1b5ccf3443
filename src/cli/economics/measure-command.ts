import { parseArgs } from 'node:util';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { readDiscount, readNumber, understood } from '../command-options';
import { printMeasurement } from './measurement-text';
import { readPrices } from './price-option';
import { partsOfFunction, partsOfStack, type AccountClients, type DeployedDoor, type DeployedParts } from '../../economics/measurement/deployed-parts';
import { lastDays, metricsWith } from '../../economics/measurement/hourly-metrics';
import { measuredConfiguration } from '../../economics/measurement/measured-configuration';
import { measuredCost } from '../../economics/measurement/measured-cost';
import { measure } from '../../economics/measurement/measurement';
import { argumentsFor, cheapest } from '../../economics/measurement/verdict';
import { Progress } from '../terminal/progress';
import { UsageError } from '../usage-error';

const USAGE = `telemetry-pipeline measure --stack NAME [options]
telemetry-pipeline measure --function NAME [--queue NAME] [--api NAME] [options]

What a deployed pipeline did, by its metrics, and what that costs on managed
instances and on ordinary Lambda. Nothing is changed.

  --stack NAME             stack that has the pipeline
  --function NAME          function that reads a queue, whoever deployed it
  --queue NAME             which queue, when it reads several
  --api NAME               name of the REST API or id of the HTTP API before it
  --days N                 how far back, 1 to 455                   (14)
  --events-per-request N   events of a message, where no metric tells
  --bytes-per-event N      bytes of an event, where no metric tells
  --handler-speed N        events/s and vCPU of a handler of your own
  --prices FILE            prices of your own, or of another region
  --savings-plan PERCENT   discount on EC2 instances, 0 to 100      (0)
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
  'prices': { type: 'string' },
  'savings-plan': { type: 'string' },
  'json': { type: 'boolean', default: false },
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

/** Which pipeline is measured. */
interface Choice {
  readonly stack?: string;
  readonly function?: string;
  readonly queue?: string;
  readonly api?: string;
}

/** Measures a deployed pipeline and compares what it could run on. */
export async function runMeasure(args: string[]): Promise<void> {
  const { values: options } = understood(() => parseArgs({ args, options: OPTIONS }), USAGE);
  if (options.help) {
    process.stdout.write(USAGE);
    return;
  }
  demandOneSubject(options);
  const days = readNumber('days', options.days, USAGE, 1, 455)!;
  const told = {
    eventsPerRequest: readNumber('events-per-request', options['events-per-request'], USAGE, 1),
    bytesPerEvent: readNumber('bytes-per-event', options['bytes-per-event'], USAGE, 1),
    handlerSpeed: readNumber('handler-speed', options['handler-speed'], USAGE),
    savingsPlanDiscount: readDiscount(options['savings-plan'], USAGE),
  };
  const { prices, notes: priceNotes } = readPrices(options.prices);

  const progress = new Progress();
  const cloudWatch = new CloudWatchClient();
  try {
    progress.say(`reading what ${options.stack ?? options.function} consists of ...`);
    const parts = await deployedParts({ cloudFormation: new CloudFormationClient(), lambda: new LambdaClient() }, cloudWatch, options);
    const measurement = await measure(cloudWatch, parts, lastDays(days, new Date()), what => progress.say(`reading ${what} ...`));
    const pipeline = measuredConfiguration(parts, measurement);
    progress.say('comparing ...');
    const cost = measuredCost(pipeline, measurement, told, prices);

    const result = {
      subject: { function: parts.functionName, queue: parts.queueName, compute: pipeline.compute.kind, api: parts.door?.dimensions },
      measurement,
      comparison: cost,
      ...cost.cases.length > 0 && { cheapest: cheapest(cost), arguments: argumentsFor(measurement, cost) },
      prices: { region: prices.region, asOf: prices.asOf },
      notes: [...priceNotes, ...cost.notes],
    };
    process.stdout.write(options.json ? `${JSON.stringify(result, undefined, 2)}\n` : `${printMeasurement(result).join('\n')}\n`);
  } finally {
    progress.stop();
  }
}

function demandOneSubject({ stack, function: reader, queue, api }: Choice): void {
  if ((stack === undefined) === (reader === undefined)) {
    throw new UsageError(`--stack or --function must be given, got ${stack === undefined ? 'none' : 'both'}`, USAGE);
  }
  if (stack !== undefined && (queue ?? api) !== undefined) {
    throw new UsageError('--queue and --api must stand beside --function, got --stack; a stack tells both by itself', USAGE);
  }
}

async function deployedParts(
  clients: AccountClients, cloudWatch: CloudWatchClient, { stack, function: reader, queue, api }: Choice,
): Promise<DeployedParts> {
  if (stack !== undefined) {
    return partsOfStack(clients, stack);
  }
  const parts = await partsOfFunction(clients, reader!, queue);
  return api === undefined ? parts : { ...parts, door: await doorNamed(cloudWatch, api) };
}

/** The dimension that has metrics under this name tells the kind of the API. */
async function doorNamed(cloudWatch: CloudWatchClient, api: string): Promise<DeployedDoor> {
  const doors: readonly DeployedDoor[] = [{ kind: 'rest', dimensions: { ApiName: api } }, { kind: 'http', dimensions: { ApiId: api } }];
  for (const door of doors) {
    if ((await metricsWith(cloudWatch, 'AWS/ApiGateway', door.dimensions)).length > 0) {
      return door;
    }
  }
  throw new Error(`--api must be the name of a REST API or the id of an HTTP API that had requests in the last two weeks, got '${api}'`);
}
