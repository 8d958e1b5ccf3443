/**
 * What the page of a local run costs, and how it does, at 5,000 events a second: the same traffic with nobody looking and with the
 * page open in Chromium, in turn. Its frames are held to those of an empty page. `npm run bench` runs it.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureRound, type Round, type Watcher } from './local-page/round';
import { median } from './median';
import { percentile } from './percentile';
import { ratio } from './ratio';
import { synthesize } from '../demo/synthesize';
import { hasChromium, launchChromium } from '../test/local/page/chromium';

const EVENTS_PER_SECOND = 5_000;
const WARM_UP_SECONDS = 3;
const SECONDS = 20;
const FRAME_SECONDS = 8;
const ROUNDS = 3;
const GOALS = {
  failedPosts: 0, eventsToNobody: 0.99, cpuToNobody: 1.1, frameP99ToEmpty: 1.2, longestTaskMilliseconds: 100, untilCountedP99Milliseconds: 500,
};

type Rounds = Readonly<Record<Watcher, readonly Round[]>>;

function ofRun(rounds: readonly Round[]) {
  return {
    eventsPerSecond: median(rounds.map(({ sent }) => SECONDS * EVENTS_PER_SECOND * sent.answeredAt.length / sent.posts / sent.seconds)),
    posts: rounds.reduce((sum, { sent }) => sum + sent.posts, 0),
    failedPosts: rounds.reduce((sum, { sent }) => sum + sent.posts - sent.answeredAt.length, 0),
    failures: Object.assign({}, ...rounds.map(({ sent }) => sent.failed)) as Record<string, number>,
    replyMilliseconds: percentiles(rounds.map(({ sent }) => sent.latencies)),
    cpuSeconds: median(rounds.map(({ cpuSeconds }) => cpuSeconds)),
    heapMegabytes: median(rounds.map(({ memory }) => memory.heapBytes / 1e6)),
    rssMegabytes: median(rounds.map(({ memory }) => memory.rssBytes / 1e6)),
  };
}

function ofPage(rounds: readonly Round[]) {
  const pages = rounds.map(({ page }) => page);
  return {
    frameMilliseconds: percentiles(pages.map(({ frames }) => frames)),
    longTasks: pages.map(({ longTasks }) => longTasks.length),
    longestTaskMilliseconds: Math.max(0, ...pages.flatMap(({ longTasks }) => longTasks)),
    heapMegabytes: median(pages.map(({ heapBytes }) => heapBytes / 1e6)),
  };
}

/** Medians over the rounds. */
function percentiles(measured: readonly (readonly number[])[]) {
  return { p50: median(measured.map(values => percentile(values, 0.5))), p99: median(measured.map(values => percentile(values, 0.99))) };
}

function resultOf({ nobody, page }: Rounds) {
  const run = { nobody: ofRun(nobody), page: ofRun(page) };
  const browser = { emptyPage: ofPage(nobody), page: ofPage(page) };
  return {
    node: process.version,
    rounds: ROUNDS,
    seconds: SECONDS,
    run,
    toNobody: {
      events: ratio(run.page.eventsPerSecond, run.nobody.eventsPerSecond),
      cpu: ratio(run.page.cpuSeconds, run.nobody.cpuSeconds),
      replyP50: ratio(run.page.replyMilliseconds.p50, run.nobody.replyMilliseconds.p50),
      replyP99: ratio(run.page.replyMilliseconds.p99, run.nobody.replyMilliseconds.p99),
    },
    browser,
    toEmptyPage: {
      frameP50: ratio(browser.page.frameMilliseconds.p50, browser.emptyPage.frameMilliseconds.p50),
      frameP99: ratio(browser.page.frameMilliseconds.p99, browser.emptyPage.frameMilliseconds.p99),
    },
    untilCountedMilliseconds: percentiles(page.map(({ untilCounted }) => untilCounted)),
    untilRowMilliseconds: percentiles(page.map(({ untilRow }) => untilRow)),
    goals: GOALS,
  };
}

function print({ run, toNobody, browser, toEmptyPage, ...result }: ReturnType<typeof resultOf>): void {
  const { untilCountedMilliseconds: counted, untilRowMilliseconds: row } = result;
  const cost = ({ eventsPerSecond, posts, failedPosts, replyMilliseconds: { p50, p99 }, cpuSeconds, ...memory }: ReturnType<typeof ofRun>) =>
    `${eventsPerSecond} events a second; of ${posts} posts ${failedPosts} failed; replies in ${p50} ms, p99 ${p99} ms; ${cpuSeconds} s of CPU; `
    + `heap ${memory.heapMegabytes} MB, process ${memory.rssMegabytes} MB at the end`;
  const drawing = ({ frameMilliseconds: { p50, p99 }, longTasks, longestTaskMilliseconds, heapMegabytes }: ReturnType<typeof ofPage>) =>
    `a frame every ${p50} ms, p99 ${p99} ms; ${longTasks.join(', ')} long tasks, the longest ${longestTaskMilliseconds} ms; heap ${heapMegabytes} MB`;
  console.log(`the local run at ${EVENTS_PER_SECOND} events a second for ${SECONDS} s, medians of ${ROUNDS}
  nobody looks   ${cost(run.nobody)}
  page is open   ${cost(run.page)}
  ratios         events ${toNobody.events} (goal: ${GOALS.eventsToNobody}), CPU ${toNobody.cpu} (goal: ${GOALS.cpuToNobody}), replies ${toNobody.replyP50}
in the browser
  empty page     ${drawing(browser.emptyPage)}
  page           ${drawing(browser.page)} (goal: ${GOALS.longestTaskMilliseconds} ms)
  ratios         frames ${toEmptyPage.frameP50}, p99 ${toEmptyPage.frameP99} (goal: ${GOALS.frameP99ToEmpty})
an answered request is counted on the page after ${counted.p50} ms, p99 ${counted.p99} ms (goal: ${GOALS.untilCountedP99Milliseconds} ms)
its rows are after ${row.p50} ms, p99 ${row.p99} ms, most of which is the batching window of 10 s`);
}

async function main(): Promise<void> {
  if (!hasChromium) {
    console.log('the page of the local run is not measured: there is no Chromium; CHROME_PATH can name one');
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'bench-local-page-'));
  try {
    synthesize('examples/quick-start.ts', join(folder, 'cdk.out'));
    const seconds = { warmUpSeconds: WARM_UP_SECONDS, seconds: SECONDS, frameSeconds: FRAME_SECONDS };
    const options = { folder, eventsPerSecond: EVENTS_PER_SECOND, ...seconds, launch: launchChromium };
    const rounds: Record<Watcher, Round[]> = { nobody: [], page: [] };
    for (let round = 0; round < ROUNDS; round += 1) {
      rounds.nobody.push(await measureRound('nobody', options));
      rounds.page.push(await measureRound('page', options));
    }
    const result = resultOf(rounds);
    mkdirSync(join(__dirname, 'results'), { recursive: true });
    writeFileSync(join(__dirname, 'results', 'local-page.json'), `${JSON.stringify(result, undefined, 2)}\n`);
    print(result);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

main().catch(error => {
  console.error(error);
  process.exit(1);
});
