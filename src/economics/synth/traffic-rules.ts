import { grouped, Rule, whenKnown } from '../../private/rules';

/** What is expected of a pipeline, and what it can do. */
export interface TrafficFacts {
  /** What keeps the cost from being estimated; absent when nothing does. */
  readonly inestimable?: string;
  /** Bytes of one request. */
  readonly requestBytes?: number;
  /** Requests a second in the busiest hours, and those that are let in. */
  readonly requestsPerSecond?: number;
  readonly throttlingRateLimit?: number;
  /** Bytes a second in the busiest hours, and those that the mapping hands over. */
  readonly bytesPerSecond?: number;
  readonly mostBytesPerSecond?: number;
  /** Pollers of its own that the mapping may have. */
  readonly maximumPollers?: number;
  /** vCPUs of the instances in the busiest hours, and those that there may be. */
  readonly vCpus?: number;
  readonly maxVCpuCount?: number;
  /** Environments in the busiest hours, and those that there may be. */
  readonly environments?: number;
  readonly maxExecutionEnvironments?: number;
  /** Batches that run at the same time in the busiest hours, and those that may. */
  readonly batches?: number;
  readonly maxConcurrency?: number;
  /** Batches that an environment holds at the same time in the busiest hours, the memory that they need, and what it has, in MB. */
  readonly batchesPerEnvironment?: number;
  readonly memoryNeeded?: number;
  readonly memorySize?: number;
}

const MOST_REQUEST_BYTES = 1_048_576;
const MEGABYTE = 1_000_000;

const SQS = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html';
const THROTTLING = 'https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html';
const QUOTAS = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-quotas.html';
const SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-scaling.html';
const NODEJS = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-nodejs-runtime.html';
const TOKENS = 'https://docs.aws.amazon.com/cdk/v2/guide/tokens.html';
const CONCURRENCY = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html';

/** What must hold for a pipeline to carry the traffic that is expected of it. */
export const TRAFFIC_RULES: readonly Rule<TrafficFacts>[] = [
  {
    id: 'TrafficEstimate',
    severity: 'warning',
    holds: facts => facts.inestimable === undefined,
    message: facts => `what expectedTraffic costs cannot be estimated because ${facts.inestimable}; what does not need it is checked all the same`,
    source: TOKENS,
  },
  {
    id: 'TrafficRequestSize',
    severity: 'warning',
    holds: facts => (facts.requestBytes ?? 0) <= MOST_REQUEST_BYTES,
    message: facts => `expectedTraffic must have at most ${grouped(MOST_REQUEST_BYTES)} bytes in a request, got ${rounded(facts.requestBytes)}; `
      + 'SQS takes no more, so have clients send fewer events at once',
    source: SQS,
  },
  {
    id: 'TrafficThrottling',
    severity: 'warning',
    holds: facts => whenKnown([facts.requestsPerSecond, facts.throttlingRateLimit], (requests, limit) => requests <= limit),
    message: facts => `throttlingRateLimit must be at least ${rounded(facts.requestsPerSecond)} for the expected traffic, got `
      + `${grouped(facts.throttlingRateLimit)}; clients would be refused in the busiest hours`,
    source: THROTTLING,
  },
  {
    id: 'TrafficMapping',
    severity: 'warning',
    holds: facts => whenKnown([facts.bytesPerSecond, facts.mostBytesPerSecond], (bytes, most) => bytes <= most),
    message: facts => `expectedTraffic must have at most ${megabytes(facts.mostBytesPerSecond)}, what the mapping hands over, got `
      + `${megabytes(facts.bytesPerSecond)}; ${facts.maximumPollers === undefined ? 'set provisionedPollers' : 'raise maximumPollers'}, 1 MB/s each`,
    source: QUOTAS,
  },
  {
    id: 'TrafficVCpus',
    severity: 'warning',
    holds: facts => whenKnown([facts.vCpus, facts.maxVCpuCount], (needed, most) => needed <= most),
    message: facts => `maxVCpuCount must be at least ${grouped(facts.vCpus)} for the expected traffic by our estimate, got ${grouped(facts.maxVCpuCount)}; `
      + 'the queue would grow in the busiest hours',
    source: SCALING,
  },
  {
    id: 'TrafficEnvironments',
    severity: 'warning',
    holds: facts => whenKnown([facts.environments, facts.maxExecutionEnvironments], (needed, most) => needed <= most),
    message: facts => `maxExecutionEnvironments must be at least ${grouped(facts.environments)} for the expected traffic by our estimate, got `
      + `${grouped(facts.maxExecutionEnvironments)}; the queue would grow in the busiest hours`,
    source: SCALING,
  },
  {
    id: 'TrafficMemory',
    severity: 'warning',
    holds: facts => whenKnown([facts.memoryNeeded, facts.memorySize], (needed, memory) => needed <= memory),
    message: facts => `memorySize must hold the ${grouped(facts.batchesPerEnvironment)} batches that the expected traffic keeps running at once in an `
      + `environment, about ${rounded(facts.memoryNeeded)} MB by our estimate, got ${grouped(facts.memorySize)} MB; raise it or maxExecutionEnvironments, `
      + 'or lower perExecutionEnvironmentMaxConcurrency',
    source: NODEJS,
  },
  {
    id: 'TrafficConcurrency',
    severity: 'warning',
    holds: facts => whenKnown([facts.batches, facts.maxConcurrency], (needed, most) => needed <= most),
    message: facts => `maxConcurrency, reservedConcurrentExecutions and what the account has must be at least ${rounded(facts.batches)} for the expected traffic `
      + `by our estimate, got ${grouped(facts.maxConcurrency)}; the queue would grow in the busiest hours`,
    source: CONCURRENCY,
  },
];

function rounded(value: number | undefined): string {
  return grouped(value === undefined ? undefined : Math.ceil(value));
}

function megabytes(bytes: number | undefined): string {
  return `${grouped((bytes ?? NaN) / MEGABYTE)} MB/s`;
}
