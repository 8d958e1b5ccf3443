import { isObject, kindOf, type JsonObject } from './json-value';
import { Unreadable } from './unreadable';
import { QUARANTINE_CODES } from '../../wire/quarantine-codes';

/** A field that must be text; an empty one is none. */
export function textField(event: JsonObject, field: string): string | null {
  const value = event[field] ?? null;
  if (value !== null && typeof value !== 'string') {
    throw invalidField(field, 'a string', value);
  }
  return value || null;
}

/**
 * An id: text, or a number that is written out as text.
 *
 * A number that JavaScript cannot hold exactly would become the id of somebody else.
 */
export function idOf(value: unknown, field: string): string | null {
  if (typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER) {
    throw new Unreadable(QUARANTINE_CODES.invalidField, `${field} must be a string when it is over ${Number.MAX_SAFE_INTEGER}, got a number`);
  }
  return textOrNumber(value, field);
}

/** A time: text, or milliseconds since 1970. Whether it is a time at all is told by `time_flag`. */
export function timeTextOf(value: unknown, field: string): string | null {
  return textOrNumber(value, field);
}

/** A field that must be an object. */
export function objectField(event: JsonObject, field: string): JsonObject | undefined {
  const value = event[field] ?? undefined;
  if (value !== undefined && !isObject(value)) {
    throw invalidField(field, 'an object', value);
  }
  return value;
}

function textOrNumber(value: unknown, field: string): string | null {
  if (value === undefined || value === null || value === '') {
    return null;
  }
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw invalidField(field, 'a string or a number', value);
  }
  return String(value);
}

function invalidField(field: string, expected: string, value: unknown): Unreadable {
  return new Unreadable(QUARANTINE_CODES.invalidField, `${field} must be ${expected}, got ${kindOf(value)}`);
}
