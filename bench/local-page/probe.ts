import type { Page } from 'playwright-core';

/** Moments at which the page showed another figure, in milliseconds since 1970, with the figure. */
export type Shown = readonly (readonly [at: number, figure: number])[];

/** How a page did while events came. */
export interface PageMeasured {
  /** Milliseconds between two frames, each. */
  readonly frames: readonly number[];
  /** Milliseconds of tasks of more than 50, each. */
  readonly longTasks: readonly number[];
  readonly heapBytes: number;
}

/** Runs in the page, before its own script. */
const PROBE = `
  window.probe = { frames: [], longTasks: [], accepted: [], rows: [] };
  new PerformanceObserver(list => probe.longTasks.push(...list.getEntries().map(task => task.duration))).observe({ entryTypes: ['longtask'] });
  document.addEventListener('DOMContentLoaded', () => {
    const watch = (name, selector) => {
      const target = document.querySelector(selector);
      const note = () => probe[name].push([Date.now(), Number(target.textContent.replace(/\\D/g, ''))]);
      target && new MutationObserver(note).observe(target, { childList: true, characterData: true, subtree: true });
    };
    watch('accepted', '#accepted');
    watch('rows', '[data-fact="events"]');
  });
`;

/** Measures a page from its start on. */
export async function installProbe(page: Page): Promise<void> {
  await page.addInitScript(PROBE);
}

/** Asks for each frame from now on. */
export async function startFrames(page: Page): Promise<void> {
  await page.evaluate(`requestAnimationFrame(function frame(now, before) {
    before && probe.frames.push(now - before);
    requestAnimationFrame(next => frame(next, now));
  })`);
}

/** Reads frames and tasks, and what the heap holds once garbage is gone. */
export async function readProbe(page: Page): Promise<PageMeasured> {
  const { frames, longTasks } = await page.evaluate<Pick<PageMeasured, 'frames' | 'longTasks'>>('probe');
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  return { frames, longTasks, heapBytes: usedSize };
}

/** Reads when which figures were shown. */
export async function readShown(page: Page): Promise<{ readonly accepted: Shown; readonly rows: Shown }> {
  return page.evaluate('probe');
}

/** Milliseconds from each answer to the figure that counts it; an answer counts for some. */
export function delaysUntilShown(answeredAt: readonly number[], shown: Shown, each: number): number[] {
  let next = 0;
  return answeredAt.flatMap((at, index) => {
    while (next < shown.length && shown[next][1] < (index + 1) * each) {
      next += 1;
    }
    return next < shown.length ? [Math.max(0, shown[next][0] - at)] : [];
  });
}
