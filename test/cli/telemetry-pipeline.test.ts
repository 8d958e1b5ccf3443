import { spawnSync } from 'child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { withoutProgress } from './without-progress';

const command = join(__dirname, '..', '..', 'assets', 'cli', 'telemetry-pipeline.js');
const folder = mkdtempSync(join(tmpdir(), 'cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('says how it is used', () => {
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('telemetry-pipeline <command>'), stderr: '' });
  expect(run('local', '--help')).toMatchObject({ status: 0, stdout: expect.stringMatching(/--archive FOLDER.*--write-keys FILE/s), stderr: '' });
});

test.each([
  { title: 'no command', args: [], says: 'the command must be one of local, cost, plan, size, prices, dlq, measure, quarantine, status, tail, got none' },
  { title: 'a command that it does not have', args: ['deploy'], says: 'the command must be one of local, cost, plan, size, prices, dlq, measure, quarantine, status, tail, got \'deploy\'' },
  { title: 'an option that it does not have', args: ['local', '--ports', '1'], says: 'Unknown option \'--ports\'' },
  { title: 'a command to build with and nothing to watch', args: ['local', '--', 'npx', 'cdk', 'synth'], says: 'a command goes with --watch, got \'npx cdk synth\'' },
  { title: 'a page\'s port that is none', args: ['local', '--page-port', 'x'], says: '--page-port must be a whole number from 0 to 65535, got \'x\'' },
  { title: 'a port that is none', args: ['local', '--port', '99999'], says: '--port must be a whole number from 0 to 65535, got \'99999\'' },
])('refuses $title and says what is right', ({ args, says }) => {
  const { status, stderr } = run(...args);

  expect(status).toBe(2);
  expect(stderr).toContain(`telemetry-pipeline: ${says}`);
  expect(stderr).toMatch(/\ntelemetry-pipeline (<command>|local )/);
});

test('without a cdk.out says what to do', () => {
  const { status, stderr } = run('local');

  expect(status).toBe(1);
  expect(stderr).toContain('cdk.out');
  expect(stderr).toContain('cdk synth');
  expect(stderr).not.toContain('    at ');
});

test('in a folder that is no cloud assembly says what to do', () => {
  mkdirSync(join(folder, 'empty'));
  writeFileSync(join(folder, 'empty', 'manifest.json'), 'not json');

  const { status, stderr } = run('local', '--app', 'empty');

  expect(status).toBe(1);
  expect(stderr).toContain('cdk synth');
  expect(stderr).not.toContain('    at ');
});

describe('cost', () => {
  const TRAFFIC = ['cost', '--events-per-second', '2000', '--peak', '5'];

  test('prints what each compute costs, within 80 columns, and does not praise the default', () => {
    const { status, stdout, stderr } = run(...TRAFFIC);

    expect({ status, stderr: withoutProgress(stderr) }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/USD a month +managed instances +on demand +provisioned concurrency/);
    expect(stdout).toMatch(/management fee +26\.81\n/);
    expect(stdout.replace(/\s+/g, ' ')).toContain('million events a month the instances (3 × m7g.large or as cheap), their fee and their network are most');
    expect(stdout).toContain('Managed instances cost more than ordinary Lambda at every rate');
    expect(stdout).toContain('prices of us-east-1, 2026-11-25; ? marks what is not known for sure');
    expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
  });

  test('gives figures to programs', () => {
    const { stdout } = run(...TRAFFIC, '--json', '--savings-plan', '72', '--handler-speed', '1000');

    expect(JSON.parse(stdout)).toMatchObject({
      traffic: { eventsPerSecond: 2000, eventsPerRequest: 20, bytesPerEvent: 500, peakFactor: 5, peakHoursPerDay: 1 },
      computes: [{ compute: 'managed instances' }, { compute: 'on demand' }, { compute: 'provisioned concurrency' }],
      crossings: [{ isForManaged: true }, { isForManaged: false }, { eventsPerSecond: expect.any(Number), isForManaged: true }],
      batching: [{ eventsPerRequest: 1 }, { eventsPerRequest: 5 }, { eventsPerRequest: 20 }, { eventsPerRequest: 100 }],
    });
  });

  test('takes prices of one\'s own, and tells which it still has from elsewhere', () => {
    writeFileSync(join(folder, 'own.json'), '{ "region": "eu-west-1", "asOf": "2026-12-01", "prices": { "lambda.instance-fee": 0.3 } }');

    const { stdout } = run(...TRAFFIC, '--prices', 'own.json');

    expect(stdout).toContain('prices of eu-west-1, 2026-12-01');
    expect(stdout).toMatch(/management fee +53\.61 \?\n/); // a share of instances whose price is that of another region
    expect(stdout).toMatch(/prices that own\.json does not have are those of us-east-1/);
  });

  test.each([
    { args: ['cost'], says: '--events-per-second must be given, got none' },
    { args: ['cost', '--events-per-second', 'many'], says: '--events-per-second must be a number above 0, got \'many\'' },
    { args: [...TRAFFIC, '--peak-hours', '25'], says: '--peak-hours must be a number from 0 to 24, got \'25\'' },
    { args: [...TRAFFIC, '--savings-plan', '101'], says: '--savings-plan must be a number from 0 to 100, got \'101\'' },
  ])('refuses what it cannot reckon with: $says', ({ args, says }) => {
    const { status, stderr } = run(...args);

    expect(status).toBe(2);
    expect(stderr).toContain(`telemetry-pipeline: ${says}`);
    expect(stderr).toContain('telemetry-pipeline cost --events-per-second N');
  });

  test('says which price of a file is wrong', () => {
    writeFileSync(join(folder, 'wrong.json'), '{ "region": "eu-west-1", "asOf": "2026-12-01", "prices": { "s3.put": "free" } }');

    const { status, stderr } = run(...TRAFFIC, '--prices', 'wrong.json');

    expect({ status, stderr }).toEqual({ status: 1, stderr: 'telemetry-pipeline: wrong.json: prices["s3.put"] must be a number of at least 0, got "free"\n' });
  });
});

describe('size', () => {
  test('advises every size with its reason, within 80 columns', () => {
    const { status, stdout } = run('size', '--events-per-second', '50000', '--peak', '5');

    expect(status).toBe(0);
    expect(stdout).toMatch(/a second +requests +MB +batches +busy vCPUs/);
    expect(stdout).toContain('processor.provisionedPollers: { minimumPollers: 27, maximumPollers: 197 }');
    expect(stdout).toContain('ingestion.throttlingRateLimit: 18750\n  12,500 requests a second in the busiest hours, and half as many again;');
    expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
  });

  test('gives figures to programs', () => {
    const { stdout } = run('size', '--events-per-second', '50', '--json');

    expect(JSON.parse(stdout)).toMatchObject({ figures: { memorySize: 4096, minExecutionEnvironments: 3, maxVCpuCount: 20 } });
  });
});
