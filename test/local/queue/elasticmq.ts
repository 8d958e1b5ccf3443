import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../fixtures/foreign-server';

const FIXTURE = join(__dirname, '../../fixtures/elasticmq');
const JARS = join(__dirname, '../../../node_modules/.cache/elasticmq/1.7.1');
const START_MS = 30_000;

/** Makes sure that ElasticMQ's jars are there; returns the reason when they cannot be. */
export function whyNoElasticMq(): string | undefined {
  if (spawnSync('java', ['-version']).status !== 0) {
    return 'java is not installed';
  }
  if (existsSync(JARS)) {
    return undefined;
  }
  const partial = `${JARS}.partial`;
  const { status } = spawnSync('mvn', ['-q', '-B', '-f', join(FIXTURE, 'pom.xml'), 'dependency:copy-dependencies', `-DoutputDirectory=${partial}`]);
  if (status !== 0) {
    return 'mvn is not installed or cannot reach Maven Central';
  }
  renameSync(partial, JARS);
  return undefined;
}

/** An implementation of SQS that is not ours, in a process of its own. */
export class ElasticMq {
  private process?: ChildProcess;

  async start(): Promise<string> {
    const port = await freePort();
    const child = spawn('java', [
      '-Xmx512m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', `-Dconfig.file=${join(FIXTURE, 'elasticmq.conf')}`,
      '-cp', join(JARS, '*'), 'org.elasticmq.server.Main',
    ], { env: { ...process.env, ELASTICMQ_PORT: String(port) }, stdio: ['ignore', 'pipe', 'inherit'] });
    this.process = child;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('ElasticMQ did not start in time')), START_MS);
      child.once('exit', code => reject(new Error(`ElasticMQ ended with ${code} instead of starting`)));
      child.stdout.on('data', (chunk: Buffer) => {
        if (chunk.includes('started in')) {
          clearTimeout(timer);
          resolve();
        }
      });
    });
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null) {
      return;
    }
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGKILL'); // there is nothing to save, and a request without an answer would hold it up
    await ended;
  }
}
