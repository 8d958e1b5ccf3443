import type { FoundEvents } from './contract';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { MAX_DEPTH } from '../json/json-index';
import { textAt } from '../json/json-values';
import { Unreadable } from '../request/unreadable';

/** Refuses an event that is broken, larger than it may be, or nested deeper. */
export function requireReadable({ index, events, broken }: FoundEvents, position: number, maxEventBytes: number): void {
  const brokenEvent = broken?.get(position);
  if (brokenEvent !== undefined) {
    throw brokenEvent.fault;
  }
  const start = index.start(events[position]);
  const end = index.end(events[position]);
  if (end - start > maxEventBytes) {
    throw new Unreadable(QUARANTINE_CODES.eventTooLarge, `an event must be at most ${maxEventBytes} bytes of JSON, got ${end - start}`);
  }
  if (index.tooDeep.some(at => at >= start && at < end)) {
    throw new Unreadable(QUARANTINE_CODES.wrongShape, `an event must be nested at most ${MAX_DEPTH} levels deep`);
  }
}

/** An event as its client wrote it. */
export function rawEvent({ index, events, broken, raw }: FoundEvents, position: number): string {
  return broken?.get(position)?.raw ?? raw?.(position) ?? textAt(index, events[position]);
}
