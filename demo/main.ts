import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { readBodies } from './dead-letters';
import { Progress } from './progress';
import { readArchive, reckon } from './reckoning';
import { Outcome, post, sendWithSegment } from './senders';
import { printSummary } from './summary';
import { synthesize } from './synthesize';
import { brokenRequests, DemoRequest, plainRequests } from './traffic';
import { LocalPipeline } from '../src/local/local-pipeline';

const SEGMENT_EVENTS = 12_000;
const PLAIN = { objects: 2_000, arrays: 200, lines: 100, zipped: 50 };

const root = join(__dirname, '..');
const folder = join(root, 'telemetry-demo');

async function demo(jsonFile: string | undefined): Promise<number> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);

  console.log('Synthesizing examples/quick-start.ts ...');
  synthesize('examples/quick-start.ts', join(folder, 'cdk.out'));

  const local = new LocalPipeline({ assembly: join(folder, 'cdk.out'), archiveFolder: join(folder, 'archive') });
  const started = Date.now();
  const { url, sqsEndpoint, deadLetterQueueUrl } = await local.start();
  console.log(`Its template runs on ${url}, its handler in Lambda's runtime interface client.\n`);

  const plain: DemoRequest[] = [...plainRequests(PLAIN), ...brokenRequests()];
  const ids = new Set(plain.flatMap(request => request.ids));
  Array.from({ length: SEGMENT_EVENTS }, (_, index) => ids.add(`segment-${index}`));
  const accepted = new Set<string>();
  const aloneIn = new Map<string, string>();
  const progress = new Progress(ids.size, accepted, () => local.depth());

  try {
    const told = (outcome: Outcome) => {
      if (outcome.accepted) {
        outcome.ids.forEach(id => accepted.add(id));
      }
      if (outcome.requestId !== undefined && outcome.ids.length === 1) {
        aloneIn.set(outcome.requestId, outcome.ids[0]);
      }
    };
    await Promise.all([sendWithSegment(url, SEGMENT_EVENTS, told), post(url, plain, told)]);
    await local.drained(300);
  } finally {
    progress.stop();
  }
  const seconds = (Date.now() - started) / 1_000;
  const deadLetters = deadLetterQueueUrl ? await readBodies(sqsEndpoint, deadLetterQueueUrl) : [];
  await local.stop();

  const archive = readArchive(join(folder, 'archive'));
  const reckoning = reckon({ ids, accepted, aloneIn }, archive, deadLetters);
  const result = { ...reckoning, seconds: Number(seconds.toFixed(1)), eventsPerSecond: Math.round(reckoning.landed / seconds) };
  printSummary(result, archive, relative(process.cwd(), join(folder, 'archive')) || '.');
  if (jsonFile !== undefined) {
    writeFileSync(jsonFile, `${JSON.stringify(result)}\n`);
  }
  return result.lost === 0 ? 0 : 1;
}

function jsonFileOf(args: string[]): string | undefined {
  const { values } = parseArgs({ args, options: { json: { type: 'string' } } });
  if (values.json === '') {
    throw new Error('--json must name a file, got nothing; for example: npm run demo -- --json result.json');
  }
  return values.json;
}

async function main(): Promise<void> {
  process.exitCode = await demo(jsonFileOf(process.argv.slice(2)));
}

main().catch((error: Error) => {
  console.error(`\nThe demo failed: ${error.message}`);
  process.exit(1);
});
