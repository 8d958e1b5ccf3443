import type { BrokenEvent, FoundEvents } from './contract';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { CARRIAGE_RETURN, LINE_FEED, OPEN_ARRAY, OPEN_OBJECT } from '../json/characters';
import { JsonIndex, NO_VALUE } from '../json/json-index';
import { afterSpace } from '../json/json-syntax';
import { elementsOf, indexOf, kindOf } from '../json/json-values';
import { Unreadable } from '../request/unreadable';

const NDJSON = /^application\/(x-)?(ndjson|jsonl|json-lines)\b/i;

/** Reads `/events`: a JSON object, an array of objects, or an object on each line. */
export function readOwnEvents(text: Buffer, contentType: string | null): FoundEvents {
  return { contract: 'events', ...isLines(text, contentType) ? readLines(text) : readWhole(text) };
}

/** Lines that clients send as JSON or plain text are recognised by the first: an object that is complete and not the last. */
function isLines(text: Buffer, contentType: string | null): boolean {
  if (NDJSON.test(contentType ?? '')) {
    return true;
  }
  const start = afterSpace(text, 0);
  const end = text[start] === OPEN_OBJECT ? text.indexOf(LINE_FEED, start) : -1;
  return end > 0 && afterSpace(text, end) < text.length && new JsonIndex(text).add(start, end) !== NO_VALUE;
}

function readLines(text: Buffer) {
  const index = new JsonIndex(text);
  const events: number[] = [];
  const broken = new Map<number, BrokenEvent>();

  for (let start = afterSpace(text, 0); start < text.length;) {
    const feed = text.indexOf(LINE_FEED, start);
    const end = feed === -1 ? text.length : feed;
    const event = index.add(start, end);
    if (event === NO_VALUE) {
      const fault = new Unreadable(QUARANTINE_CODES.notJson, 'an event must be an object, got text that is not JSON');
      broken.set(events.length, { fault, raw: text.toString('utf8', start, text[end - 1] === CARRIAGE_RETURN ? end - 1 : end) });
    }
    events.push(event);
    start = afterSpace(text, end);
  }
  return { index, events, broken };
}

function readWhole(text: Buffer) {
  const index = indexOf(text);
  switch (index.firstByte(0)) {
    case OPEN_OBJECT: return { index, events: [0] };
    case OPEN_ARRAY: return { index, events: elementsOf(index, 0) };
    default: throw new Unreadable(QUARANTINE_CODES.wrongShape, `the body must be an object, an array of objects, or NDJSON, got ${kindOf(index, 0)}`);
  }
}
