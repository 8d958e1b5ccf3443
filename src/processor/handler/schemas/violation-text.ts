/** What a compiled schema says of a value that breaks it. */
export interface SchemaError {
  /** Where the value stands, such as `/items/0/price`. */
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

const MOST_CHARACTERS = 1_000;

/** Puts all that is wrong into a short text, of places and what must hold there; the values stay where they are. */
export function violationText(part: string, errors: readonly SchemaError[]): string {
  const told = new Set(errors.map(({ instancePath, message, params }) => `${part}${instancePath} ${message ?? 'must be valid'}${surplus(params)}`));
  const text = [...told].join('; ');
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
}

function surplus({ additionalProperty, unevaluatedProperty }: SchemaError['params']): string {
  const name = additionalProperty ?? unevaluatedProperty;
  return name === undefined ? '' : `, got ${String(name)}`;
}
