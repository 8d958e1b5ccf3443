import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { deployPipelines, runMeasure } from './measured-pipelines';
import type { DetailedEstimate } from '../../../src/economics/cost-estimate';
import type { Figure } from '../../../src/economics/measurement/measurement';
import { withoutProgress } from '../../cli/without-progress';
import { MotoServer } from '../../fixtures/moto-server';
import { installPython } from '../../fixtures/python-environment';

const MONTH_SECONDS = 730 * 3_600;
const USD_PER_SECOND = 1_769 / 1_024 * 0.0000166667; // of 1,769 MB on x86_64, the first band
const installed = installPython(join(__dirname, 'requirements.txt'));

jest.setTimeout(180_000); // each test simulates days of several computes

if ('missing' in installed) {
  test.skip(`measuring a deployed pipeline needs ${installed.missing}`, () => undefined);
} else {
  describe('measures a deployed pipeline', () => {
    const moto = new MotoServer(installed.bin);
    const folder = mkdtempSync(join(tmpdir(), 'measure-'));
    const run = (...args: string[]) => runMeasure(moto.environment, ...args);

    beforeAll(async () => {
      await moto.start();
      const cloudWatch = new CloudWatchClient(moto.client);
      await deployPipelines(moto, cloudWatch, new Date());
      cloudWatch.destroy();
    });
    afterAll(async () => {
      await moto.stop();
      rmSync(folder, { recursive: true });
    });

    test('by its stack, with what came, what it took and what it costs', async () => {
      const { status, stdout, stderr } = await run('--stack', 'Telemetry', '--json');
      expect({ status, stderr: withoutProgress(stderr) }).toEqual({ status: 0, stderr: '' });
      const { subject, measurement, comparison } = JSON.parse(stdout);

      expect(subject).toEqual({ function: 'processor', queue: 'events', compute: 'onDemand', api: { ApiName: 'Telemetry API' } });
      expect(measurement).toMatchObject({ hours: 336, batches: 1_800 * 336, failedBatches: 28, throttles: 0, missing: [] });
      const figures = Object.fromEntries(measurement.figures.map(({ name, mean, most }: Figure) => [name, [mean, most]]));
      const near = (mean: number, most: number) => [expect.closeTo(mean, 6), expect.closeTo(most, 6)];
      expect(figures).toMatchObject({
        'requests at the door, a second': near((20 * 10 + 4 * 90) / 24, 90),
        'messages sent, a second': near((20 * 10 + 4 * 90) / 24, 90),
        'bytes of a message': near(10_000, 10_000),
        'events of a message': [expect.closeTo(20, 6), undefined],
        'messages waiting': near(30, 700),
        'age of the oldest message, s': near(5, 42),
        'messages in a batch': near((20 * 10 + 4 * 90) / 24 * 2, 180),
        'duration of a batch, ms': near(240, 900),
        'bytes of log of a batch': [expect.closeTo(2_500, 6), undefined],
        'batches at the same time': near(0.12, 6),
      });

      expect(comparison.traffic).toEqual({
        eventsPerSecond: expect.closeTo(200, 6),
        peakFactor: expect.closeTo(9, 6),
        peakHoursPerDay: 4,
        eventsPerRequest: expect.closeTo(20, 6),
        bytesPerEvent: expect.closeTo(500, 6),
      });
      const [managed, onDemand] = comparison.cases[0].computes;
      const partsOf = ({ parts }: DetailedEstimate) => Object.fromEntries(parts.map(part => [part.name, part.usdPerMonth]));
      expect(partsOf(onDemand).duration).toBeCloseTo(0.5 * MONTH_SECONDS * 0.24 * USD_PER_SECOND, 2);
      expect(partsOf(onDemand)['Lambda requests']).toBeCloseTo(0.5 * MONTH_SECONDS * 0.2 / 1e6, 4);
      expect(partsOf(managed)['EC2 instances']).toBeGreaterThan(100);
    });

    test('in tables of 80 columns, ending in what costs least and what speaks for which', async () => {
      const { stdout } = await run('--stack', 'Telemetry');

      expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
      expect(stdout).toMatch(/messages sent, a second +23\.3 +90\n/);
      expect(stdout).toContain('Of 604,800 batches, 28 failed and 0 were throttled.');
      expect(stdout).toMatch(/USD a month +managed instances +on demand +provisioned concurrency/);
      expect(stdout).toMatch(/On demand costs least: [\d.]+ USD a month less than the next/);
      expect(stdout).toContain('4 hours a day have 9 times the traffic of the others');
    });

    test('and what its busiest day does to each, with the settings of its queue', async () => {
      const { plan } = JSON.parse((await run('--stack', 'Telemetry', '--json')).stdout);
      const [{ computes }] = plan.cases;

      expect(plan.traffic).toMatch(/^24 hours from \d{4}-\d\d-\d\d \d\d:00 UTC as they were measured, up to 90 messages\/s$/);
      expect(computes.map(({ compute, isOwn }: { compute: string; isOwn: boolean }) => [compute, isOwn]))
        .toEqual([['managed instances', false], ['on demand', true], ['provisioned concurrency', false]]);
      for (const { deepestQueue, oldestSeconds, throttles, deadLetters, findings } of computes) {
        expect({ throttles, deadLetters, findings }).toEqual({ throttles: 0, deadLetters: 0, findings: [] });
        expect(deepestQueue).toBeGreaterThan(400); // some seconds of the evening lie there until a window ends
        expect(oldestSeconds).toBeGreaterThan(9);
        expect(oldestSeconds).toBeLessThan(30);
      }
    });

    test('and the same in a table, with what breaks', async () => {
      const { stdout } = await run('--stack', 'Telemetry');

      expect(stdout).toMatch(/the busiest day +managed instances +on demand +provisioned concurrency\n +deepest queue +[\d,]+ +[\d,]+ +[\d,]+\n/);
      expect(stdout).toContain('Nothing breaks on ordinary Lambda, on which it runs.');
    });

    test('on a page that has every figure of it', async () => {
      const page = join(folder, 'measured.html');
      const { status, stdout, stderr } = await run('--stack', 'Telemetry', '--html', page);
      const written = readFileSync(page, 'utf8');
      const [, usd] = /total +([\d,.]+)/.exec(stdout)!;

      expect(status).toBe(0);
      expect(stderr).toContain(`the page is in ${page}\n`);
      expect(written).toContain(`<th scope="row">total</th><td>${usd}</td>`);
      expect(written).toContain('<th scope="row">messages sent, a second</th><td>23.3</td><td>90</td>');
      expect(written).toContain('<th scope="row">deepest queue</th>');
    });

    test('by its function, whoever deployed it, and names what is not known instead of guessing', async () => {
      const { status, stdout } = await run('--function', 'worker');

      expect(status).toBe(0);
      expect(stdout).toContain('AWS/SQS SentMessageSize of QueueName jobs');
      expect(stdout).toMatch(/worker on ordinary Lambda, reading jobs: 4[89] hours to/);
      expect(stdout).toContain('how large messages are is not known; --bytes-per-event tells it');
      expect(stdout).not.toContain('USD a month');
      expect(stdout).not.toContain('TelemetryPipeline');
    });

    test('between two ends, where nobody knows whether the function computes or waits', async () => {
      const { stdout } = await run('--function', 'worker', '--bytes-per-event', '500', '--json');
      const { comparison: { cases }, cheapest } = JSON.parse(stdout);
      const duration = MONTH_SECONDS * 8 * USD_PER_SECOND;

      expect(cases.map(({ title }: { title: string }) => title)).toEqual(['if the function computes all the time', 'if the function waits all the time']);
      for (const { computes: [, onDemand] } of cases) {
        expect(onDemand.parts).toContainEqual(expect.objectContaining({ name: 'duration', usdPerMonth: expect.closeTo(duration, 1) }));
      }
      expect(cheapest).toMatch(/--handler-speed decides it|costs? least/);
    });

    test('of somebody else, and bills it for no API, S3, logs and metrics that were not seen', async () => {
      const { stdout } = await run('--function', 'worker', '--bytes-per-event', '500');

      expect(stdout).toMatch(/SQS requests/);
      expect(stdout).not.toMatch(/^ +(API requests|S3|logs)/m);
      expect(stdout.replace(/\s+/g, ' ')).toContain('what the function stores, calls and counts is not known and not priced');
      expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
    });

    test.each([
      { args: ['--stack', 'Silent'], says: /queue nothing must have got messages from .* to .*, got none; see that region \(AWS_REGION\)/ },
      { args: ['--function', 'worker', '--queue', 'others'], says: /function worker must have one event source mapping that reads a queue, got none/ },
      { args: ['--function', 'worker', '--api', 'unheard-of'], says: /--api must be the name of a REST API .*, got 'unheard-of'/ },
      { args: ['--stack', 'Unheard-of'], says: /Unheard-of does not exist/ },
    ])('says what is wrong with $args', async ({ args, says }) => {
      const { status, stdout, stderr } = await run(...args);

      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(says);
      expect(stderr).not.toContain('    at ');
    });

    test.each([
      { without: { AWS_REGION: undefined, AWS_DEFAULT_REGION: undefined, AWS_CONFIG_FILE: '/dev/null' }, says: /AWS_REGION must be set to the region/ },
      {
        without: {
          AWS_ACCESS_KEY_ID: undefined,
          AWS_SECRET_ACCESS_KEY: undefined,
          AWS_CONFIG_FILE: '/dev/null',
          AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
        says: /AWS_PROFILE must be set to a profile with credentials, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/,
      },
    ])('says which variable is not set: $says', async ({ without, says }) => {
      const { status, stderr } = await runMeasure({ ...moto.environment, ...without }, '--stack', 'Telemetry');

      expect(status).toBe(1);
      expect(stderr).toMatch(says);
    });
  });
}
