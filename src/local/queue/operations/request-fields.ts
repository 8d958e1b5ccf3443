import { QueueError } from '../queue-error';

/** The fields of a request or of a reply, or of a structure within, in the shape of AWS JSON. */
export type Fields = Readonly<Record<string, unknown>>;

/** A text that the request may leave out. */
export function optionalText(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value !== undefined && value !== null && typeof value !== 'string') {
    throw malformed(name, 'a string');
  }
  return value ?? undefined;
}

/** A text that the request must have; an empty one counts as none. */
export function requiredText(fields: Fields, name: string): string {
  const value = optionalText(fields, name);
  if (!value) {
    throw new QueueError('MissingParameter', `The request must contain the parameter ${name}.`);
  }
  return value;
}

/** A whole number within a range that the request may leave out. */
export function optionalInteger(fields: Fields, name: string, least: number, most: number): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) {
    return undefined;
  }
  if (typeof value !== 'number' || !Number.isInteger(value)) {
    throw malformed(name, 'an integer');
  }
  if (value < least || value > most) {
    throw new QueueError('InvalidParameterValue', `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`);
  }
  return value;
}

/** A whole number within a range that the request must have. */
export function requiredInteger(fields: Fields, name: string, least: number, most: number): number {
  const value = optionalInteger(fields, name, least, most);
  if (value === undefined) {
    throw new QueueError('MissingParameter', `The request must contain the parameter ${name}.`);
  }
  return value;
}

/** A list of texts; empty when the request leaves it out. */
export function texts(fields: Fields, name: string): string[] {
  return list(fields, name).map(value => {
    if (typeof value !== 'string') {
      throw malformed(name, 'a list of strings');
    }
    return value;
  });
}

/** A list of structures; empty when the request leaves it out. */
export function structures(fields: Fields, name: string): Fields[] {
  return list(fields, name).map(value => asFields(value, name));
}

/** A structure, or a map by name; empty when the request leaves it out. */
export function structure(fields: Fields, name: string): Fields {
  return asFields(fields[name] ?? {}, name);
}

function list(fields: Fields, name: string): unknown[] {
  const value = fields[name] ?? [];
  if (!Array.isArray(value)) {
    throw malformed(name, 'a list');
  }
  return value;
}

function asFields(value: unknown, name: string): Fields {
  if (!isFields(value)) {
    throw malformed(name, 'a structure');
  }
  return value;
}

/** Whether a value is a structure, or a map by name. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(name: string, expected: string): QueueError {
  return new QueueError('MalformedInput', `${name} must be ${expected}`);
}
