import { isObject, type JsonObject } from '../json/json-object';

/** Attributes as members of an object; of two of a name the last counts. */
export function attributesOf(list: unknown): JsonObject {
  const attributes = Array.isArray(list) ? list.filter(isObject) : [];
  return Object.fromEntries(attributes.map(({ key, value }) => [String(key), valueOfAny(value)]));
}

/**
 * The value that an `AnyValue` holds. Whole numbers that are sent as text stay text, since they may have 64 bits.
 *
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto
 */
export function valueOfAny(any: unknown): unknown {
  if (!isObject(any)) {
    return undefined;
  }
  const [kind] = Object.keys(any);
  const value = any[kind];
  switch (kind) {
    case 'arrayValue':
      return isObject(value) && Array.isArray(value.values) ? value.values.map(element => valueOfAny(element) ?? null) : [];
    case 'kvlistValue':
      return isObject(value) ? attributesOf(value.values) : {};
    default:
      return value;
  }
}
