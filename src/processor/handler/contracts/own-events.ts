import type { FoundEvents } from './contract';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { elementTexts } from '../json-text';
import { isObject, kindOf, parseJson } from '../json-value';
import { Unreadable } from '../unreadable';

const NDJSON = /^application\/(x-)?(ndjson|jsonl|json-lines)\b/i;

/** Reads `/events`: a JSON object, an array of objects, or an object on each line. */
export function readOwnEvents(text: string, contentType: string | null): FoundEvents {
  return { contract: 'events', ...isLines(text, contentType) ? readLines(text) : readWhole(text) };
}

/** Lines that clients send as JSON or plain text are recognised by the first: an object that is complete and not the last. */
function isLines(text: string, contentType: string | null): boolean {
  if (NDJSON.test(contentType ?? '')) {
    return true;
  }
  const start = text.trimStart();
  const end = start.indexOf('\n');
  return start.startsWith('{') && end > 0 && start.slice(end).trim() !== '' && isObject(parsed(start.slice(0, end)));
}

function readWhole(text: string) {
  const value = parseJson(text);
  if (Array.isArray(value)) {
    const values: readonly unknown[] = value;
    return { values, texts: () => elementTexts(text) };
  }
  if (isObject(value)) {
    return { values: [value], texts: () => [text] };
  }
  throw new Unreadable(QUARANTINE_CODES.wrongShape, `the body must be an object, an array of objects, or NDJSON, got ${kindOf(value)}`);
}

function readLines(text: string) {
  const lines = text.split('\n').map(line => line.trim()).filter(line => line !== '');
  return { values: lines.map(parsed), texts: () => lines };
}

/** The line's value, or undefined, which JSON does not have. */
function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
