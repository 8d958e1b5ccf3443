import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { assembledConfiguration } from '../../../src/cli/economics/assembled-configuration';
import { DEFAULT_QUEUE_SIDE } from '../../../src/economics/plan/planned-pipeline';
import { ProcessorCompute, TelemetryPipeline, TelemetryPipelineProps } from '../../../src/index';
import { withoutProgress } from '../../cli/without-progress';

process.env.CDK_VALIDATION ??= 'false';

const command = join(__dirname, '..', '..', '..', 'assets', 'cli', 'telemetry-pipeline.js');
const folder = mkdtempSync(join(tmpdir(), 'plan-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'plan', ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

function synthesize(props: TelemetryPipelineProps): string {
  const outdir = mkdtempSync(join(folder, 'app-'));
  const app = new App({ outdir });
  new TelemetryPipeline(new Stack(app, 'Telemetry'), 'Pipeline', props);
  app.synth();
  return outdir;
}

test('prints a day within 80 columns, what breaks first and what to change', () => {
  const { status, stdout, stderr } = run('--events-per-second', '2000', '--shape', 'daily', '--peak', '5');

  expect({ status, stderr: withoutProgress(stderr) }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatch(/from +events\/s +queued +oldest +throttles +CPU +environments +instances\n/);
  expect(stdout).toMatch(/ {2}12:00 +10,000 /);
  expect(stdout).toContain('hands over 5 MB/s, and more comes: set\n  processor.provisionedPollers with maximumPollers: 7');
  expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
});

test('says so when nothing breaks', () => {
  expect(run('--events-per-second', '100').stdout).toContain('Nothing breaks.');
});

test('plans the pipeline that would be deployed', () => {
  const outdir = synthesize({ compute: ProcessorCompute.onDemand() });
  const planned = JSON.parse(run('--app', outdir, '--events-per-second', '11000', '--shape', 'steady', '--json').stdout);

  expect(planned).toMatchObject({ subject: 'stack Telemetry', findings: [], mostInstances: 0, instanceHours: 0 });
  expect(planned.messages.left).toBeLessThan(10_000);
});

test('a pipeline of the sizes that are advised meets no trouble when its template is planned', () => {
  const traffic = ['--events-per-second', '6000', '--events-per-request', '1', '--shape', 'steady'];
  const advised = spawnSync(process.execPath, [command, 'size', ...traffic, '--json'], { encoding: 'utf8' });
  const { figures: { minimumPollers, maximumPollers, throttlingRateLimit, maxVCpuCount } } = JSON.parse(advised.stdout);
  const processor = { maxVCpuCount, provisionedPollers: { minimumPollers, maximumPollers } };
  const outdir = synthesize({ ingestion: { throttlingRateLimit }, processor });

  expect(JSON.parse(run('--app', outdir, ...traffic, '--json').stdout).findings).toEqual([]);
  expect(JSON.parse(run('--app', synthesize({}), ...traffic, '--json').stdout).findings).not.toEqual([]);
});

test('is bound by the timeout and the queue of the template', () => {
  const outdir = synthesize({
    compute: ProcessorCompute.onDemand(),
    processor: { timeout: Duration.seconds(2), maxFlushWait: Duration.millis(500) },
    queue: { maxReceiveCount: 3, visibilityTimeout: Duration.seconds(100) },
  });
  const slow = ['--app', outdir, '--events-per-second', '100', '--shape', 'steady', '--handler-speed', '20', '--json'];
  const { findings, messages, mostReceives } = JSON.parse(run(...slow).stdout);

  expect(findings[0].says).toBe('runs take longer than the timeout of 2 s');
  expect(mostReceives).toBe(3);
  expect(messages.deadLetters).toBeGreaterThan(100_000);
});

test('the default of the plan is what a pipeline with nothing said has', () => {
  const { queue, function: { timeoutSeconds } } = assembledConfiguration(synthesize({}), undefined).synthesized!;

  expect(DEFAULT_QUEUE_SIDE).toEqual({
    queue: {
      visibilitySeconds: queue.visibilityTimeoutSeconds,
      retentionSeconds: queue.retentionSeconds,
      maxReceiveCount: queue.redrive!.maxReceiveCount,
    },
    timeoutSeconds,
  });
});

test('takes the traffic of a file, whose times are seconds or dates', () => {
  writeFileSync(join(folder, 'seconds.csv'), 'time,events per second\n0,100\n1800,3000\n3600,50\n');
  writeFileSync(join(folder, 'dates.csv'), '2026-11-25T08:00:00Z,100\n2026-11-25T08:30:00Z,3000\n2026-11-25T09:00:00Z,50\n');
  const [seconds, dates] = ['seconds.csv', 'dates.csv'].map(file => JSON.parse(run('--traffic', file, '--json').stdout));

  expect(seconds.seconds).toBe(5_400);
  expect(seconds.minutes[40].eventsPerSecond).toBe(3_000);
  expect({ ...dates, traffic: seconds.traffic }).toEqual(seconds);
});

test('tells what the day costs: the instances that were simulated, and everything else by the hour', () => {
  const { cost: { parts, usd }, instanceHours } = JSON.parse(run('--events-per-second', '10', '--savings-plan', '50', '--json').stdout);
  const part = (name: string) => parts.find((it: { name: string }) => it.name === name).usd;

  expect(instanceHours).toBe(72);
  expect(part('EC2 instances')).toBeCloseTo(72 * 0.0408);
  expect(part('management fee')).toBeCloseTo(72 * 0.0816 * 0.15);
  expect(part('network')).toBeCloseTo(3 * 24 * 0.01, 2);
  expect(usd).toBeCloseTo(parts.reduce((sum: number, it: { usd: number }) => sum + it.usd, 0));
});

test('a day that is like every day costs a share of what the month does', () => {
  const outdir = synthesize({ compute: ProcessorCompute.onDemand() });
  const traffic = ['--app', outdir, '--events-per-second', '2000', '--json'];
  const [day, month] = ['plan', 'cost'].map(name => JSON.parse(spawnSync(process.execPath, [command, name, ...traffic, ...name === 'plan' ? ['--shape', 'steady'] : []], { encoding: 'utf8' }).stdout));

  expect(day.cost.usd / month.computes[1].usdPerMonth).toBeCloseTo(24 / 730, 6);
});

test('what the door refuses costs nothing', () => {
  const [most, more] = ['20000', '200000'].map(rate => JSON.parse(run('--events-per-second', rate, '--shape', 'steady', '--json').stdout).cost.usd);

  expect(more).toBeCloseTo(most, 6);
});

test('lets every guess be set, and shows what it took', () => {
  const { stdout } = run('--events-per-second', '10', '--guess', 'launchSeconds=240', '--guess', 'saturation=0.5');

  expect(stdout).toContain('launchSeconds=240 saturation=0.5');
});

test.each([
  { args: [], says: '--events-per-second or --traffic must be given, got neither' },
  { args: ['--events-per-second', 'many'], says: '--events-per-second must be a number above 0, got \'many\'' },
  { args: ['--events-per-second', '5', '--shape', 'square'], says: '--shape must be steady, daily, busy-hours, spike, got \'square\'' },
  { args: ['--events-per-second', '5', '--shape', 'steady', '--peak', '2'], says: '--peak must not stand beside --shape steady, where it means nothing' },
  { args: ['--traffic', 'day.csv', '--peak', '2'], says: '--peak must not stand beside --traffic, where it means nothing' },
  { args: ['--events-per-second', '5', '--events-per-request', '3000'], says: '--events-per-request times --bytes-per-event must be at most 1,048,576' },
  { args: ['--events-per-second', '5', '--guess', 'pollerStepSeconds=0'], says: 'pollerStepSeconds must be a number of at least 0.1, got \'0\'' },
  { args: ['--events-per-second', '5', '--guess', 'luck=1'], says: 'a guess must be one of signalSeconds, ' },
  { args: ['--events-per-second', '5', '--guess', 'saturation=high'], says: 'saturation must be a number of at least 0.01, got \'high\'' },
])('refuses what it cannot plan with: $says', ({ args, says }) => {
  const { status, stderr } = run(...args);

  expect(status).toBe(2);
  expect(stderr).toContain(`telemetry-pipeline: ${says}`);
  expect(stderr).toContain('telemetry-pipeline plan --events-per-second N');
});

test('takes a file as a spreadsheet writes it: a heading, quotes, milliseconds, and a comma at the end', () => {
  writeFileSync(join(folder, 'plain.csv'), '1764500400,100\n1764502200,3000\n1764504000,50\n');
  writeFileSync(join(folder, 'sheet.csv'), 'time,"p95, of 5 min",\r\n"1764500400000","100",\r\n"1764502200000","3000",\r\n"1764504000000","50",\r\n');
  const [plain, sheet] = ['plain.csv', 'sheet.csv'].map(file => JSON.parse(run('--traffic', file, '--json').stdout));

  expect({ ...sheet, traffic: plain.traffic }).toEqual(plain);
});

test('a file that is not there is named with its option', () => {
  expect(run('--traffic', 'nowhere.csv')).toMatchObject({ status: 1, stderr: 'telemetry-pipeline: --traffic must be a file that can be read, got \'nowhere.csv\' (ENOENT)\n' });
});

test.each([
  { title: 'a line that is none', text: '0,1\n10;2\n', says: 'bad.csv:2 must be a time and events per second, such as 3600,2000, got \'10;2\'' },
  { title: 'a time that goes back', text: '0,1\n20,1\n10,1\n', says: 'bad.csv:3 must have a time after that of the line before' },
  { title: 'a single line', text: 'time,events\n0,1\n', says: 'bad.csv must have two lines of time,events per second at least, got 1' },
])('names the place of $title in a file', ({ text, says }) => {
  writeFileSync(join(folder, 'bad.csv'), text);

  expect(run('--traffic', 'bad.csv')).toMatchObject({ status: 1, stderr: expect.stringContaining(says) });
});
