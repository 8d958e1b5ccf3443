import { Duration } from 'aws-cdk-lib';

/** How long one invocation may take; a full batch of 6 MB is written within a few seconds. */
export const DEFAULT_TIMEOUT = Duration.minutes(1);

/** How long a batch waits to fill up: rows land within a minute, and quiet hours do not fill the archive with tiny objects. */
export const DEFAULT_MAX_BATCHING_WINDOW = Duration.seconds(10);

/** Requests in one batch; 6 MB end it earlier. */
export const DEFAULT_BATCH_SIZE = 10_000;
