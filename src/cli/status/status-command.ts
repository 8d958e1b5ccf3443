import { parseArgs } from 'node:util';
import { deployedPipeline } from './deployed-pipeline';
import { findings } from './findings';
import { localRun } from './local-run';
import { statusText } from './status-text';
import { withPipeline } from '../command';
import { understood } from '../command-options';
import { TARGET_OPTIONS, TARGET_USAGE } from '../target/find-target';
import { Progress } from '../terminal/progress';
import { UsageError } from '../usage-error';

const USAGE = `telemetry-pipeline status   whether all is well, and where everything is

Alarms that ring, what waits in the queue, dead letters, the event source
mapping and the function; the next step for whatever is wrong. Nothing is
changed. Exit code 1 when something is wrong.

${TARGET_USAGE}`;

/** Tells whether a pipeline is healthy, what to do if it is not, and where its parts are. */
export async function runStatus(args: string[]): Promise<void> {
  const { values } = understood(() => parseArgs({ args, options: TARGET_OPTIONS }), USAGE);
  const { stack, local, archive, region, help } = values;
  if (!help && !local && stack === undefined) {
    throw new UsageError('--stack or --local must say which pipeline is meant, got neither', USAGE);
  }
  const progress = new Progress();
  try {
    progress.say(`asking ${stack ?? 'the local run'} ...`);
    await withPipeline(values, USAGE, async ({ target, output }) => {
      const state = local ? await localRun(archive, target) : await deployedPipeline(stack!, region, target);
      const found = findings(state, Date.now());
      const { deployed, queue, deadLetters, places } = state;
      output.result({
        healthy: found.length === 0,
        findings: found.map(({ next, ...finding }) => ({ ...finding, next: next?.join(' ') })),
        ...deployed,
        queue,
        deadLetters,
        places,
      }, () => statusText(state, found));
      process.exitCode = found.length === 0 ? 0 : 1;
    });
  } finally {
    progress.stop();
  }
}
