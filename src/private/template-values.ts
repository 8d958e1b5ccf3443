/** Members of an object in a template. */
export type Members = { readonly [name: string]: unknown };

/** A value that has members, as long as it is no intrinsic function. */
export function record(value: unknown): Members | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Members : undefined;
}

/** A number that is known now; `unset` stands for one that is left out. */
export function number(value: unknown, unset?: number): number | undefined {
  const found = typeof value === 'string' && value !== '' ? Number(value) : value ?? unset;
  return typeof found === 'number' && !Number.isNaN(found) ? found : undefined;
}

/** A text that is known now. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Texts that are all known now; `unset` stands for a list that is left out. */
export function texts(value: unknown, unset?: readonly string[]): readonly string[] | undefined {
  const found = value ?? unset;
  return Array.isArray(found) && found.every(it => typeof it === 'string') ? found : undefined;
}

/** A text that is the same whenever a stack is deployed: a literal one, or one made of literals and of what AWS tells of the stack. */
export function repeatedText(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value.includes('{{resolve:') ? undefined : value;
  }
  const { Ref: reference, 'Fn::Sub': pattern, 'Fn::Join': join } = record(value) ?? {};
  if (typeof reference === 'string' && reference.startsWith('AWS::')) {
    return `\${${reference}}`;
  }
  if (typeof pattern === 'string' && !/\$\{(?!AWS::)/.test(pattern)) {
    return pattern;
  }
  const [separator, parts] = Array.isArray(join) ? join as readonly unknown[] : [];
  const known = Array.isArray(parts) ? parts.map(repeatedText) : [undefined];
  return known.includes(undefined) ? undefined : known.join(String(separator));
}
