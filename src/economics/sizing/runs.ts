import { DEFAULT_CONFIGURATION } from '../configuration';
import { mostMessagesPerBatch, type Load, type RequestSize } from '../cost/load';

/** How many batches run beside each other on a vCPU, how large they are, and how long a run may take, in seconds. */
export interface SizedRuns {
  readonly perVCpu: number;
  readonly batchSize: number;
  readonly timeout: number;
}

/** What the pipeline has by default. */
export const USUAL_RUNS: SizedRuns = { perVCpu: 16, batchSize: DEFAULT_CONFIGURATION.mapping.batchSize, timeout: 60 };

/** Part of the timeout that a run may take when its environment is full. */
const SHARE_OF_TIMEOUT = 0.5;

/** Timeouts above which smaller batches are the better way, and the longest on managed instances. */
const LONG = 900;
const LONGEST = 5_400;

/** Finds runs of which none takes longer than half of its timeout, however full the environment is. */
export function runsFor({ cpu, requests, waitSeconds }: Load, size: RequestSize): SizedRuns {
  const cpuOfMessage = cpu / requests;
  const wait = waitSeconds + (DEFAULT_CONFIGURATION.handler?.maxWaitSeconds ?? 0);
  const full = mostMessagesPerBatch(size, USUAL_RUNS) * cpuOfMessage;
  const longest = wait > LONG * SHARE_OF_TIMEOUT ? LONGEST : LONG;
  const timeout = Math.min(longest, Math.max(USUAL_RUNS.timeout, 10 * Math.ceil((full + wait) / SHARE_OF_TIMEOUT / 10)));
  const computing = Math.max(0, timeout * SHARE_OF_TIMEOUT - wait);
  const batchSize = full <= computing ? USUAL_RUNS.batchSize : Math.max(1, Math.floor(computing / cpuOfMessage));
  const ofBatch = Math.min(full, batchSize * cpuOfMessage);
  return { timeout, batchSize, perVCpu: Math.max(1, Math.min(USUAL_RUNS.perVCpu, Math.floor(computing / ofBatch))) };
}
