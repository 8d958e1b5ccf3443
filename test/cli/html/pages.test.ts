import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Browser } from 'playwright-core';
import { coloursOf, openedPage } from './opened-page';
import { htmlPage } from '../../../src/cli/html/html-page';
import { until } from '../../fixtures/until';
import { hasChromium, launchChromium } from '../../local/page/chromium';
import { withoutProgress } from '../without-progress';

const command = join(__dirname, '..', '..', '..', 'assets', 'cli', 'telemetry-pipeline.js');
const folder = mkdtempSync(join(tmpdir(), 'pages-'));
afterAll(() => rmSync(folder, { recursive: true }));

const TRAFFIC = ['--events-per-second', '2000', '--peak', '5'];

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const written = (file: string) => readFileSync(join(folder, file), 'utf8');

describe('a page', () => {
  test('is one file that asks for nothing else', () => {
    const { status, stderr } = run('cost', ...TRAFFIC, '--html', 'cost.html');

    expect({ status, stderr: withoutProgress(stderr) }).toEqual({ status: 0, stderr: 'the page is in cost.html\n' });
    expect(written('cost.html')).not.toMatch(/<(link|img|iframe)|<script src|@import|url\(/);
    expect(written('cost.html')).toContain('default-src \'none\'');
  });

  test('says under which licence the library of its charts may be passed on', () => {
    run('cost', ...TRAFFIC, '--html', 'licence.html');

    expect(written('licence.html')).toMatch(/Chart\.js v4[^]{0,200}MIT License/);
  });

  test('tells the same figures as the tables, also without scripts', () => {
    const { stdout } = run('cost', ...TRAFFIC, '--html', 'tables.html');
    const [, usd] = /total +([\d,.]+)/.exec(stdout)!;

    expect(written('tables.html')).toContain(`<th scope="row">total</th><td>${usd}</td>`);
    expect(written('tables.html')).toContain('cost more than ordinary Lambda at every rate');
  });

  test('leaves the result on stdout to programs', () => {
    const { stdout } = run('plan', ...TRAFFIC, '--json', '--html', 'plan.html');

    expect(JSON.parse(stdout)).toHaveProperty('deepestQueue');
    expect(written('plan.html')).toContain('What a day of traffic does');
  });

  test('that cannot be written is named, with the reason', () => {
    const { status, stderr } = run('cost', ...TRAFFIC, '--html', 'nowhere/cost.html');

    expect(status).toBe(1);
    expect(stderr).toContain('telemetry-pipeline: --html must be a file that can be written, got \'nowhere/cost.html\' (ENOENT)');
  });

  test('takes a text for a text, whatever stands in it', () => {
    const hostile = '</script><script>alert("1")</script><img src=x onerror=alert(1)>';
    const page = htmlPage({
      title: hostile,
      lead: [hostile],
      cards: [{ name: hostile, figure: hostile }],
      sections: [{
        title: hostile,
        bullets: [hostile],
        tables: [{ title: hostile, rows: [[hostile], [hostile]] }],
        charts: [
          { kind: 'bars', title: hostile, categories: [hostile], y: { title: hostile, unit: 'usd' }, series: [{ name: hostile, colour: 'first', values: [1] }] },
        ],
      }],
    });

    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page.match(/<img/g)).toBeNull();
  });
});

const inBrowser = hasChromium ? describe : describe.skip;
inBrowser('in a browser', () => {
  let browser: Browser;
  const faults: string[] = [];
  beforeAll(async () => { browser = await launchChromium(); });
  afterAll(async () => browser?.close());
  afterEach(() => expect(faults.splice(0)).toEqual([]));

  const opened = async (file: string, colorScheme: 'light' | 'dark', width?: number) => openedPage(browser, join(folder, file), { colorScheme, width }, faults);

  beforeAll(() => {
    run('cost', ...TRAFFIC, '--html', 'cost.html');
    run('plan', ...TRAFFIC, '--html', 'plan.html');
  });

  test.each([
    { scheme: 'light', first: '#0b6b53', second: '#3b6fc4', third: '#b3701d' },
    { scheme: 'dark', first: '#4cc3a0', second: '#7fb0f5', third: '#f0b65a' },
  ] as const)('draws every chart in the colours of $scheme', async ({ scheme, first, second, third }) => {
    for (const [file, charts] of [['cost.html', 10], ['plan.html', 7]] as const) {
      const page = await opened(file, scheme);
      const drawn = await coloursOf(page);

      expect(drawn).toHaveLength(charts);
      drawn.forEach(chart => expect(chart.get(first)).toBeGreaterThan(50));
      if (file === 'cost.html') {
        drawn.slice(0, 3).forEach(chart => [second, third].forEach(colour => expect(chart.get(colour)).toBeGreaterThan(20)));
      }
      await page.close();
    }
  });

  test('follows the system from light to dark while it is open', async () => {
    const page = await opened('cost.html', 'light');
    await page.emulateMedia({ colorScheme: 'dark' });

    await until(async () => ((await coloursOf(page))[0].get('#4cc3a0') ?? 0) > 50, 'the first chart is drawn for the dark', 30_000);
    await page.close();
  });

  test('fits a telephone', async () => {
    const page = await opened('cost.html', 'light', 390);

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.close();
  });

  test('its tables open with the keyboard', async () => {
    const page = await opened('cost.html', 'light');
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');

    await page.getByRole('row', { name: /^1,000 / }).waitFor();
    await page.close();
  });

  test('what the pointer is at in one chart of the day is shown in all of them', async () => {
    const page = await opened('plan.html', 'light');
    const before = await coloursOf(page);
    await page.locator('canvas').first().hover({ position: { x: 250, y: 90 } });
    let after = before;
    await until(async () => {
      after = await coloursOf(page);
      return before.slice(0, 6).every((chart, index) => !isDeepStrictEqual(after[index], chart));
    }, 'six charts show where the pointer is', 30_000);

    expect(after[6]).toEqual(before[6]);
    await page.close();
  });
});
