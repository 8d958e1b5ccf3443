/** Why a body, or one event of it, is in quarantine. */
export const QUARANTINE_CODES = {
  emptyBody: 'empty_body',
  notJson: 'not_json',
  notText: 'not_text',
  inflateFailed: 'inflate_failed',
  inflatedTooLarge: 'inflated_too_large',
  unknownRoute: 'unknown_route',
  wrongShape: 'wrong_shape',
  invalidField: 'invalid_field',
  eventTooLarge: 'event_too_large',
  rowsTooLarge: 'rows_too_large',
  unknownWriteKey: 'unknown_write_key',
  schemaViolation: 'schema_violation',
} as const;

export type QuarantineCode = (typeof QUARANTINE_CODES)[keyof typeof QUARANTINE_CODES];
