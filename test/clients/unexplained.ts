import { CLIENTS } from './clients';
import { DOOR_NAMES } from './door-under-test';
import type { Matrix } from './matrix';
import { DELIVERED_ONCE } from './outcome';
import { SITUATION_IDS, SITUATIONS } from './situations';

/** Outcomes that are neither what the situation should lead to nor explained on the page; a loss cannot be explained. */
export function unexplained(outcomes: Matrix): string[] {
  return CLIENTS.filter(({ id }) => id in outcomes).flatMap(({ id, notes = [] }) => DOOR_NAMES.flatMap(door => SITUATION_IDS
    .filter(situation => {
      const { result } = outcomes[id][door][situation];
      const isNoted = notes.some(note => note.situations.includes(situation) && (note.door ?? door) === door);
      return result.includes('lost') || !(isNoted || [DELIVERED_ONCE, ...SITUATIONS[situation].ends].includes(result));
    })
    .map(situation => `${id}, ${door}, ${SITUATIONS[situation].title}: ${outcomes[id][door][situation].result}`)));
}
