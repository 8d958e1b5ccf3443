/** What a compiled schema says of a value that breaks it. */
export interface SchemaError {
  /** Where the value stands, such as `/items/0/price`. */
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const MOST_CHARACTERS = 1_000;

/** What may be told of a place, given as names from the event down. */
export type TellPlace = (place: readonly string[]) => readonly string[];

/** Puts all that is wrong into a short text, of places and what must hold there; the values stay where they are. */
export function violationText(part: string, errors: readonly SchemaError[], tell: TellPlace): string {
  const told = new Set(errors.map(error => {
    const place = [part, ...error.instancePath.split('/').slice(1)].map(nameOf);
    return `${tell(place).join('/')} ${error.message ?? 'must be valid'}${surplus(place, error.params, tell)}`;
  }));
  const text = [...told].join('; ');
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}

function surplus(place: readonly string[], { additionalProperty, unevaluatedProperty }: SchemaError['params'], tell: TellPlace): string {
  const name = additionalProperty ?? unevaluatedProperty;
  if (name === undefined) {
    return '';
  }
  const told = tell([...place, String(name)]);
  return told.length > place.length ? `, got ${told[place.length]}` : '';
}

/** @see https://www.rfc-editor.org/rfc/rfc6901 */
function nameOf(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}
