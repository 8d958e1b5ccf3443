import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Ended, start } from './running-pipeline';
import { LocalArchive } from '../../src/local/archive/local-archive';
import { LocalQueues } from '../../src/local/queue/local-queues';
import { partitionFolder, QUARANTINE_PREFIX, REPLAYS_PREFIX } from '../../src/wire/archive-layout';
import { DisturbingProxy, type Disturb } from '../faults/disturbing-proxy';

const BUCKET = 'the-archive';
const RETENTION = { visibilityTimeoutSeconds: 30, retentionSeconds: 345_600 };

/** A bucket whose quarantine holds what a test puts there, and a queue that nobody reads. */
export class StoredQuarantine {
  readonly folder = mkdtempSync(join(tmpdir(), 'stored-quarantine-'));
  readonly queues = new LocalQueues([{ name: 'dead', ...RETENTION }, { name: 'requests', ...RETENTION, redrive: { deadLetterQueue: 'dead', maxReceiveCount: 5 } }]);
  readonly archive = new LocalArchive({ folder: this.folder, buckets: [BUCKET] });
  private readonly rows: string[] = [];
  private proxy!: DisturbingProxy;
  private environment!: Record<string, string>;

  /** What becomes of a request to the bucket; each is passed on unless a test sets another. */
  disturb: Disturb = async (request, forward) => forward(request);

  async start(): Promise<void> {
    this.proxy = new DisturbingProxy(await this.archive.start(), async (...request) => this.disturb(...request));
    this.environment = {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_ENDPOINT_URL_SQS: await this.queues.start(),
      AWS_ENDPOINT_URL_S3: await this.proxy.start(),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([this.proxy.stop(), this.archive.stop(), this.queues.stop()]);
    rmSync(this.folder, { recursive: true });
  }

  /** Stores an object of so many rows that came in at a time; their ids start with its name. */
  put(name: string, rows: number, receivedAt: Date): void {
    const folder = join(this.folder, BUCKET, QUARANTINE_PREFIX, partitionFolder(receivedAt));
    const lines = Array.from({ length: rows }, (_, index) => JSON.stringify({
      received_at: receivedAt.toISOString().slice(0, -1).replace('T', ' '),
      code: 'not_json',
      detail: 'no JSON',
      path: '/events',
      position: null,
      sqs_message_id: `${name}-${index}`,
      raw: `broken ${index}`,
    }));
    lines.forEach(line => this.rows.push(JSON.parse(line).sqs_message_id));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${name}.ndjson`), `${lines.join('\n')}\n`);
  }

  /** Ids of all rows. */
  ids(): readonly string[] {
    return this.rows;
  }

  /** Ids of the rows that the bucket notes as replayed, a replay each. */
  noted(): string[] {
    const files = readdirSync(join(this.folder, BUCKET), { recursive: true, encoding: 'utf8' })
      .filter(file => file.startsWith(REPLAYS_PREFIX) && file.endsWith('.ndjson'));
    return files.flatMap(file => readFileSync(join(this.folder, BUCKET, file), 'utf8').trimEnd().split('\n')).map(line => JSON.parse(line).replayed);
  }

  get sent(): number {
    return this.queues.depthOf('requests').visible;
  }

  /** Starts `quarantine` with more words. */
  begin(...args: string[]) {
    return this.beginOn(BUCKET, ...args);
  }

  /** Runs it on another bucket. */
  async runOn(bucket: string, ...args: string[]): Promise<Ended> {
    return this.beginOn(bucket, ...args).ended;
  }

  /** Runs a command that was printed. */
  async runPrinted(stdout: string): Promise<Record<string, unknown>> {
    const [, words] = /^telemetry-pipeline (.+)$/m.exec(stdout)!;
    return JSON.parse((await start([...words.split(' '), '--json'], this.environment, this.folder).ended).stdout);
  }

  async run(...args: string[]): Promise<Ended> {
    return this.begin(...args).ended;
  }

  async ask(...args: string[]): Promise<Record<string, unknown>> {
    return JSON.parse((await this.run(...args, '--json')).stdout);
  }

  private beginOn(bucket: string, ...args: string[]) {
    return start(['quarantine', ...args, '--queue-url', this.queues.urlOf('requests'), '--bucket', bucket], this.environment, this.folder);
  }
}
