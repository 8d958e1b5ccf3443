/**
 * Runs in Lambda's Node.js, in a process of its own: one worker of an execution environment, with as many full batches at
 * the same time as it is told, each of which it parses out of its own text as the runtime does. `bench/handler.ts` starts it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Context, SQSEvent } from 'aws-lambda';

const [file, concurrent, rounds] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const { handler } = createRequire(__filename)(join(__dirname, '..', 'assets', 'processor', 'telemetry.lambda', 'index.js'));

async function invoke(id: string): Promise<number> {
  const event: SQSEvent = JSON.parse(readFileSync(file, 'utf8'));
  const { batchItemFailures } = await handler(event, { awsRequestId: id, getRemainingTimeInMillis: () => 60_000 } as Context);
  return batchItemFailures.length;
}

async function main(): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true; // the handler's own log
  let failed = 0;

  for (let round = 0; round < rounds; round += 1) {
    const answers = await Promise.all(Array.from({ length: concurrent }, async (_, index) => invoke(`invocation-${round}-${index}`)));
    failed += answers.reduce((sum, count) => sum + count, 0);
  }
  write(`${JSON.stringify({ failed, peakRssBytes: process.resourceUsage().maxRSS * 1024 })}\n`);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
