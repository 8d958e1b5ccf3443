import { ProcessorNetwork } from './processor-network';
import { ProcessorOptions, ProcessorWiring } from './processor-options';

/** What can be set on the ordinary Lambda function that a processor runs on. */
export interface OnDemandOptions {
  /**
   * Memory of the function, in MB, from 128 to 10,240; 1,769 are one vCPU.
   *
   * @default 1769
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html
   */
  readonly memorySize?: number;

  /**
   * Environments that are always ready, at least 1; they are paid for around the clock, and a batch in one of them costs less.
   *
   * @default - none: environments start when batches come
   * @see https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
   */
  readonly provisionedConcurrency?: number;

  /**
   * Batches that may run at the same time, taken out of what the account has; at least `provisionedConcurrency`.
   *
   * @default - what the account has, 1,000 at first
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reservedConcurrentExecutions?: number;

  /**
   * Network that the function's own connections go through.
   *
   * @default - none: S3 is reached as AWS reaches it, which costs nothing
   */
  readonly network?: ProcessorNetwork;
}

/** Properties of an OnDemandProcessor. */
export interface OnDemandProcessorProps extends ProcessorOptions, OnDemandOptions, ProcessorWiring {}
