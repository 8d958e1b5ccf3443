import { Unreadable } from './unreadable';
import { QUARANTINE_CODES } from '../../wire/quarantine-codes';

/** An object out of a client's JSON; its keys are data, whatever they are called. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Parses JSON, or tells how it is broken without repeating it. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unreadable(QUARANTINE_CODES.notJson, `must be JSON, got ${text.length} characters that are not`);
  }
}

/** What a value is, in the words of JSON. */
export function kindOf(value: unknown): string {
  if (value === null) {
    return 'null';
  }
  return Array.isArray(value) ? 'an array' : `${/^[aeiou]/.test(typeof value) ? 'an' : 'a'} ${typeof value}`;
}
