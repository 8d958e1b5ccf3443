import type { JsonIndex } from '../json/json-index';
import { valueOf } from '../json/json-values';

/** Names of the members of two objects, of those that both have its own. */
export function mergedMembers(index: JsonIndex, shared: number, own: number): number[] {
  const members = namesOf(index, own);
  const taken = new Set(members.map(name => valueOf(index, name)));
  return [...namesOf(index, shared).filter(name => !taken.has(valueOf(index, name))), ...members];
}

function namesOf(index: JsonIndex, object: number): number[] {
  const names: number[] = [];
  const behind = index.next(object);
  for (let name = object + 1; name < behind; name = index.next(name + 1)) {
    names.push(name);
  }
  return names;
}
