import { MappingFacts } from './processor-facts';
import { grouped, Rule, whenKnown, within } from '../../private/rules';

const LAMBDA_WITH_SQS = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html';
const MAPPING = 'https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html';
const SQS_SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html';
const QUOTAS = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-quotas.html';
const VERSIONS = 'https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances-version-publishing.html';
const PARTIAL_BATCH = 'https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html';

const MEGABYTE = 1_000_000;
const STANDARD_RATE = 5 * MEGABYTE;
const POLLER_RATE = MEGABYTE;
const USUAL_MOST_POLLERS = 200;

/** What holds for every mapping of a queue. */
export const MAPPING_RULES: readonly Rule<MappingFacts>[] = [
  {
    id: 'BatchSize',
    severity: 'error',
    holds: facts => within(facts.batchSize, 1, facts.fifo ? 10 : 10_000),
    message: facts => `batchSize must be between 1 and ${facts.fifo ? '10 for a FIFO queue' : '10,000'}, got ${grouped(facts.batchSize)}`,
    source: LAMBDA_WITH_SQS,
  },
  {
    id: 'BatchingWindow',
    severity: 'error',
    holds: facts => within(facts.maxBatchingWindow, 0, 300),
    message: facts => `maxBatchingWindow must be between 0 seconds and 5 minutes, got ${facts.maxBatchingWindow} seconds`,
    source: LAMBDA_WITH_SQS,
  },
  {
    id: 'BatchingWindowOfFifo',
    severity: 'error',
    holds: facts => !facts.fifo || whenKnown([facts.maxBatchingWindow], window => window === 0),
    message: facts => `maxBatchingWindow must be left out for a FIFO queue, got ${facts.maxBatchingWindow} seconds`,
    source: LAMBDA_WITH_SQS,
  },
  {
    id: 'BatchNeedsWindow',
    severity: 'error',
    holds: facts => facts.fifo === true || whenKnown([facts.batchSize, facts.maxBatchingWindow], (size, window) => size <= 10 || window >= 1),
    message: facts => `maxBatchingWindow must be at least 1 second for a batchSize above 10, got ${facts.maxBatchingWindow} seconds for ${grouped(facts.batchSize)}`,
    source: LAMBDA_WITH_SQS,
  },
  {
    id: 'MappingConcurrency',
    severity: 'error',
    holds: facts => within(facts.maxConcurrency, 2, 1_000),
    message: facts => `maxConcurrency must be between 2 and 1,000, got ${grouped(facts.maxConcurrency)}`,
    source: SQS_SCALING,
  },
  {
    id: 'PollersMinimum',
    severity: 'error',
    holds: facts => within(facts.minimumPollers, 2, 200),
    message: facts => `minimumPollers must be between 2 and 200, got ${grouped(facts.minimumPollers)}`,
    source: MAPPING,
  },
  {
    id: 'PollersMaximum',
    severity: 'error',
    holds: facts => within(facts.maximumPollers, 2, 10_000),
    message: facts => `maximumPollers must be between 2 and 10,000, got ${grouped(facts.maximumPollers)}`,
    source: MAPPING,
  },
  {
    id: 'PollersOrder',
    severity: 'error',
    holds: facts => whenKnown([facts.minimumPollers, facts.maximumPollers], (minimum, maximum) => minimum <= maximum),
    message: facts => `minimumPollers must be at most maximumPollers, got ${grouped(facts.minimumPollers)} and ${grouped(facts.maximumPollers)}`,
    source: MAPPING,
  },
  {
    id: 'PollersOrConcurrency',
    severity: 'error',
    holds: facts => !facts.provisioned || facts.maxConcurrency === undefined,
    message: facts => `maxConcurrency must be left out with provisionedPollers, got ${grouped(facts.maxConcurrency)}; the pollers limit it by themselves`,
    source: SQS_SCALING,
  },
  {
    id: 'MappingPartialBatch',
    severity: 'warning',
    holds: facts => facts.reportsBatchItemFailures ?? true,
    message: () => 'functionResponseTypes must have ReportBatchItemFailures, got none; one bad message then brings its whole batch back',
    source: PARTIAL_BATCH,
  },
];

/** What holds for mappings of functions on managed instances alone. */
export const MANAGED_MAPPING_RULES: readonly Rule<MappingFacts>[] = [
  {
    id: 'MappingRate',
    severity: 'warning',
    holds: facts => whenKnown([facts.expectedBytesPerSecond], rate => rate <= mostBytesPerSecond(facts)),
    message: facts => `expectedBytesPerSecond must be at most ${megabytesPerSecond(mostBytesPerSecond(facts))}, what the mapping hands over, `
      + `got ${megabytesPerSecond(facts.expectedBytesPerSecond ?? NaN)}; ${facts.provisioned ? 'raise maximumPollers' : 'set provisionedPollers'}, 1 MB/s each, `
      + 'since AWS does not raise the quota',
    source: QUOTAS,
  },
  {
    id: 'MappingUnpublished',
    severity: 'error',
    holds: facts => facts.mappedQualifier !== '$LATEST',
    message: () => 'functionName of the event source must be a published version, an alias or the plain function, got $LATEST; '
      + 'managed instances run published versions only',
    source: VERSIONS,
  },
  {
    id: 'MappingStale',
    severity: 'warning',
    holds: facts => !facts.mappedUnqualified || (facts.publishedLatest ?? true),
    message: () => 'publishToLatestPublished must be true for an event source on the plain function, got false; that reads $LATEST.PUBLISHED, '
      + 'which then most likely stays as it is, or does not exist',
    source: VERSIONS,
  },
];

function mostBytesPerSecond({ provisioned, maximumPollers }: MappingFacts): number {
  return provisioned ? (maximumPollers ?? USUAL_MOST_POLLERS) * POLLER_RATE : STANDARD_RATE;
}

function megabytesPerSecond(bytes: number): string {
  return `${grouped(bytes / MEGABYTE)} MB/s`;
}
