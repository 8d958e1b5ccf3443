/**
 * What construct and synth of the default pipeline without its alarms cost: the rules' share of it, and against the same resources written
 * by hand with aws-cdk-lib. All three in one process, in turn; medians. `npm run bench` runs it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Node } from 'constructs';
import { handWrittenPipeline } from './hand-written-pipeline';
import { median } from './median';
import { TelemetryPipeline } from '../src';
import { ARCHIVE_RULES } from '../src/archive/archive-rules';
import { INGESTION_RULES } from '../src/ingestion/ingestion-rules';
import { PROCESSOR_RULES } from '../src/processor/processor-rules';
import { QUEUE_RULES, READER_RULES } from '../src/queue/queue-rules';

process.env.CDK_VALIDATION = 'false'; // the same two seconds for everybody

const ROUNDS = 60;
const WARM_UP = 10;
const GOALS = { rulesShare: 0.1, againstHandWritten: 1.15 };

type Build = (stack: Stack) => void;

const pipeline: Build = stack => { new TelemetryPipeline(stack, 'Telemetry', { monitoring: { enabled: false } }); };

function milliseconds(build: Build, outdir: string): number {
  const started = performance.now();
  const app = new App({ outdir });
  build(new Stack(app, 'Stack'));
  app.synth();
  return performance.now() - started;
}

/** Runs something with empty rule lists and without late checks, as if there were none. */
function withoutRules<Result>(run: () => Result): Result {
  const lists = [ARCHIVE_RULES, INGESTION_RULES, PROCESSOR_RULES, QUEUE_RULES, READER_RULES] as unknown as unknown[][];
  const kept = lists.map(list => list.splice(0));
  const { addValidation } = Node.prototype;
  Node.prototype.addValidation = () => {};
  try {
    return run();
  } finally {
    Node.prototype.addValidation = addValidation;
    lists.forEach((list, index) => list.push(...kept[index]));
  }
}

function resourceTypes(build: Build): string[] {
  const stack = new Stack(new App(), 'Stack');
  build(stack);
  return Object.values<{ Type: string }>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type).sort();
}

function main(): void {
  if (JSON.stringify(resourceTypes(pipeline)) !== JSON.stringify(resourceTypes(handWrittenPipeline))) {
    throw new Error('the hand-written pipeline must have the resources of the default pipeline, got others; adapt bench/hand-written-pipeline.ts');
  }
  const outdir = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  const times = { withRules: [] as number[], withoutRules: [] as number[], handWritten: [] as number[] };
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    times.withRules.push(milliseconds(pipeline, outdir));
    times.withoutRules.push(withoutRules(() => milliseconds(pipeline, outdir)));
    times.handWritten.push(milliseconds(handWrittenPipeline, outdir));
  }
  rmSync(outdir, { recursive: true });

  const [withRules, without, handWritten] = [times.withRules, times.withoutRules, times.handWritten].map(all => median(all.slice(WARM_UP)));
  const result = {
    node: process.version,
    rounds: ROUNDS,
    milliseconds: { withRules, withoutRules: without, handWritten },
    rulesShare: Number(((withRules - without) / withRules).toFixed(3)),
    againstHandWritten: Number((withRules / handWritten).toFixed(3)),
    goals: GOALS,
  };
  mkdirSync(join(__dirname, 'results'), { recursive: true });
  writeFileSync(join(__dirname, 'results', 'synth.json'), `${JSON.stringify(result, undefined, 2)}\n`);
  console.log(`construct + synth of the default pipeline, median of ${ROUNDS}
  with rules     ${withRules} ms
  without rules  ${without} ms   the rules take ${(100 * result.rulesShare).toFixed(1)} % (goal: below ${100 * GOALS.rulesShare} %)
  hand-written   ${handWritten} ms   ours takes ${result.againstHandWritten} times as long (goal: at most ${GOALS.againstHandWritten})`);
}

main();
