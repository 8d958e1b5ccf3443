import { ChildProcess, spawn } from 'child_process';
import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { readArchive } from '../../demo/reckoning';
import { IngestionAuth, TelemetryPipeline, TelemetryPipelineProps } from '../../src';
import { writeAddresses } from '../../src/cli/target/local-addresses';
import { LocalPipeline } from '../../src/local/local-pipeline';

process.env.CDK_VALIDATION ??= 'false';

const COMMAND = join(__dirname, '..', '..', 'assets', 'cli', 'telemetry-pipeline.js');

/** What a command ended with. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts the command line as a user does, without a region, a profile or keys of the one who runs the tests. */
export function start(
  args: readonly string[], env: Record<string, string> = {}, cwd?: string,
): { readonly child: ChildProcess; readonly ended: Promise<Ended> } {
  const child = spawn(process.execPath, [COMMAND, ...args], { cwd, env: { PATH: process.env.PATH, HOME: tmpdir(), AWS_EC2_METADATA_DISABLED: 'true', ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', text => { stdout += text; });
  child.stderr.on('data', text => { stderr += text; });
  return { child, ended: new Promise(resolve => child.on('close', status => resolve({ status, stdout, stderr }))) };
}

/** A pipeline that is deployed on this machine again and again, with one archive. */
export class RunningPipeline {
  readonly folder = mkdtempSync(join(tmpdir(), 'running-pipeline-'));
  readonly archiveFolder = join(this.folder, 'archive');
  local!: LocalPipeline;
  url!: string;
  private deployments = 0;

  /** Runs another release in the place of the one before. */
  async deploy(props: TelemetryPipelineProps = {}): Promise<void> {
    await this.local?.stop();
    this.deployments += 1;
    const assembly = join(this.folder, `cdk.out-${this.deployments}`);
    const app = new App({ outdir: assembly });
    new TelemetryPipeline(new Stack(app, 'Test'), 'Telemetry', {
      ...props,
      ingestion: { authorization: IngestionAuth.none() },
      processor: { maxBatchingWindow: Duration.seconds(1), timeout: Duration.seconds(5), ...props.processor },
    });
    app.synth();
    this.local = new LocalPipeline({ assembly, archiveFolder: this.archiveFolder });
    const addresses = await this.local.start();
    writeAddresses(this.archiveFolder, addresses);
    this.url = addresses.url;
  }

  /** Posts events, and waits until they are processed. */
  async post(bodies: readonly unknown[]): Promise<void> {
    const statuses = await Promise.all(bodies.map(async body => (await fetch(`${this.url}events`, { method: 'POST', body: JSON.stringify(body) })).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
    await this.local.drained(60);
  }

  /** Starts a command on it. */
  start(...args: string[]) {
    return start([...args, '--local', '--archive', this.archiveFolder]);
  }

  /** Runs a command on it to its end. */
  async run(...args: string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** What a command says in JSON. */
  async ask<T = Record<string, unknown>>(...args: string[]): Promise<T> {
    const { status, stdout, stderr } = await this.run(...args, '--json');
    expect({ status, errors: status === 0 ? '' : stderr }).toEqual({ status: 0, errors: '' });
    return JSON.parse(stdout);
  }

  archive() {
    return readArchive(this.archiveFolder);
  }

  async remove(): Promise<void> {
    await this.local?.stop();
    rmSync(this.folder, { recursive: true });
  }
}
