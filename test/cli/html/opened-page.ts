import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';

/** How a page is looked at. */
export interface View {
  readonly colorScheme: 'light' | 'dark';
  readonly width?: number;
}

/** Opens a page once its charts are drawn, and notes what it complains of. */
export async function openedPage(browser: Browser, file: string, { colorScheme, width = 1_120 }: View, faults: string[]): Promise<Page> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
  page.on('pageerror', error => faults.push(error.message));
  page.on('console', message => message.type() === 'error' && faults.push(message.text()));
  page.on('request', request => request.url().startsWith('file:') || faults.push(`asks for ${request.url()}`));
  await page.goto(pathToFileURL(file).href);
  await page.locator('html[data-drawn]').waitFor();
  return page;
}

/** Colours in a picture of each chart, and how many points of them. */
export async function coloursOf(page: Page): Promise<Map<string, number>[]> {
  const charts = await page.locator('canvas').evaluateAll(canvases => canvases.map(it => {
    const canvas = it as unknown as { width: number; height: number; getContext(kind: '2d'): { getImageData(...area: number[]): { data: Uint8ClampedArray } } };
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const found: Record<string, number> = {};
    for (let index = 0; index < data.length; index += 4) {
      if (data[index + 3] === 255) {
        const colour = `#${[0, 1, 2].map(offset => data[index + offset].toString(16).padStart(2, '0')).join('')}`;
        found[colour] = (found[colour] ?? 0) + 1;
      }
    }
    return found;
  }));
  return charts.map(chart => new Map(Object.entries(chart)));
}
