import { element, made } from './elements';
import { timeOfDay } from './figures';
import type { ShownRow } from '../live-sample';

interface Columns {
  readonly received_at?: string;
  readonly event?: string;
  readonly type?: string;
  readonly code?: string;
  readonly message_id?: string;
}

const list = element('rows');
let latest: readonly ShownRow[] = [];
let shown = latest;

list.addEventListener('toggle', catchUp, true); // it does not bubble
list.addEventListener('focusout', () => setTimeout(catchUp)); // until then the focus is nowhere

/** Shows the last rows; while somebody has one open, or walks through them by keyboard, they stand still, and then catch up. */
export function showRows(rows: readonly ShownRow[]): void {
  latest = rows;
  element('no-rows').hidden = rows.length > 0;
  catchUp();
}

function catchUp(): void {
  if (shown !== latest && list.querySelector('details[open], :focus-visible') === null) {
    shown = latest;
    list.replaceChildren(...shown.map(rowOf));
  }
}

function rowOf({ table, text }: ShownRow): HTMLElement {
  const columns = parsed(text);
  const received = Date.parse(columns.received_at ?? '');
  const name = table === 'quarantine' ? `quarantined: ${columns.code ?? 'no code'}` : columns.event ?? columns.type ?? text.slice(0, 80);
  const summary = made('summary', [
    made('span', Number.isNaN(received) ? table : timeOfDay(received)), made('span', name), made('span', columns.message_id ?? ''),
  ]);
  return made('details', [summary, made('pre', pretty(text))], table);
}

function parsed(text: string): Columns {
  try {
    return JSON.parse(text) as Columns;
  } catch {
    return {}; // not JSON, or too long to be shown whole
  }
}

function pretty(text: string): string {
  const columns = parsed(text);
  return Object.keys(columns).length > 0 ? JSON.stringify(columns, undefined, 2) : text;
}
