import { resolve } from 'node:path';
import type { PipelineState } from './pipeline-state';
import { queueStates } from './queue-states';
import { readAddresses } from '../target/local-addresses';
import type { Target } from '../target/target';

/** How a local run is, by what it says of its queues. */
export async function localRun(archive: string, target: Target): Promise<PipelineState> {
  const { url, archiveBucket } = readAddresses(resolve(archive));
  const { queue, deadLetters, deadLetterUrl } = await queueStates(target);
  return {
    choice: archive === 'telemetry-archive' ? '--local' : `--local --archive ${archive}`,
    queue,
    deadLetters,
    places: { endpoint: url, queue: target.queueUrl, deadLetters: deadLetterUrl, bucket: archiveBucket },
  };
}
