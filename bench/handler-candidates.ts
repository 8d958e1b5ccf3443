/**
 * Runs in Lambda's Node.js, in a process of its own: the floor, our handler as shipped, and the peer, in turn; prints
 * medians of CPU time as JSON. `bench/handler.ts` starts it.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { constants, gzipSync } from 'node:zlib';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { handler as peer } from './powertools-peer';
import { fullBatches } from './telemetry-traffic';

const BATCHES = 4;
const ROUNDS = 9;
const WARM_UP = 3;

const load = createRequire(__filename);

type Handler = (event: SQSEvent, context: Context) => Promise<SQSBatchResponse>;

const batches = fullBatches(BATCHES);
const eventsOf = (records: readonly SQSRecord[]) => records.reduce((sum, { body }) => sum + JSON.parse(body).batch.length, 0);
const events = batches.reduce((sum, records) => sum + eventsOf(records), 0);

const candidates = {
  floor: async () => batches.forEach(floor),
  gzip: async () => together(shipped('gzip')),
  zstd: async () => together(shipped('zstd')),
  peer: async () => together(peer),
};
type Candidate = keyof typeof candidates;

/** What nothing can do without: parsing what came in and compressing as much. */
function floor(records: readonly SQSRecord[]): void {
  records.forEach(({ body }) => JSON.parse(body));
  gzipSync(Buffer.from(records.map(({ body }) => body).join('\n')), { level: constants.Z_BEST_SPEED, chunkSize: 256 * 1024 });
}

const loaded = new Map<string, Handler>();

/** The handler as it is shipped, with that compression. */
function shipped(compression: string): Handler {
  const existing = loaded.get(compression);
  if (existing !== undefined) {
    return existing;
  }
  Object.assign(process.env, { TELEMETRY_COMPRESSION: compression, TELEMETRY_ARCHIVE_BUCKET: compression, TELEMETRY_WORKER_CONCURRENCY: `${BATCHES}` });
  const bundle = join(__dirname, '..', 'assets', 'processor', 'telemetry.lambda', 'index.js');
  delete load.cache[bundle];
  const { handler }: { handler: Handler } = load(bundle);
  loaded.set(compression, handler);
  return handler;
}


/** Runs all batches at the same time, as one worker does. */
async function together(handler: Handler): Promise<void> {
  const answers = await Promise.all(batches.map(async (Records, index) =>
    handler({ Records }, { awsRequestId: `invocation-${index}`, getRemainingTimeInMillis: () => 60_000 } as Context)));
  if (answers.some(({ batchItemFailures }) => batchItemFailures.length > 0)) {
    throw new Error('a batch failed');
  }
}

async function main(): Promise<void> {
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = () => true; // the handler's own log
  const microseconds: Record<Candidate, number[]> = { floor: [], gzip: [], zstd: [], peer: [] };

  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    for (const name of Object.keys(candidates) as Candidate[]) {
      const before = process.cpuUsage();
      await candidates[name]();
      const { user, system } = process.cpuUsage(before);
      if (round >= WARM_UP) {
        microseconds[name].push(user + system);
      }
    }
  }
  const bytes = batches.flat().reduce((sum, { body }) => sum + body.length, 0);
  write(`${JSON.stringify({ node: process.version, allRounds: WARM_UP + ROUNDS, events, bytesPerEvent: bytes / events, microseconds })}\n`);
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
