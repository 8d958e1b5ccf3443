import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { toldOf, WORKER } from './measured-worker';
import { measurementPage } from '../../../src/cli/economics/measurement-page';
import { htmlPage } from '../../../src/cli/html/html-page';
import { coloursOf, openedPage } from '../../cli/html/opened-page';
import { hasChromium, launchChromium } from '../../local/page/chromium';

const folder = mkdtempSync(join(tmpdir(), 'measurement-page-'));
const file = join(folder, 'measured.html');
afterAll(() => rmSync(folder, { recursive: true }));

/** A message a second, ten in the afternoon of the second day. */
const RATES = WORKER.hourlyRates.map((_, hour) => hour >= 38 && hour < 42 ? 10 : 1);
const messages = RATES.reduce((sum, rate) => sum + rate * 3_600, 0);
const { measured, subjects } = toldOf({ ...WORKER, hourlyRates: RATES, messages, batches: messages, secondsPerBatch: 2 });
const content = measurementPage(measured, subjects);

test('has the costs from the least to the most where it is not known what the function does', () => {
  const usd = (compute: number) => measured.comparison.cases.map(({ computes }) => computes[compute].usdPerMonth);

  expect(content.cards.map(({ name }) => name)).toEqual(['managed instances', 'on demand', 'provisioned concurrency']);
  expect(usd(0)[0]).toBeGreaterThan(usd(0)[1] + 1);
  expect(content.cards[0].figure).toBe(`${usd(0)[1].toFixed(2)} to ${usd(0)[0].toFixed(2)}`);
  expect(content.cards[1].figure).toBe(usd(1)[0].toFixed(2));
});

test('has traffic, costs, crossing and the busiest day for each case, the verdict before them and the notes behind', () => {
  const titles = content.sections.map(({ title }) => title);
  const cases = ['if the function computes all the time', 'if the function waits all the time'];

  expect(titles.slice(0, 2)).toEqual(['What to run it on', 'What it did']);
  for (const of of cases) {
    expect(titles).toEqual(expect.arrayContaining([
      `Where the money goes, ${of}`, `Cost by traffic, ${of}`, `The busiest day on each, ${of}`, `The simulated day on ordinary Lambda, ${of}`,
    ]));
  }
  expect(titles.at(-1)).toBe('What to know');
  expect(content.sections[0].texts).toEqual([measured.cheapest]);
});

test('shows every hour at its time, and where the busiest day begins', () => {
  const [chart] = content.sections[1].charts!;

  expect(chart).toMatchObject({
    kind: 'lines',
    x: { unit: 'date', values: RATES.map((_, hour) => Date.UTC(2026, 10, 1, hour)) },
    series: [{ values: RATES }],
    marks: [{ at: Date.UTC(2026, 10, 2), text: 'the busiest day' }],
  });
});

test('says what is not known where nothing can be compared', () => {
  const { cheapest: _, plan: __, ...others } = measured;
  const { cards, sections } = measurementPage({ ...others, comparison: { cases: [], unknown: ['how large messages are is not known'], notes: [] } }, []);

  expect(cards).toEqual([{ name: 'costs', figure: 'unknown', remark: 'how large messages are is not known' }]);
  expect(sections.map(({ title }) => title)).toEqual(['Nothing can be compared', 'What it did', 'What to know']);
});

const inBrowser = hasChromium ? describe : describe.skip;
inBrowser('in a browser', () => {
  let browser: Browser;
  const faults: string[] = [];
  beforeAll(async () => {
    writeFileSync(file, htmlPage(content));
    browser = await launchChromium();
  });
  afterAll(async () => browser?.close());
  afterEach(() => expect(faults.splice(0)).toEqual([]));

  test.each([{ colorScheme: 'light', first: '#0b6b53' }, { colorScheme: 'dark', first: '#4cc3a0' }] as const)('draws every chart in $colorScheme', async ({ colorScheme, first }) => {
    const page = await openedPage(browser, file, { colorScheme }, faults);
    const drawn = await coloursOf(page);

    expect(drawn).toHaveLength(1 + 2 * (1 + 2 + 6));
    drawn.forEach(chart => expect(chart.get(first)).toBeGreaterThan(50));
    await page.close();
  });

  test('fits a telephone', async () => {
    const page = await openedPage(browser, file, { colorScheme: 'light', width: 390 }, faults);

    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.close();
  });
});
