import type { EventSchemas } from './event-schemas';
import { QUARANTINE_CODES } from '../../../wire/quarantine-codes';
import type { FoundEvents } from '../contracts/contract';
import { OPEN_OBJECT, QUOTE } from '../json/characters';
import { textAt, valueOf } from '../json/json-values';
import type { Privacy } from '../privacy/privacy';
import { Unreadable } from '../request/unreadable';
import { EventFields, type FieldName } from '../rows/event-fields';

/** What an event is held against, and what must not be told of it. */
export interface ChecksOfEvents {
  readonly schemas: EventSchemas;
  readonly privacy: Privacy;
}

/**
 * What the schema of an event finds wrong with it; null when it finds nothing, or there is none.
 *
 * @throws Unreadable when such an event is to be quarantined.
 */
export function violationsOf(found: FoundEvents, position: number, { schemas, privacy }: ChecksOfEvents): string | null {
  const { index, events } = found;
  if (schemas.isEmpty || index.firstByte(events[position]) !== OPEN_OBJECT) {
    return null;
  }
  const fields = new EventFields(index).read(events[position]);
  const name = textOf(fields, 'event') || textOf(fields, 'name');
  const schema = schemas.find(textOf(fields, 'type') || found.type || 'track', name);
  if (schema === undefined) {
    return null;
  }
  const described = fields.valueOf(schema.part);
  const violations = schema.violations(described === 0 ? null : textAt(index, described), place => privacy.protectPlace(place));
  if (violations !== null && schema.quarantines) {
    throw new Unreadable(QUARANTINE_CODES.schemaViolation, violations);
  }
  return violations;
}

/** Text of a field; what is no text is refused when the row is written. */
function textOf(fields: EventFields, field: FieldName): string | null {
  const value = fields.valueOf(field);
  return value !== 0 && fields.index.firstByte(value) === QUOTE ? String(valueOf(fields.index, value)) : null;
}
