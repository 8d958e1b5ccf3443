import { resolve } from 'node:path';
import { readAddresses } from './local-addresses';
import { placesOf } from './stack-places';
import { Target, type Places } from './target';
import { UsageError } from '../usage-error';

const DEFAULT_ARCHIVE = 'telemetry-archive';

/** Options that say which pipeline is meant. */
export const TARGET_OPTIONS = {
  'stack': { type: 'string' },
  'local': { type: 'boolean', default: false },
  'archive': { type: 'string', default: DEFAULT_ARCHIVE },
  'queue-url': { type: 'string' },
  'bucket': { type: 'string' },
  'region': { type: 'string' },
  'json': { type: 'boolean', default: false },
  'help': { type: 'boolean', short: 'h', default: false },
} as const;

/** The same, as every usage text ends. */
export const TARGET_USAGE = `Which pipeline:
  --stack NAME       stack it is deployed in; queue and bucket are found
  --local            the one that \`telemetry-pipeline local\` runs
  --archive FOLDER   folder of its archive                (telemetry-archive)
  --queue-url URL    queue, when no stack is named, or it has several
  --bucket NAME      bucket, likewise
  --region NAME      region            (that of --queue-url, or AWS_REGION)

  --json             JSON, a line each, for other programs
`;

/** What the options say. */
export interface TargetChoice {
  readonly 'stack'?: string;
  readonly 'local': boolean;
  readonly 'archive': string;
  readonly 'queue-url'?: string;
  readonly 'bucket'?: string;
  readonly 'region'?: string;
  readonly 'log-group'?: string;
}

/** Finds the pipeline that is meant. */
export async function findTarget(choice: TargetChoice, usage: string): Promise<Target> {
  demandOnePipeline(choice, usage);
  const said: Places = { queueUrl: choice['queue-url'], bucket: choice.bucket, logGroup: choice['log-group'] };
  if (choice.local) {
    const { queueUrl, archiveBucket, logGroup, sqsEndpoint, s3Endpoint, logsEndpoint } = readAddresses(resolve(choice.archive));
    const access = { region: 'us-east-1', sqsEndpoint, s3Endpoint, logsEndpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
    return new Target(access, { queueUrl: said.queueUrl ?? queueUrl, bucket: said.bucket ?? archiveBucket, logGroup });
  }
  const region = choice.region ?? regionOf(said.queueUrl);
  if (choice.stack !== undefined) {
    return new Target({ region }, await placesOf(choice.stack, said, region));
  }
  if (said.queueUrl === undefined && said.bucket === undefined) {
    throw new UsageError('--stack, --local, or --queue-url and --bucket must say which pipeline is meant, got none of them', usage);
  }
  return new Target({ region }, said);
}

/** The region that the URL of a queue names. */
function regionOf(queueUrl = ''): string | undefined {
  return /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\./.exec(queueUrl)?.[1];
}

/** An option that would do nothing means that another pipeline is thought of than the one that is found. */
function demandOnePipeline(choice: TargetChoice, usage: string): void {
  const unused = choice.local ? (['stack', 'region', 'log-group'] as const).find(name => choice[name] !== undefined) : undefined;
  if (unused !== undefined) {
    throw new UsageError(`--local must stand without --${unused}, got both`, usage);
  }
  if (!choice.local && choice.archive !== DEFAULT_ARCHIVE) {
    throw new UsageError('--archive must stand beside --local, got it alone', usage);
  }
}
