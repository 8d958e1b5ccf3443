import type { BrokenEvent, ContractName, FoundEvents } from './contract';
import type { ParsedElement } from './parsed-body';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import { JsonIndex } from '../json/json-index';
import { isObject, kindOfParsed, type JsonObject } from '../json/json-object';
import { elementsOf } from '../json/json-values';
import { asUnreadable, Unreadable } from '../request/unreadable';
import { FIELD } from '../rows/event-fields';

/**
 * The events of a contract that names its fields differently, in the vocabulary of Segment.
 *
 * They are written anew, so that numbers which JavaScript cannot hold lose digits; in quarantine they stand as they came.
 */
export function translated(contract: ContractName, elements: readonly ParsedElement[], translate: (element: JsonObject) => JsonObject): FoundEvents {
  const broken = new Map<number, BrokenEvent>();
  const events = elements.map(({ value, raw }, position) => {
    try {
      if (!isObject(value)) {
        throw new Unreadable(QUARANTINE_CODES.wrongShape, `an event must be an object, got ${kindOfParsed(value)}`);
      }
      return translate(value);
    } catch (fault) {
      broken.set(position, { fault: asUnreadable(fault), raw: raw() });
      return null;
    }
  });

  const index = new JsonIndex(Buffer.from(JSON.stringify(events)));
  index.add();
  return { contract, index, events: elementsOf(index, 0), broken, raw: position => elements[position].raw() };
}

/**
 * Members that have no place in the vocabulary, which become the column `extra`; those that would be taken for a word of it
 * get the name of the contract before theirs.
 */
export function others(contract: ContractName, object: JsonObject, placed: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object)
    .filter(([name]) => !placed.includes(name))
    .map(([name, value]) => [Object.hasOwn(FIELD, name) ? `${contract}.${name}` : name, value]));
}

/** A member that is an object; undefined when it is not there. */
export function objectIn(object: JsonObject, name: string): JsonObject | undefined {
  const value = object[name] ?? undefined;
  if (value !== undefined && !isObject(value)) {
    throw new Unreadable(QUARANTINE_CODES.invalidField, `${name} must be an object, got ${kindOfParsed(value)}`);
  }
  return value;
}

/** A member that is a string; undefined when it is not there. */
export function textIn(object: JsonObject, name: string): string | undefined {
  const value = object[name] ?? undefined;
  if (value !== undefined && typeof value !== 'string') {
    throw new Unreadable(QUARANTINE_CODES.invalidField, `${name} must be a string, got ${kindOfParsed(value)}`);
  }
  return value;
}
