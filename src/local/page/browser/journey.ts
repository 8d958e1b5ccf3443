import { element, made, setText } from './elements';
import { bytes, count, counted, duration } from './figures';
import { Sparkline } from './sparkline';
import type { LocalCounters } from '../../local-counters';
import type { LiveSample } from '../live-sample';

/** Samples that a rate is the mean of, about a second. */
const RATE_SAMPLES = 4;

/** How long a failure is shown as one. */
const FAILURE_SHOWN_MS = 60_000;

let lastFailed = { number: 0, at: 0 };
const NOTHING = { objects: 0, bytes: 0 };
const sparks = Object.fromEntries(['door', 'queue', 'processor', 'archive'].map(stage => [stage, new Sparkline(element(stage).querySelector('.spark')!)]));
const recent: { readonly at: number; readonly requests: number; readonly rows: number }[] = [];

/** Shows what each stage does. */
export function showJourney({ at, counters, rows }: LiveSample): void {
  const { replies, queue, deadLetters, processor, archive } = counters;
  recent.push({ at, requests: Object.values(replies).reduce((sum, number) => sum + number, 0), rows: rows.events + rows.quarantine });
  if (recent.length > RATE_SAMPLES + 1) {
    recent.shift();
  }
  const [first, last] = [recent[0], recent[recent.length - 1]];
  const perSecond = (done: number) => (last.at > first.at ? done * 1000 / (last.at - first.at) : 0);
  const requestRate = perSecond(last.requests - first.requests);
  const rowRate = perSecond(last.rows - first.rows);

  fact('door', 'rate', count(requestRate));
  showReplies(replies);
  fact('queue', 'depth', count(queue.visible));
  fact('queue', 'age', queue.oldestAgeSeconds > 0 ? duration(queue.oldestAgeSeconds) : 'none');
  fact('queue', 'next', nextOf(counters));
  fact('queue', 'dead', count(deadLetters.held));
  fact('processor', 'invocations', count(processor.invocations));
  fact('processor', 'batches', count(processor.batches));
  fact('processor', 'failed', count(processor.failed));
  fact('processor', 'process', processor.processes > 0 ? 'running' : 'starting again');
  fact('archive', 'rate', count(rowRate));
  fact('archive', 'events', counted(rows.events, 'row', 'rows'));
  fact('archive', 'quarantine', counted(rows.quarantine, 'row', 'rows'));
  fact('archive', 'objects', archive.down ? 'refused: S3 is down' : objectsOf(counters));
  alert('queue', 'dead', 'alert', deadLetters.held > 0);
  alert('processor', 'failed', 'warning', failsNow(at, processor.failed));
  alert('processor', 'process', 'alert', processor.processes === 0);
  alert('archive', 'quarantine', 'warning', rows.quarantine > 0);
  alert('archive', 'down', 'alert', archive.down);

  sparks.door.add(requestRate);
  sparks.queue.add(queue.visible);
  sparks.processor.add(processor.invocations);
  sparks.archive.add(rowRate);
}

/** Whether a request failed in the last minute: once all is well again, nothing warns. */
function failsNow(at: number, failed: number): boolean {
  if (failed > lastFailed.number) {
    lastFailed = { number: failed, at };
  }
  return failed > 0 && at - lastFailed.at < FAILURE_SHOWN_MS;
}

function showReplies(replies: LocalCounters['replies']): void {
  const target = element('door').querySelector('[data-fact="replies"]')!;
  const statuses = Object.keys(replies);
  if (statuses.length > 0 && target.getAttribute('data-statuses') !== statuses.join()) {
    target.setAttribute('data-statuses', statuses.join());
    target.replaceChildren(...statuses.map(status => made('div', [made('dt', meaningOf(status)), made('dd')], status.startsWith('2') ? '' : 'warning')));
  }
  statuses.forEach((status, index) => setText(target.children[index].lastElementChild!, count(replies[status])));
}

function meaningOf(status: string): string {
  const meanings: Record<string, string> = {
    200: 'stored', 400: 'bad request', 401: 'unauthorized', 403: 'forbidden', 404: 'no such route', 413: 'too large', 415: 'wrong type', 429: 'throttled', 503: 'unavailable',
  };
  return meanings[status] === undefined ? status : `${status} ${meanings[status]}`;
}

function nextOf({ queue }: LocalCounters): string {
  return queue.nextVisibleSeconds === undefined ? 'none' : `in ${duration(queue.nextVisibleSeconds)}`;
}

function objectsOf({ archive }: LocalCounters): string {
  const totals = Object.values(archive.tables);
  const total = totals.reduce((sum, table) => ({ objects: sum.objects + table.objects, bytes: sum.bytes + table.bytes }), NOTHING);
  return total.objects === 0 ? '0' : `${count(total.objects)}, ${bytes(total.bytes)}`;
}

function fact(stage: string, name: string, text: string): void {
  setText(element(stage).querySelector(`[data-fact="${name}"]`)!, text);
}

function alert(stage: string, name: string, level: 'alert' | 'warning', on: boolean): void {
  element(stage).querySelector(`[data-alert="${name}"]`)!.classList.toggle(level, on);
}
