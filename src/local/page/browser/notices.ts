import { element, made } from './elements';
import { timeOfDay } from './figures';
import type { ShownNotice } from '../live-sample';

const MOST = 100;
const list = element('notices');

/** Shows something that the user is told, the newest one first. */
export function showNotice({ at, text }: ShownNotice): void {
  list.prepend(made('li', [made('time', timeOfDay(at)), made('span', text)]));
  if (list.children.length > MOST) {
    list.lastElementChild!.remove();
  }
}
