import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { App, Duration, Stack } from 'aws-cdk-lib';
import type { Browser, Page } from 'playwright-core';
import { hasChromium, launchChromium } from './chromium';
import { IngestionAuth, TelemetryPipeline } from '../../../src';
import { LocalPipeline } from '../../../src/local/local-pipeline';
import { LocalPage } from '../../../src/local/page/local-page';
import { until } from '../../fixtures/until';

process.env.CDK_VALIDATION ??= 'false';
const folder = mkdtempSync(join(tmpdir(), 'local-page-'));
const inBrowser = hasChromium ? describe : describe.skip;
if (!hasChromium) {
  process.stderr.write('the page is not tested in a browser: there is no Chromium; CHROME_PATH can name one\n');
}
afterAll(() => rmSync(folder, { recursive: true }));

inBrowser('in a browser', () => {
  let pipeline: LocalPipeline;
  let addresses: Awaited<ReturnType<LocalPipeline['start']>>;
  let local: LocalPage;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    const app = new App({ outdir: join(folder, 'cdk.out') });
    new TelemetryPipeline(new Stack(app, 'Shop'), 'Telemetry', {
      ingestion: { authorization: IngestionAuth.none() },
      queue: { visibilityTimeout: Duration.seconds(12) },
      processor: { maxBatchingWindow: Duration.seconds(1), timeout: Duration.seconds(12) },
    });
    app.synth();
    local = new LocalPage();
    const archiveFolder = join(folder, 'archive');
    pipeline = new LocalPipeline({ assembly: app.outdir, archiveFolder, onNotice: local.onNotice, onStored: local.onStored });
    addresses = await pipeline.start();
    const url = await local.start(pipeline, { ...addresses, stackName: pipeline.stackName, archiveFolder }, 0);
    browser = await launchChromium();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on('pageerror', error => faults.push(error.message));
    page.on('console', message => message.type() === 'error' && faults.push(message.text()));
    await page.goto(url);
    await page.locator('#connection.live').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await local?.stop();
    await pipeline?.stop();
  });

  beforeEach(async () => {
    await page.locator('#path').fill('events');
    await page.locator('#header').fill('');
    await page.locator('#body').fill('{ "event": "Sent" }');
  });
  afterEach(async () => settled());
  afterEach(() => expect(faults).toEqual([])); // it breaks none of its own rules

  /** Waits until nothing of a test is under way any more, nor on its way to the page: the order of the tests is any. */
  const settled = async () => until(async () => {
    const { replies, queue, deadLetters } = pipeline.counters();
    const accepted = Math.max(replies['200'] ?? 0, queue.sent);
    return queue.deleted + deadLetters.held === accepted
      && await figure('#accepted') === String(accepted) && await figure('#processed') === String(queue.deleted);
  }, 'all that was accepted is processed, and shown so', 45_000);

  const send = async (body: string) => {
    await page.locator('#body').fill(body);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  };
  const figure = async (id: string) => page.locator(id).textContent();
  const text = async (id: string, expected: string | RegExp) =>
    page.locator(id).filter({ hasText: expected }).waitFor({ timeout: 45_000 });

  test('is worked by keyboard alone: an event is sent, and its row is shown and opened', async () => {
    await page.locator('#body').focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{ "event": "Typed" }');
    await page.keyboard.press('Control+Enter');

    await text('#reply', /^200 in/);
    await page.locator('#rows summary').filter({ hasText: 'Typed' }).focus();
    await page.keyboard.press('Enter');

    await text('#rows details[open] pre', '"event": "Typed"');
    await page.keyboard.press('Enter');
    await page.locator('#send button').first().focus(); // rows stand still for who is at them
    await text('#verdict', 'Every accepted request is accounted for');
  });

  test('rows stand still for who reads one of them, and then show what came meanwhile', async () => {
    await send('{ "event": "Read" }');
    await page.locator('#rows summary').filter({ hasText: 'Read' }).click();
    const rowsBefore = await figure('[data-fact="events"]');
    await send('{ "event": "Meanwhile" }');
    await until(async () => await figure('[data-fact="events"]') !== rowsBefore, 'the other row is stored', 45_000);
    expect(await figure('#rows')).not.toContain('Meanwhile');
    await page.locator('#rows summary').filter({ hasText: 'Read' }).click();

    await text('#rows', 'Meanwhile');
  });

  test('what is no event is shown in quarantine', async () => {
    await send('not an event');

    await text('[data-fact="quarantine"]', '1 row');
    await text('#rows', 'quarantined: not_json');
  });

  test('a refused request is shown with its status and its reason', async () => {
    await page.locator('#path').fill('nowhere');
    await page.getByRole('button', { name: 'Send', exact: true }).click();

    await text('#reply.bad', /^40[34] in/);
    await text('#door', /40[34]/);
  });

  test('nothing gets lost while the handler crashes and S3 is down', async () => {
    await page.getByRole('button', { name: 'Take S3 down' }).click();
    await text('#archive', 'refused: S3 is down');
    await page.getByRole('button', { name: 'Send 100', exact: true }).click();
    await text('#reply', /^200 × 100 in/);
    await page.getByRole('button', { name: 'Crash the handler' }).click();
    await text('#notices', 'SIGKILL');
    await text('[data-alert="failed"].warning', /[1-9]/);
    await page.getByRole('button', { name: 'Bring S3 back' }).click();

    await settled();
    await text('#verdict', 'Every accepted request is accounted for');
    expect(pipeline.depth()).toEqual({ visible: 0, inFlight: 0, deadLetters: 0 });
    expect(pipeline.counters().queue.deleted).toBeGreaterThanOrEqual(100);
  });

  test('what waits for its batch is waiting, and not back later', async () => {
    const hidden = new Set<string | null>();
    const before = pipeline.counters().queue.deleted;
    await page.getByRole('button', { name: 'Send 100', exact: true }).click();
    await until(async () => {
      hidden.add(await figure('#hidden'));
      return await figure('#processed') === String(before + 100);
    }, 'all of them processed', 45_000);

    expect([...hidden]).toEqual(['0']);
  });

  test('a header that is none is not sent, and says so', async () => {
    await page.locator('#header').fill('my-key');
    await page.getByRole('button', { name: 'Send', exact: true }).click();

    await text('#reply.bad', 'the header must be written name: value, got my-key');
  });

  test('what others send to the queue is accounted for, beside what the door accepted', async () => {
    const { queueUrl } = addresses;
    const sqs = new SQSClient({ endpoint: new URL(queueUrl).origin, region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: '{ "event": "Replayed" }' }));
    sqs.destroy();

    await text('#others', '1 of them past the door');
    await settled();
    await text('#verdict', 'Every accepted request is accounted for');
  });

  test('draws nothing between two looks at the counters, so that an open page leaves the CPU to the run', async () => {
    await page.evaluate('moves = 0; addEventListener("transitionrun", () => { moves += 1; })');
    await page.getByRole('button', { name: 'Send 100', exact: true }).click();
    await text('#reply', /^200 × 100 in/);
    await settled();

    expect(await page.evaluate('moves')).toBe(0);
  });

  test.each(['light', 'dark'] as const)('is readable in %s', async colorScheme => {
    await page.emulateMedia({ colorScheme });

    expect(await page.evaluate<number>(CONTRAST)).toBeGreaterThanOrEqual(4.5);
  });

  test('fits a narrow window without scrolling sideways', async () => {
    await page.setViewportSize({ width: 400, height: 800 });

    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
  });
});

/** The least contrast of a text to what lies behind it; runs in the page. */
const CONTRAST = `(() => {
  const channels = color => color.match(/[\\d.]+/g).map(Number);
  const luminance = color => channels(color).slice(0, 3).map(c => c / 255)
    .map(c => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = node => {
    const color = getComputedStyle(node).backgroundColor;
    return (channels(color)[3] ?? 1) === 1 || !node.parentElement ? color : behind(node.parentElement);
  };
  const texts = [...document.querySelectorAll('body *')]
    .filter(node => node.offsetParent && [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()));
  return Math.min(...texts.map(node => {
    const [a, b] = [luminance(getComputedStyle(node).color), luminance(behind(node))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }));
})()`;
